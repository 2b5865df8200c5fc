"""What holds for rosters: their columns, the keys of their rows, and how an edited one is merged; no queries."""

from sme.rosters.rules.keys import MARK, Base, Seal, digest, fingerprint_of, plain_cell
from sme.rosters.rules.merging import EDITABLE, Cell, compare
from sme.rosters.rules.sheets import (
    AT_ONCE,
    FORMATS,
    KEYS,
    ON_SCREEN,
    USUAL,
    FileFormat,
    Sheet,
    chosen_columns,
    file_format,
    known_columns,
)

__all__ = [
    "AT_ONCE",
    "EDITABLE",
    "FORMATS",
    "KEYS",
    "MARK",
    "ON_SCREEN",
    "USUAL",
    "Base",
    "Cell",
    "FileFormat",
    "Seal",
    "Sheet",
    "chosen_columns",
    "compare",
    "digest",
    "file_format",
    "fingerprint_of",
    "known_columns",
    "plain_cell",
]
