"""What a row of a list would change on a record: pure, so that the preview and the writing can never differ."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.shared import text
from sme.enterprises.rules.kinds import LEGAL_FORMS, IdentifierType, State

PERSON = ("name", "position", "phone", "email")
_TAX = (IdentifierType.TAX_CODE, IdentifierType.PERSONAL_ID)
# Taken as they are; the others have a rule of their own below.
_PLAIN = ("phone", "employees", "is_women_led", "website")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as rows are compared with it; ``places`` are today's communes where it lies."""

    id: int
    version: int
    values: Mapping[str, Any]
    places: Collection[int]
    numbers: Collection[tuple[str, str]] = ()
    former_numbers: Collection[tuple[str, str]] = ()
    person: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.values["name"])

    @property
    def is_closed(self) -> bool:
        """No longer in business."""
        return self.values["state"] == State.CLOSED


def changes(row: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """Field → new value, for what a row says otherwise than the record; what the row leaves open changes nothing.

    Words that differ in capitals only, or by accents that the list left out, are the same. A guess (the sector in
    words, the kind in a name) fills a gap and never replaces what is known.
    """
    known, found = record.values, dict[str, Any]()
    for key in ("name", "address"):
        if key in row and not is_same_text(row[key], known[key]):
            found[key] = row[key]
    for key in _PLAIN:
        if key in row and row[key] != known[key]:
            found[key] = row[key]
    if "email" in row and row["email"].lower() != known["email"].lower():
        found["email"] = row["email"]
    if "place" in row and row["place"] != known["place_id"] and row["place"] not in record.places:
        found["place"] = row["place"]
    _kind(row, known, found)
    _sector(row, known, found)
    _amounts(row, known, found)
    _founded(row, known, found)
    _person(row, record, found)
    _numbers(row, record, found)
    return found


def is_same_text(new: str, old: str) -> bool:
    """Equal but for capitals, or but for accents that only the new one lacks."""
    if new == old or new.casefold() == old.casefold():
        return True
    plain = text.fold(new)
    return plain == text.fold(old) and new.casefold() == plain


def _kind(row: Mapping[str, Any], known: Mapping[str, Any], found: dict[str, Any]) -> None:
    kind, form = row.get("kind", known["kind"]), row.get("legal_form", "")
    if kind != known["kind"]:
        found["kind"] = kind
        if not form and known["legal_form"] not in LEGAL_FORMS[kind]:
            form = LEGAL_FORMS[kind][0] if len(LEGAL_FORMS[kind]) == 1 else ""
            found["legal_form"] = str(getattr(form, "value", form))
    if form and form != known["legal_form"] and form in LEGAL_FORMS[kind]:
        found["legal_form"] = form


def _sector(row: Mapping[str, Any], known: Mapping[str, Any], found: dict[str, Any]) -> None:
    letter, division = row.get("sector", ""), row.get("division", "")
    if not letter and not known["sector"]:
        letter = row.get("sector_guess", "")
    if letter and letter != known["sector"]:
        found["sector"] = letter
    if division and division != known["division"]:
        found["division"] = division
        found.setdefault("sector", letter)
        if letter == known["sector"]:
            del found["sector"]


def _amounts(row: Mapping[str, Any], known: Mapping[str, Any], found: dict[str, Any]) -> None:
    for key in ("revenue", "capital"):
        band = f"{key}_band"
        if key in row:
            if row[key] != known[key]:
                found[key] = row[key]
        elif band in row and known[key] is None and row[band] != known[band]:
            found[band] = row[band]


def _founded(row: Mapping[str, Any], known: Mapping[str, Any], found: dict[str, Any]) -> None:
    before = known["founded_on"].isoformat() if known["founded_on"] else ""
    if "founded_on" in row:
        if row["founded_on"] != before:
            found["founded_on"] = row["founded_on"]
    elif "founded_year" in row and before[:4] != str(row["founded_year"]):
        found["founded_on"] = first_day_of(row["founded_year"])


def first_day_of(year: int) -> str:
    """A year alone is kept as its first day."""
    return f"{year:04d}-01-01"


def _person(row: Mapping[str, Any], record: Record, found: dict[str, Any]) -> None:
    if "contact_name" not in row:
        return
    before = record.person or {}
    is_same = is_same_text(row["contact_name"], before.get("name", ""))
    if not is_same:
        found["contact_name"] = row["contact_name"]
    for part in PERSON[1:]:
        given = row.get(f"contact_{part}", "")
        if given and not is_same_text(given, before.get(part, "")):
            found[f"contact_{part}"] = given


def _numbers(row: Mapping[str, Any], record: Record, found: dict[str, Any]) -> None:
    held = set(record.numbers) | set(record.former_numbers)
    given = row.get("number")
    if given and tuple(given[:2]) not in held:
        person = row.get("personal_number")
        is_known = person and (str(IdentifierType.PERSONAL_ID.value), person) in held
        if not is_known:
            found["number"] = given
    cooperative = row.get("cooperative_number")
    if cooperative and (str(IdentifierType.COOPERATIVE_NUMBER.value), cooperative) not in held:
        found["cooperative_number"] = cooperative


def row_numbers(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All numbers of a row, as (type, value)."""
    found = [(row["number"][0], row["number"][1])] if row.get("number") else []
    if row.get("personal_number"):
        found.append((str(IdentifierType.PERSONAL_ID.value), row["personal_number"]))
    if row.get("cooperative_number"):
        found.append((str(IdentifierType.COOPERATIVE_NUMBER.value), row["cooperative_number"]))
    return list(dict.fromkeys(found))


def contradicts(row: Mapping[str, Any], record: Record) -> bool:
    """Both have a tax number, and not the same."""
    mine = {each for each in row_numbers(row) if each[0] in _TAX}
    theirs = {each for each in record.numbers if each[0] in _TAX}
    return bool(mine and theirs and not mine & theirs)
