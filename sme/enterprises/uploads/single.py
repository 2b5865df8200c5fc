"""Single cells of a row into clean values, by the rules that the screen asks too; no queries."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from portal.shared import money, phones, text
from portal.shared.errors import RuleBroken
from portal.shared.imports import Problem, ReadRow
from portal.shared.spreadsheets import cells
from portal.shared.spreadsheets.csvs import unguarded
from sme.enterprises import rules
from sme.enterprises.rules import Classification, Kind
from sme.enterprises.uploads import numbers, words

MOST_EMPLOYEES = 1_000_000
MOST_KEPT = 5_000  # values that are read once only
LONGEST: Mapping[str, int] = {
    "name": 255, "address": 255, "contact_name": 150, "contact_position": 100, "kept_reason": 200,
}  # fmt: skip
_SEVERAL = re.compile(r"[;,/\n]| - | hoặc ")
_PEOPLE = re.compile(r"\s*(?:người|lao động|lđ|ng)\.?$", re.IGNORECASE)
_ONLY_DIGITS = re.compile(r"\d[\d.,\s]*")
_BETWEEN = re.compile(r"[;,/]")
# The usual shapes, of which Django's own slower checks need not be asked.
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9_]+(?:[.\-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,12}"
)
_PLAIN_WEBSITE = re.compile(r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,12}/?")
_is_website = URLValidator(schemes=["http", "https"])


class CellReader:
    """Puts what one cell says into a row; raises ``RuleBroken`` for what cannot be so.

    ``bands`` are ranges of revenue and capital in words, ``headings`` may hold units of money.
    """

    def __init__(
        self,
        *,
        sectors: Classification,
        bands: Mapping[str, Mapping[str, str]],
        headings: Mapping[str, str],
        today: date,
    ) -> None:
        self.sectors, self.bands, self.today = sectors, bands, today
        self.units = {
            key: words.unit_in_heading(headings.get(key, "")) for key in ("revenue", "capital")
        }
        self._phones: dict[Any, str] = {}
        self._sectors: dict[str, tuple[str, str, str]] = {}

    def _text(self, row: ReadRow, key: str, cell: Any) -> None:
        written = _words(cell)
        most = LONGEST[key]
        if len(written) > most:
            raise RuleBroken("too_long", _("At most %(most)d letters fit here.") % {"most": most})
        if written:
            row.values[key] = written

    def _tax_code(self, row: ReadRow, key: str, cell: Any) -> None:
        reason = row.values.get("kept_reason", "")
        try:
            number, warning = numbers.tax_number(cell, reason)
        except RuleBroken:
            is_code = isinstance(cell, str) and any(each.isalpha() for each in text.digits(cell))
            if is_code and row.values.get("kind") == Kind.COOPERATIVE:
                row.values.setdefault("cooperative_number", rules.parse_cooperative_number(cell))
                return
            raise
        if number:
            row.values["number"] = [*number, reason if warning and reason else ""]
        if warning:
            row.problems.append(Problem(key, warning, is_warning=True))

    def _personal(self, row: ReadRow, key: str, cell: Any) -> None:
        if value := numbers.personal_number(cell):
            row.values[key] = value

    def _cooperative(self, row: ReadRow, key: str, cell: Any) -> None:
        row.values[key] = rules.parse_cooperative_number(cells.as_code(cell))

    def _kind_cell(self, row: ReadRow, key: str, cell: Any) -> None:
        found = words.kind_of(_words(cell))
        if found is None and key == "legal_form":
            raise RuleBroken("legal_form_unknown", _("This legal form is not known."))
        if found is None:
            raise RuleBroken(
                "kind_unknown",
                _("This kind is not known. Write: %(kinds)s.")
                % {"kinds": ", ".join(str(each.label) for each in Kind)},
            )
        kind, form = found
        if key == "kind":
            row.values["kind"] = kind
        if form and (key == "legal_form" or "legal_form" not in row.values):
            row.values["legal_form"] = form

    def _phone(self, row: ReadRow, key: str, cell: Any) -> None:
        known = self._phones.get(cell)
        if known is None:
            if len(self._phones) > MOST_KEPT:
                self._phones.clear()
            known = self._phones[cell] = _phone_in(cell)
        row.values[key] = known
        if isinstance(cell, str) and len(text.digits(cell)) > 12 and len(_SEVERAL.split(cell)) > 1:
            row.problems.append(
                Problem(key, _("Several numbers stand here; the first is taken."), is_warning=True)
            )

    def _email(self, row: ReadRow, key: str, cell: Any) -> None:
        written = _words(cell).replace(" ", "").rstrip(".,;")
        first = _BETWEEN.split(written)[0]
        if not _PLAIN_EMAIL.fullmatch(first):
            try:
                validate_email(first)
            except ValidationError:
                raise RuleBroken("email_wrong", _("This is no e-mail address.")) from None
        row.values[key] = first
        if first != written:
            row.problems.append(
                Problem(
                    key, _("Several addresses stand here; the first is taken."), is_warning=True
                )
            )

    def _website(self, row: ReadRow, key: str, cell: Any) -> None:
        written = _words(cell)
        if "://" not in written:
            written = f"https://{written}"
        if not _PLAIN_WEBSITE.fullmatch(written):
            try:
                _is_website(written)
            except ValidationError:
                raise RuleBroken("website_wrong", _("This is no web address.")) from None
        if len(written) > 200:
            raise RuleBroken("too_long", _("At most %(most)d letters fit here.") % {"most": 200})
        row.values[key] = written

    def _sector(self, row: ReadRow, key: str, cell: Any) -> None:
        written = cells.as_code(cell) if not isinstance(cell, str) else _words(cell)
        known = self._sectors.get(written)
        if known is None:
            code = self.sectors.coded(written)
            known = (*code, "code") if code else (self.sectors.spoken(written), "", "words")
            if len(self._sectors) > MOST_KEPT:
                self._sectors.clear()
            self._sectors[written] = known
        letter, division, how = known
        if how == "code":
            row.values["sector"] = letter
            if division:
                row.values["division"] = division
        elif key == "sector_code":
            raise RuleBroken(
                "sector_unknown", _("This is no code of the classification of 2018 (VSIC).")
            )
        elif letter:
            row.values["sector_guess"] = letter
        else:
            row.problems.append(
                Problem(key, _("This sector was not understood; it stays open."), is_warning=True)
            )

    def _employees(self, row: ReadRow, key: str, cell: Any) -> None:
        if isinstance(cell, str):
            cell = _PEOPLE.sub("", _words(cell))
        count = cells.as_integer(cell)
        if count is None:
            return
        if not 0 <= count <= MOST_EMPLOYEES:
            raise RuleBroken("employees_range", _("Enter a number from 0 to 1.000.000."))
        row.values[key] = count

    def _money(self, row: ReadRow, key: str, cell: Any) -> None:
        if isinstance(cell, str):
            band = self.bands[key].get(text.fold(_words(cell)))
            if band:
                row.values[f"{key}_band"] = band
                return
        unit = self.units[key]
        if unit > 1 and (not isinstance(cell, str) or _ONLY_DIGITS.fullmatch(_words(cell))):
            number = cells.as_number(cell)
            amount = money.parse_vnd(round(number * unit)) if number is not None else None
        else:
            amount = cells.as_money(cell)
        if amount is not None:
            row.values[key] = amount

    def _founded(self, row: ReadRow, key: str, cell: Any) -> None:
        year = int(cell) if _is_year(cell) else 0
        if year:
            row.values["founded_year"] = year
            return
        day = cells.as_date(cell)
        if day is None:
            return
        if day > self.today:
            raise RuleBroken("future_day", _("This day lies in the future."))
        row.values[key] = day.isoformat()

    def _women(self, row: ReadRow, key: str, cell: Any) -> None:
        word = text.fold(_words(cell))
        known = {"nu": True, "nam": False, "female": True, "male": False}.get(word)
        value = known if known is not None else cells.as_bool(cell)
        if value is not None:
            row.values[key] = value

    def _record(self, row: ReadRow, key: str, cell: Any) -> None:
        number = cells.as_integer(cell)
        if number is None or not 0 < number < 2**62:
            raise RuleBroken("record_wrong", _("This is no number of a record."))
        row.values[key] = number


def _words(cell: Any) -> str:
    """``cells.as_text``, quick for what is text."""
    return text.clean(unguarded(cell)) if isinstance(cell, str) else cells.as_text(cell)


def _is_year(cell: Any) -> bool:
    if isinstance(cell, str):
        written = text.digits(cell)
        cell = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else 0
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return is_number and cell == int(cell) and 1900 <= cell <= date.max.year and cell < 2101


def _phone_in(cell: Any) -> str:
    """The number, or the first of several."""
    if not isinstance(cell, str):
        return phones.parse_phone(cells.as_code(cell))
    written = _words(cell)
    try:
        return phones.parse_phone(written)
    except RuleBroken:
        parts = [part for part in _SEVERAL.split(written) if len(text.digits(part)) > 7]
        if len(parts) < 2:
            raise
        return phones.parse_phone(parts[0])


Read = Callable[[CellReader, ReadRow, str, Any], None]
# In this order: what a later one needs to know comes first.
READERS: tuple[tuple[str, Read], ...] = (
    ("name", CellReader._text),
    ("legal_form", CellReader._kind_cell),
    ("kind", CellReader._kind_cell),
    ("kept_reason", CellReader._text),
    ("cooperative_number", CellReader._cooperative),
    ("tax_code", CellReader._tax_code),
    ("personal_number", CellReader._personal),
    ("contact_name", CellReader._text),
    ("contact_position", CellReader._text),
    ("phone", CellReader._phone),
    ("contact_phone", CellReader._phone),
    ("email", CellReader._email),
    ("contact_email", CellReader._email),
    ("website", CellReader._website),
    ("address", CellReader._text),
    ("sector", CellReader._sector),
    ("sector_code", CellReader._sector),
    ("employees", CellReader._employees),
    ("revenue", CellReader._money),
    ("capital", CellReader._money),
    ("founded_on", CellReader._founded),
    ("is_women_led", CellReader._women),
    ("record", CellReader._record),
)
