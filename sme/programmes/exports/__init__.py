"""The ordered columns of what this room hands out as files."""

from sme.programmes.exports.adoption import USE_COLUMNS, use_rows
from sme.programmes.exports.frozen import FROZEN_COLUMNS, frozen_rows
from sme.programmes.exports.support import (
    CONTRACT_COLUMNS,
    LEDGER_COLUMNS,
    contract_rows,
    ledger_rows,
)

__all__ = [
    "CONTRACT_COLUMNS",
    "FROZEN_COLUMNS",
    "LEDGER_COLUMNS",
    "USE_COLUMNS",
    "contract_rows",
    "frozen_rows",
    "ledger_rows",
    "use_rows",
]
