"""One row of a list of products or listings into clean values and problems; no queries."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.imports import Problem, ReadRow
from portal.shared.spreadsheets import cells
from sme.enterprises.uploads.numbers import tax_number
from sme.marketplaces import rules
from sme.marketplaces.uploads import words
from sme.places.rules import Communes

_LONGEST = {"product": 200, "name_en": 200, "unit": 30, "origin": 200, "note": 500}
_KIND_SENTENCES = {
    rules.PatternKind.SHOP: gettext_lazy("This is the address of a shop. Open the product and copy its address."),
    rules.PatternKind.SHORT: gettext_lazy(
        "This is a short link. Open it and copy the address that the browser shows."
    ),
}  # fmt: skip


class RowReader:
    """Reads the rows of one list. ``default_state`` and ``default_day`` (ISO) are of rows that tell no state."""

    def __init__(
        self,
        *,
        communes: Communes,
        hints: Sequence[rules.Hints],
        has_addresses: bool,
        default_state: str = "",
        default_day: str = "",
    ) -> None:
        self.communes, self.hints, self.has_addresses = communes, hints, has_addresses
        self.default_state, self.default_day = default_state, default_day
        self.names = {text.fold(word): each.key for each in hints for word in (each.key, each.name)}

    def read(self, raw: Mapping[str, Any]) -> ReadRow:
        """The row; nothing a person typed raises."""
        row = ReadRow({})
        for key, cell in raw.items():
            read = getattr(self, f"_{key}", None) or (self._text if key in _LONGEST else None)
            if cells.is_empty(cell) or read is None:
                continue
            try:
                read(row, key, cell)
            except RuleBroken as broken:
                row.problems.append(Problem(key, str(broken.sentence)))
        row.label = row.values.get("product", "")
        self._whole(row)
        row.keys = self._keys(row.values)
        return row

    # --- single cells -----------------------------------------------------------------------------------

    def _text(self, row: ReadRow, key: str, cell: Any) -> None:
        written = cells.as_text(cell)
        if len(written) > _LONGEST[key]:
            raise RuleBroken(
                "too_long", _("At most %(most)d letters fit here.") % {"most": _LONGEST[key]}
            )
        row.values[key] = written

    def _enterprise(self, row: ReadRow, key: str, cell: Any) -> None:
        row.values["name"] = cells.as_text(cell)[:255]

    def _tax_code(self, row: ReadRow, key: str, cell: Any) -> None:
        number, warning = tax_number(cell, "")
        if number:
            row.values["number"] = [*number, ""]
        if warning:
            row.problems.append(Problem(key, warning, is_warning=True))

    def _record(self, row: ReadRow, key: str, cell: Any) -> None:
        number = cells.as_integer(cell)
        if number is None or not 0 < number < 2**62:
            raise RuleBroken("record_wrong", _("This is no number of a record."))
        row.values["record"] = number

    def _place(self, row: ReadRow, key: str, cell: Any) -> None:
        written = cells.as_text(cell)
        found = self.communes.find(written, "", "")
        if found.unit is not None:
            row.values["place"] = found.unit.id
        elif not found.units:
            raise RuleBroken(
                "place_unknown",
                _("No commune or ward of the province is called “%(name)s”.")
                % {"name": written[:60]},
            )

    def _barcode(self, row: ReadRow, key: str, cell: Any) -> None:
        code = text.digits(cells.as_code(cell)).replace(" ", "").replace("-", "")
        rules.check_barcode(code)
        row.values["barcode"] = code

    def _category(self, row: ReadRow, key: str, cell: Any) -> None:
        found = words.category_of(cells.as_text(cell))
        if found is None:
            sentence = _("This category is not known; it stays open.")
            row.problems.append(Problem(key, sentence, is_warning=True))
        else:
            row.values["category"] = found

    def _stars(self, row: ReadRow, key: str, cell: Any) -> None:
        found = words.stars_in(cells.as_text(cell))
        if found is None:
            raise RuleBroken("stars_unknown", _("A product has 3, 4 or 5 OCOP stars, or none."))
        if found:
            row.values["stars"] = found

    def _marketplace(self, row: ReadRow, key: str, cell: Any) -> None:
        found = self.names.get(text.fold(cells.as_text(cell)))
        if found is None:
            raise RuleBroken(
                "marketplace_unknown",
                _("This marketplace is not known. Known are: %(names)s.")
                % {"names": ", ".join(each.name for each in self.hints)},
            )
        row.values["marketplace"] = found

    def _address(self, row: ReadRow, key: str, cell: Any) -> None:
        found = rules.recognise(cells.as_text(cell), self.hints)
        if found.kind in _KIND_SENTENCES:
            raise RuleBroken("address_kind", _KIND_SENTENCES[found.kind])
        row.values["address"], row.values["key"] = found.address, found.key
        row.values["of"] = found.marketplace
        if found.kind == rules.PatternKind.OTHER:
            sentence = _("This does not look like the page of a product; check it.")
            row.problems.append(Problem(key, sentence, is_warning=True))

    def _state(self, row: ReadRow, key: str, cell: Any) -> None:
        found = words.state_of(cells.as_text(cell))
        if found is None:
            raise RuleBroken(
                "state_unknown",
                _("This state is not known. Write: %(states)s.")
                % {"states": ", ".join(str(each.label) for each in rules.ListingState)},
            )
        row.values["state"] = found

    def _day(self, row: ReadRow, key: str, cell: Any) -> None:
        day = cells.as_date(cell)
        if day is not None:
            row.values["day"] = day.isoformat()

    # --- what several cells say together -----------------------------------------------------------------

    def _whole(self, row: ReadRow) -> None:
        values, seen = row.values, {each.field for each in row.problems if not each.is_warning}
        if (
            not any(letter.isalnum() for letter in values.get("product", ""))
            and "product" not in seen
        ):
            row.problems.append(Problem("product", _("The name of the product is missing.")))
        if not ({"number", "record", "name"} & set(values)) and not {"tax_code", "record"} & seen:
            sentence = _("It is not said whose product it is: write the tax code, or the name.")
            row.problems.append(Problem("enterprise", sentence))
        if self.has_addresses:
            self._sale(row, seen)

    def _sale(self, row: ReadRow, seen: set[str]) -> None:
        values = row.values
        if "address" not in values and "address" not in seen:
            row.problems.append(Problem("address", _("Paste the address of the page.")))
        if values.get("marketplace") and values.get("of") not in (None, values["marketplace"]):
            name = next(each.name for each in self.hints if each.key == values["of"])
            sentence = _("The address belongs to %(name)s, not to the marketplace of this row.")
            row.problems.append(Problem("marketplace", sentence % {"name": name}))
        if "state" not in values and "state" not in seen and "day" not in seen:
            if self.default_state:
                values["state"] = self.default_state
                values.setdefault("day", self.default_day)
            elif "day" in values:
                values["state"] = rules.ListingState.LIVE.value
        if "state" in values and not values.get("day") and "day" not in seen:
            sentence = _("A state needs the day since when it is so.")
            row.problems.append(Problem("day", sentence))

    def _keys(self, values: Mapping[str, Any]) -> list[str]:
        """What tells that two rows are about the same thing: the address, else the product."""
        if self.has_addresses:
            return [f"address:{values['key']}"] if "key" in values else []
        who = values.get("record") or (values.get("number") or ["", ""])[1]
        who = who or f"{text.fold(values.get('name', ''))}|{values.get('place', '')}"
        keys = [f"product:{who}|{text.fold(values.get('product', ''))}"]
        if "barcode" in values:
            keys.append(f"barcode:{who}|{values['barcode']}")
        return keys
