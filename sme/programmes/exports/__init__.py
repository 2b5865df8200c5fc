"""The ordered columns of what this room hands out as files."""

from sme.programmes.exports.adoption import USE_COLUMNS, use_rows
from sme.programmes.exports.certificates import (
    MOST_IN_ONE,
    certificate_data,
    certificates_pdf,
    check_address,
    day_of,
    hours_of,
    lines_of,
    told,
)
from sme.programmes.exports.frozen import FROZEN_COLUMNS, frozen_rows
from sme.programmes.exports.letters import (
    LANGUAGES,
    Told,
    letter_texts,
    letters_pdf,
)
from sme.programmes.exports.support import (
    CONTRACT_COLUMNS,
    LEDGER_COLUMNS,
    contract_rows,
    ledger_rows,
)

__all__ = [
    "CONTRACT_COLUMNS",
    "FROZEN_COLUMNS",
    "LANGUAGES",
    "LEDGER_COLUMNS",
    "MOST_IN_ONE",
    "USE_COLUMNS",
    "Told",
    "certificate_data",
    "certificates_pdf",
    "check_address",
    "contract_rows",
    "day_of",
    "frozen_rows",
    "hours_of",
    "ledger_rows",
    "letter_texts",
    "letters_pdf",
    "lines_of",
    "told",
    "use_rows",
]
