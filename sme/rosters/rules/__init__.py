"""What holds for rosters: their columns, the keys of their rows, and how an edited one is merged; no queries."""

from sme.rosters.rules.keys import MARK, Base, Seal, digest, fingerprint_of, plain_cell
from sme.rosters.rules.layouts import AT_MOST, ONCE, office_key
from sme.rosters.rules.merging import EDITABLE, Cell, compare
from sme.rosters.rules.sheets import (
    AT_ONCE,
    FORMATS,
    KEYS,
    ON_SCREEN,
    USUAL,
    Came,
    FileFormat,
    PaidState,
    Sheet,
    came,
    chosen_columns,
    file_format,
    known_columns,
)

__all__ = [
    "AT_MOST",
    "AT_ONCE",
    "EDITABLE",
    "FORMATS",
    "KEYS",
    "MARK",
    "ONCE",
    "ON_SCREEN",
    "USUAL",
    "Base",
    "Came",
    "Cell",
    "FileFormat",
    "PaidState",
    "Seal",
    "Sheet",
    "came",
    "chosen_columns",
    "compare",
    "digest",
    "file_format",
    "fingerprint_of",
    "known_columns",
    "office_key",
    "plain_cell",
]
