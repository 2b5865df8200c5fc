"""Workbooks out and in: one writer and one reader for every export and import of the portal.

Out: an ordered list of ``Column`` and an iterable of rows (a row is a sequence of plain values in the
columns' order) go to ``write_workbook`` or ``write_csv``, both streaming. In: ``open_rows`` checks a file and yields
``SheetRow``; the functions of ``cells`` turn what a cell holds into typed values.
"""

from portal.shared.spreadsheets.columns import Column, ColumnKind, Letterhead, ReadFirst, Tally
from portal.shared.spreadsheets.csvs import write_csv
from portal.shared.spreadsheets.reader import Limits, OpenedSheet, SheetRow, open_rows
from portal.shared.spreadsheets.writer import cell_words, write_workbook

__all__ = [
    "Column",
    "ColumnKind",
    "Letterhead",
    "Limits",
    "OpenedSheet",
    "ReadFirst",
    "SheetRow",
    "Tally",
    "cell_words",
    "open_rows",
    "write_csv",
    "write_workbook",
]
