"""What becomes of references when rows are put into a sheet: formulas, areas and single cells, as plain text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

_CELL = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)([1-9]\d{0,6})")
_ROWS = re.compile(r"(\$?)([1-9]\d{0,6})")
LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Inserted:
    """``count`` rows come after row ``after`` of ``sheet``; negative counts are never asked for.

    The row ``after`` is the pattern of the new ones: an area that ends in it reaches as far as they do, so that a
    sum over the one row of a table becomes the sum over all of it.
    """

    sheet: str
    after: int
    count: int

    def row(self, number: int) -> int:
        """Where a row stands afterwards."""
        return number + self.count if number > self.after else number

    def last(self, number: int) -> int:
        """Where the last row of an area stands afterwards."""
        return min(LAST_ROW, number + self.count) if number >= self.after else number


def formula(words: str, own_sheet: str, inserted: Inserted) -> str:
    """A formula (with its ``=``) of a cell on ``own_sheet``, after the rows were put in. What cannot be read stays."""
    try:
        tokens = Tokenizer(words)
    except (TokenizerError, IndexError):
        return words
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = reference(token.value, own_sheet, inserted)
    return str(tokens.render())


def reference(words: str, own_sheet: str, inserted: Inserted) -> str:
    """``A5``, ``$A$5:$C$9``, ``5:9`` or ``'Bảng 1'!A5``; names and what lies on other sheets stay."""
    sheet, mark, area = words.rpartition("!")
    named = sheet.strip("'").replace("''", "'") if mark else own_sheet
    if named != inserted.sheet:
        return words
    return f"{sheet}{mark}{areas(area, inserted)}"


def areas(words: str, inserted: Inserted) -> str:
    """Areas on the sheet itself, one or several with a comma or a space between."""
    return re.sub(r"[^\s,]+", lambda found: _area(found[0], inserted), words)


def _area(words: str, inserted: Inserted) -> str:
    first, colon, last = words.partition(":")
    if not colon:
        return _moved(first, inserted.row)
    return f"{_moved(first, inserted.row)}:{_moved(last, inserted.last)}"


def _moved(words: str, move: Callable[[int], int]) -> str:
    if found := _CELL.fullmatch(words):
        return f"{found[1]}{found[2]}{move(int(found[3]))}"
    if found := _ROWS.fullmatch(words):
        return f"{found[1]}{move(int(found[2]))}"
    return words
