"""The columns of a roster, in order, and the sheet that is made of them."""

from sme.rosters.exports.columns import COLUMNS, RosterColumn, columns
from sme.rosters.exports.sheets import sheet

__all__ = ["COLUMNS", "RosterColumn", "columns", "sheet"]
