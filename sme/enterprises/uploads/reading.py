"""One row of cells into clean values and problems: each cell, then what several say together; no queries."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.imports import Problem, ReadRow
from portal.shared.spreadsheets import cells
from sme.enterprises import rules
from sme.enterprises.rules import IdentifierType, Kind
from sme.enterprises.uploads import words
from sme.enterprises.uploads.single import READERS, CellReader
from sme.places.rules import Communes, Finding


class RowReader(CellReader):
    """Reads the rows of one list.

    ``communes`` find places in memory; ``default_place`` (id) and ``default_kind`` are what the sender said of the
    whole list; ``headings`` may hold units of money. ``values`` hold only what stands in the row: an empty cell is
    left out. ``kind_guess``, ``place_guess`` and the like are used for new records only.
    """

    def __init__(
        self,
        *,
        communes: Communes,
        default_place: int | None = None,
        default_kind: str = "",
        **reading: Any,
    ) -> None:
        super().__init__(**reading)
        self.communes = communes
        self.default_place, self.default_kind = default_place, default_kind
        self._places: dict[tuple[str, str, str], tuple[Finding, str]] = {}

    def read(self, raw: Mapping[str, Any]) -> ReadRow:
        """The row; nothing a person typed raises."""
        row = ReadRow({})
        raw = {key: value for key, value in raw.items() if value is not None}
        for key, read in READERS:
            if key in raw:
                cell = raw[key]
                if isinstance(cell, str) and key != "name" and words.says_nothing(cell):
                    continue
                try:
                    read(self, row, key, cell)
                except RuleBroken as broken:
                    row.problems.append(Problem(key, str(broken.sentence)))
        self._name(row, raw)
        self._place(row, raw)
        self._address(row, raw)
        self._kind(row)
        self._number(row)
        self._person(row)
        row.keys = self._keys(row.values)
        return row

    def _name(self, row: ReadRow, raw: Mapping[str, Any]) -> None:
        row.label = row.values.get("name", "") or cells.as_text(raw.get("name"))[:255]
        if not row.label or not any(letter.isalnum() for letter in row.label):
            row.values.pop("name", None)
            row.problems.append(Problem("name", _("The name is missing.")))

    def _place(self, row: ReadRow, raw: Mapping[str, Any]) -> None:
        typed = [
            "" if words.says_nothing(each) else each
            for each in (cells.as_text(raw.get(key)) for key in ("place", "district", "address"))
        ]
        commune, district, address = typed[0], typed[1], typed[2]
        if not commune and not address:
            self._fall_back(row)
            return
        key = (commune, district, address if not commune or "," in address else "")
        known = self._places.get(key)
        if known is None:
            found = self.communes.find(*key)
            known = (found, self._why_not(found, commune, is_from_address=not commune))
            if len(self._places) > 20_000:
                self._places.clear()
            self._places[key] = known
        found, why = known
        if found.unit is not None:
            row.values["place"] = found.unit.id
            if why:
                row.problems.append(Problem("place", why, is_warning=True))
        elif commune:
            row.problems.append(Problem("place", why))
        else:
            self._fall_back(row)
            if why and not self.default_place:
                row.problems.append(Problem("address", why, is_warning=True))

    def _fall_back(self, row: ReadRow) -> None:
        if self.default_place:
            row.values["place_guess"] = self.default_place

    def _why_not(self, found: Finding, commune: str, *, is_from_address: bool) -> str:
        """Why no place was found; or, of an old name, what it is called today."""
        if found.unit is not None:
            former = found.via[0] if found.via else None
            if former is None or former.name == found.unit.name:
                return ""
            return _("%(old)s is %(new)s today.") % {
                "old": former.full_name,
                "new": found.unit.name,
            }
        if found.is_split:
            return _("%(old)s was divided among %(new)s. Write which of them.") % {
                "old": found.via[0].full_name,
                "new": _names(each.name for each in found.units),
            }
        if found.units:
            several = found.via or found.units
            return _("Several places are called that: %(names)s. Add the former district.") % {
                "names": _names(each.full_name for each in several)
            }
        if is_from_address:
            return ""
        return _("No commune or ward of the province is called “%(name)s”.") % {
            "name": commune[:60]
        }

    def _address(self, row: ReadRow, raw: Mapping[str, Any]) -> None:
        hamlet = cells.as_text(raw.get("hamlet"))
        if not hamlet or words.says_nothing(hamlet):
            return
        if hamlet.isdigit():
            unit = self.communes.by_id.get(row.values.get("place") or self.default_place or 0)
            is_ward = unit is not None and unit.name.startswith("Phường")
            hamlet = f"{'Khóm' if is_ward else 'Ấp'} {hamlet}"  # data: the same in every language
        address = row.values.get("address", "")
        if text.fold(hamlet) not in text.fold(address):
            row.values["address"] = f"{address}, {hamlet}"[:255] if address else hamlet[:255]

    def _kind(self, row: ReadRow) -> None:
        values = row.values
        form = values.get("legal_form")
        if "kind" in values:
            if form and form not in rules.LEGAL_FORMS[values["kind"]]:
                row.problems.append(
                    Problem("legal_form", _("This legal form does not go with the kind."))
                )
            return
        if form:
            kinds = (kind for kind, forms in rules.LEGAL_FORMS.items() if form in forms)
            values["kind"] = str(Kind(next(kinds)).value)
            return
        found = words.kind_in_name(row.label)
        if found:
            values["kind_guess"] = found[0]
            if found[1]:
                values["legal_form_guess"] = found[1]
        elif values.get("personal_number") or _is_person(values.get("number")):
            values["kind_guess"] = str(Kind.HOUSEHOLD.value)
        elif self.default_kind:
            values["kind_guess"] = self.default_kind

    def _number(self, row: ReadRow) -> None:
        """A personal number is a tax code only of a household business that has no other."""
        values = row.values
        person = values.get("personal_number")
        if not person:
            return
        kind = values.get("kind") or values.get("kind_guess") or Kind.HOUSEHOLD
        if kind not in (Kind.HOUSEHOLD, Kind.FACILITY):
            del values["personal_number"]
            row.problems.append(
                Problem(
                    "personal_number",
                    _("A person's number is kept only for household businesses; it is not read."),
                    is_warning=True,
                )
            )
        elif "number" not in values:
            has_wrong_code = any(each.field == "tax_code" for each in row.problems)
            if not has_wrong_code:
                values["number"] = [str(IdentifierType.PERSONAL_ID.value), person, ""]

    def _person(self, row: ReadRow) -> None:
        """Phone and e-mail of a person without a name are those of the business."""
        values = row.values
        if "contact_name" not in values:
            values.pop("contact_position", None)
            for key in ("phone", "email"):
                if (given := values.pop(f"contact_{key}", None)) and key not in values:
                    values[key] = given

    @staticmethod
    def _keys(values: Mapping[str, Any]) -> list[str]:
        """What tells that two rows are about the same business."""
        keys = []
        if number := values.get("number"):
            keys.append(f"{number[0]}:{number[1]}")
        if person := values.get("personal_number"):
            keys.append(f"{IdentifierType.PERSONAL_ID.value}:{person}")
        if cooperative := values.get("cooperative_number"):
            keys.append(f"coop:{cooperative}")
        if record := values.get("record"):
            keys.append(f"record:{record}")
        if not keys and "name" in values:
            place = values.get("place") or values.get("place_guess") or 0
            person = text.fold(values.get("contact_name", ""))
            named = (text.fold(values["name"]), str(place), person, values.get("phone", ""))
            keys.append(f"name:{'|'.join(named)}")
        return list(dict.fromkeys(keys))


def _names(names: Iterable[str], most: int = 5) -> str:
    told = list(dict.fromkeys(names))
    return "; ".join(told[:most]) + ("…" if len(told) > most else "")


def _is_person(number: Any) -> bool:
    return bool(number) and number[0] == IdentifierType.PERSONAL_ID
