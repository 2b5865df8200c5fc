"""Lists of enterprises that come in: their columns, and one row of cells into clean values."""

from sme.enterprises.uploads.fields import FIELDS, NOTES
from sme.enterprises.uploads.reading import RowReader

__all__ = ["FIELDS", "NOTES", "RowReader"]
