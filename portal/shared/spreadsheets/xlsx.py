"""Reading ``.xlsx`` row by row: what is in memory is one row and the shared strings, whatever the file's size.

Formulas are skipped and their stored values read. A cell far away costs nothing, since no grid is built.
"""

import re
import zipfile
from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from portal.shared.spreadsheets import guards, refusals
from portal.shared.spreadsheets.limits import Limits

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]

# Excel's built-in numbers of date and time formats, those of East Asian editions included.
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PIECE = 64 * 1024


class Part:
    """One XML part of the archive, parsed in pieces; refuses entities and a part longer than it promises."""

    def __init__(self, archive: zipfile.ZipFile, name: str, start: Start, end: End) -> None:
        self.archive, self.name = archive, name
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    @staticmethod
    def _refuse(*_declaration: Any) -> None:
        raise refusals.damaged()

    def pieces(self) -> Iterator[None]:
        """Parse piece by piece; yields after each."""
        try:
            for piece in guards.pieces(self.archive, self.name, _PIECE):
                self.parser.Parse(piece, False)
                yield
            self.parser.Parse(b"", True)
            yield
        except (expat.ExpatError, KeyError, IndexError, ValueError, *guards.BROKEN_ZIP):
            raise refusals.damaged() from None

    def parse(self) -> None:
        """Parse all of it."""
        for _piece in self.pieces():
            pass


class Workbook:
    """The sheets of one checked workbook, in their order."""

    def __init__(self, stream: IO[bytes], limits: Limits) -> None:
        try:
            self.archive = zipfile.ZipFile(stream)
        except guards.BROKEN_ZIP:
            raise refusals.damaged() from None
        self.limits = limits
        self.names = {name.lower(): name for name in self.archive.namelist()}
        self.epoch = CALENDAR_WINDOWS_1900
        self.sheets: list[tuple[str, bool, str]] = []
        self._strings: Strings | None = None
        self._dates: set[str] | None = None
        self._read_workbook()

    def _name(self, name: str) -> str:
        """The part as the archive spells it."""
        found = self.names.get(name.lower())
        if found is None:
            raise refusals.damaged()
        return found

    def _read_workbook(self) -> None:
        targets: dict[str, str] = {}
        listed: list[tuple[str, bool, str]] = []

        def relation(tag: str, attrs: dict[str, str]) -> None:
            if tag.endswith("Relationship") and attrs.get("Type", "").endswith("/worksheet"):
                target = attrs["Target"]
                targets[attrs["Id"]] = (
                    target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                )

        def sheet(tag: str, attrs: dict[str, str]) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "sheet":
                key = next((value for name, value in attrs.items() if name.endswith(":id")), "")
                listed.append((attrs["name"], attrs.get("state", "visible") != "visible", key))
            elif tag == "workbookPr" and attrs.get("date1904") in {"1", "true"}:
                self.epoch = CALENDAR_MAC_1904

        Part(self.archive, self._name("xl/_rels/workbook.xml.rels"), relation, _nothing).parse()
        Part(self.archive, self._name("xl/workbook.xml"), sheet, _nothing).parse()
        self.sheets = [
            (name, hidden, targets[key]) for name, hidden, key in listed if key in targets
        ]

    @property
    def strings(self) -> "Strings":
        """The strings that cells share."""
        if self._strings is None:
            name = self.names.get("xl/sharedstrings.xml")
            self._strings = Strings(self.archive, name)
        return self._strings

    @property
    def date_styles(self) -> set[str]:
        """The numbers of the cell styles that show a number as a date or time."""
        if self._dates is None:
            name = self.names.get("xl/styles.xml")
            self._dates = _date_styles(self.archive, name) if name else set()
        return self._dates

    def rows(self, target: str) -> Iterator[tuple[int, list[Any]]]:
        """Rows that hold something, with their numbers."""
        sheet = Sheet(self)
        part = Part(self.archive, self._name(target), sheet.start, sheet.end)
        part.parser.CharacterDataHandler = sheet.characters
        for _piece in part.pieces():
            if sheet.ready:
                ready, sheet.ready = sheet.ready, []
                yield from ready


def _nothing(_tag: str) -> None:
    return None


class Strings:
    """Shared strings in one block of bytes: a fifth of the memory of as many Python strings."""

    def __init__(self, archive: zipfile.ZipFile, name: str | None) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")
        self._is_text = False
        self._is_phonetic = False
        if name:
            part = Part(archive, name, self._start, self._end)
            part.parser.CharacterDataHandler = self._characters
            part.parse()

    def _start(self, tag: str, _attrs: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "t":
            self._is_text = not self._is_phonetic
        elif tag == "rPh":
            self._is_phonetic = True

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "t":
            self._is_text = False
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "si":
            self._ends.append(len(self._bytes))

    def _characters(self, words: str) -> None:
        if self._is_text:
            self._bytes += words.encode("utf-8", "surrogatepass")

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        begin = self._ends[index - 1] if index else 0
        return self._bytes[begin : self._ends[index]].decode("utf-8", "replace")


def _date_styles(archive: zipfile.ZipFile, name: str) -> set[str]:
    """Which of the workbook's cell styles are dates, by their place in the list."""
    own: dict[int, str] = {}
    used: list[int] = []
    inside = {"cellXfs": False}

    def start(tag: str, attrs: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "numFmt":
            own[int(attrs["numFmtId"])] = attrs.get("formatCode", "")
        elif tag == "cellXfs":
            inside[tag] = True
        elif tag == "xf" and inside["cellXfs"]:
            used.append(int(attrs.get("numFmtId", 0)))

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "cellXfs":
            inside["cellXfs"] = False

    Part(archive, name, start, end).parse()

    def is_date(number: int) -> bool:
        if number in own:
            return bool(is_date_format(own[number]))
        return number in _DATE_FORMATS or bool(is_date_format(BUILTIN_FORMATS.get(number)))

    return {str(index) for index, number in enumerate(used) if is_date(number)}


class Sheet:
    """Collects the rows of one sheet from the parser's events."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.widest = book.limits.columns
        self.ready: list[tuple[int, list[Any]]] = []
        self._number = 0
        self._row: list[Any] = []
        self._column = 0
        self._kind = "n"
        self._style = ""
        self._text: list[str] | None = None
        self._value: str | None = None
        self._is_phonetic = False
        self._columns: dict[str, int] = {}

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """A row, a cell or a cell's value begins."""
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            place = attrs.get("r")
            self._column = self._column_of(place) if place else self._column + 1
            self._kind = attrs.get("t", "n")
            self._style = attrs.get("s", "")
            self._value = None
        elif tag in {"v", "t"}:
            self._text = None if self._is_phonetic else []
        elif tag == "row":
            place = attrs.get("r")
            self._number = int(place) if place else self._number + 1
            self._row, self._column = [], 0
        elif tag == "rPh":
            self._is_phonetic = True

    def characters(self, words: str) -> None:
        """Some of a value's text."""
        if self._text is not None:
            self._text.append(words)

    def end(self, tag: str) -> None:
        """A value, a cell or a row ends."""
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            if self._value:  # empty: a formula that was never worked out
                self._put(self._typed(self._value))
        elif tag in {"v", "t"}:
            if self._text is not None:
                self._value = (self._value or "") + "".join(self._text)
                self._text = None
        elif tag == "row":
            if self._row:
                self.ready.append((self._number, self._row))
        elif tag == "rPh":
            self._is_phonetic = False

    def _column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters.upper():
                column = column * 26 + ord(letter) - 64
            if not letters.isalpha() or not letters.isascii() or len(letters) > 3:
                raise ValueError(place)
            self._columns[letters] = column
        return column

    def _put(self, value: Any) -> None:
        if value is None or value == "":
            return
        if self._column > self.widest:
            raise refusals.too_many_columns(self.book.limits)
        missing = self._column - len(self._row) - 1
        if missing > 0:
            self._row.extend([None] * missing)
        if missing < 0:  # a place given twice: the later one stands, as in Excel
            self._row[self._column - 1] = value
        else:
            self._row.append(value)

    def _typed(self, raw: str) -> Any:
        match self._kind:
            case "s":
                return _unescaped(self.book.strings[int(raw)])
            case "inlineStr" | "str":
                return _unescaped(raw)
            case "b":
                return raw.strip() in {"1", "true"}
            case "e":
                return None
            case "d":
                return datetime.fromisoformat(raw.strip().removesuffix("Z"))
        number = _number(raw)
        if self._style in self.book.date_styles:
            return _moment(number, self.book.epoch)
        return number


def _unescaped(words: str) -> str:
    """Excel writes a control character as ``_x000D_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words


def _number(raw: str) -> int | float:
    try:
        return int(raw) if len(raw) < 300 else float(raw)
    except ValueError:
        return float(raw)


def _moment(number: float, epoch: datetime) -> Any:
    """A day, a moment or a time of day; a number outside Excel's calendar stays a number."""
    try:
        value = from_excel(number, epoch)
    except (ValueError, OverflowError):
        return number
    is_day = isinstance(value, datetime) and number == int(number)
    return value.date() if is_day else value
