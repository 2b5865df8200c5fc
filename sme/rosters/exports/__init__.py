"""The columns of a roster, in order, the keys of its rows, and the sheet that is made of them."""

from sme.rosters.exports.columns import COLUMNS, RosterColumn, columns
from sme.rosters.exports.keys import KEY_COLUMN, as_read, base_values, compared, seal
from sme.rosters.exports.layouts import template_rows, template_values
from sme.rosters.exports.sheets import sheet

__all__ = [
    "COLUMNS",
    "KEY_COLUMN",
    "RosterColumn",
    "as_read",
    "base_values",
    "columns",
    "compared",
    "seal",
    "sheet",
    "template_rows",
    "template_values",
]
