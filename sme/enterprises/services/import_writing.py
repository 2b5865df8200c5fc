"""Writing the rows of a list as the screen would, a thousand at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import (
    Contact,
    Enterprise,
    FormerProfile,
    Identifier,
)
from sme.enterprises.rules import GivenIdentifier, IdentifierType, Kind, core_name
from sme.enterprises.rules.matching import PERSON, changes, first_day_of
from sme.enterprises.selectors import matching as finding
from sme.enterprises.selectors.quality import class_by_figures
from sme.enterprises.services import bulk, derived, history, numbers, quality, succession
from sme.enterprises.services.history import How
from sme.enterprises.services.registering import BY_OFFICE
from sme.places.models import Unit

Values = Mapping[str, Any]
_OWN = (
    *("name", "kind", "legal_form", "address", "phone", "email", "website", "sector", "division"),
    *("employees", "revenue", "revenue_band", "capital", "capital_band", "is_women_led"),
)
_FOLLOWS = ("sort_key", "core_name", "search_text", "has_identifier", "size_class", "profile_since")


# --- new records ---------------------------------------------------------------------------------------


def enter_rows(rows: Sequence[Values], units: Mapping[int, Unit], *, actor: Any) -> list[list[int]]:
    """Enter new records; returns id and version of each, which taking them back asks for."""
    made = bulk.enter([_keywords(row, units) for row in rows], actor=actor)
    return [[each.pk, each.version] for each in made]


def _keywords(row: Values, units: Mapping[int, Unit]) -> dict[str, Any]:
    """The row as ``register`` takes it; guesses fill what it left open."""
    found: dict[str, Any] = {name: row[name] for name in _OWN if name in row}
    found["kind"] = row.get("kind") or row["kind_guess"]
    found["legal_form"] = row.get("legal_form") or row.get("legal_form_guess", "")
    found["sector"] = row.get("sector") or row.get("sector_guess", "")
    found["place"] = units[finding.place_of(row) or 0]
    day = row.get("founded_on") or (
        first_day_of(row["founded_year"]) if "founded_year" in row else ""
    )
    if day:
        found["founded_on"] = date.fromisoformat(day)
    found["identifiers"] = _given(row)
    if row.get("contact_name"):
        found["contacts"] = [
            {
                **{part: row.get(f"contact_{part}", "") for part in PERSON},
                "is_representative": True,
            }
        ]
    return found


def _given(row: Values) -> list[GivenIdentifier]:
    found = [GivenIdentifier(*row["number"])] if row.get("number") else []
    if row.get("cooperative_number"):
        sort = str(IdentifierType.COOPERATIVE_NUMBER.value)
        found.append(GivenIdentifier(sort, row["cooperative_number"]))
    return found


# --- changes -------------------------------------------------------------------------------------------


@dataclass
class _Pile:
    """What the changes of one call come to, to be written in few statements."""

    rows: list[Enterprise] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    profiles: list[tuple[Enterprise, Values, Values]] = field(default_factory=list)
    people: list[Contact] = field(default_factory=list)
    new_people: list[Contact] = field(default_factory=list)
    new_numbers: list[Identifier] = field(default_factory=list)
    told: dict[str, list[tuple[Any, Values]]] = field(default_factory=dict)
    undo: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, act: str, row: Enterprise, data: Values) -> None:
        """One audited act."""
        self.told.setdefault(act, []).append((row, data))


def change_rows(
    pairs: Sequence[tuple[Values, int]],
    units: Mapping[int, Unit],
    places: Mapping[int, Collection[int]],
    *,
    actor: Any,
    batch_id: int | None,
) -> list[dict[str, Any]]:
    """Change records by rows, as ``services.change`` would from today; returns what takes it back.

    What changes is worked out from the record as it is now, by the rule that the preview asked.
    """
    if not pairs:
        return []
    ids = [pk for _row, pk in pairs]
    known, held = finding.records(ids, places), locked(ids)
    told = {**({} if actor else audit.BY_SYSTEM), "list": batch_id}
    pile = _Pile()
    for row, pk in pairs:
        if new := changes(row, known[pk]):
            _change(held[pk], new, units, pile, told)
    _write(pile, actor)
    return pile.undo


def locked(ids: Sequence[int]) -> dict[int, Enterprise]:
    """These records, held until the transaction ends, with place, numbers and people."""
    found: dict[int, Enterprise] = {}
    for begin in range(0, len(ids), finding.AT_ONCE):
        rows = Enterprise.objects.select_for_update(of=("self",)).select_related("place__parent")
        some = rows.filter(pk__in=ids[begin : begin + finding.AT_ONCE]).order_by("pk")
        found.update({each.pk: each for each in some.with_numbers().prefetch_related("contacts")})
    return found


def _change(
    row: Enterprise, new: Values, units: Mapping[int, Unit], pile: _Pile, told: Values
) -> None:
    values = {name: new[name] for name in _OWN if name in new}
    if "place" in new:
        values["place"] = units[new["place"]]
    if "founded_on" in new:
        values["founded_on"] = date.fromisoformat(new["founded_on"])
    values = derived.clean_fields(values, row)
    undo: dict[str, Any] = {"pk": row.pk, "version": row.version + 1}
    profile, before = history.profile_of(row), {name: getattr(row, name) for name in values}
    follows = {name: getattr(row, name) for name in _FOLLOWS}
    for name, value in values.items():
        setattr(row, name, value)
    person = _person(row, new, pile, undo, told)
    given = _numbers(row, new, pile, undo, told)
    _follow(row, person, given)
    after = history.profile_of(row)
    if after != profile:
        pile.profiles.append((row, profile, after))
    undo["before"] = {name: _plain(value) for name, value in {**before, **follows}.items()}
    pile.undo.append(undo)
    row.version += 1
    pile.rows.append(row)
    pile.columns.update(values)
    shown = {name: getattr(row, name) for name in values}
    for each in (before, shown):
        if "place" in each:
            each["place"] = each["place"].full_name
    if values:
        personal = {"address"} if row.kind == Kind.HOUSEHOLD else ()
        told = {**told, "changes": audit.changes(before, shown, personal=personal)}
        pile.tell("enterprises.change", row, told)


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, Unit):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _person(
    row: Enterprise, new: Values, pile: _Pile, undo: dict[str, Any], told: Values
) -> list[Contact]:
    """The first person to call, as the row has it; all people of the record afterwards."""
    people = list(row.contacts.all())
    given = {part: new[f"contact_{part}"] for part in PERSON if f"contact_{part}" in new}
    if not given:
        return people
    pile.tell("enterprises.change_contact", row, told)
    if not people:
        made = Contact(enterprise=row, is_representative=True, **given)
        pile.new_people.append(made)
        undo["person"] = None
        return [made]
    first = people[0]
    undo["person"] = [first.pk, {part: getattr(first, part) for part in given}]
    for part, value in given.items():
        setattr(first, part, value)
    pile.people.append(first)
    return people


def _numbers(
    row: Enterprise, new: Values, pile: _Pile, undo: dict[str, Any], told: Values
) -> list[str]:
    """Numbers that a row brings: a gap is filled with the others at the end, a former number ends."""
    present = list(row.present_identifiers)
    given = _given(new)
    if not given:
        return [each.value for each in present]
    undo["numbers"] = {"held": [each.pk for each in present]}
    for each in derived.clean_identifiers(given, may_keep=True):
        is_coop = each.type == IdentifierType.COOPERATIVE_NUMBER
        same_sort = [
            one for one in present if (one.type == IdentifierType.COOPERATIVE_NUMBER) == is_coop
        ]
        if same_sort:
            numbers.replace(row, each, of=each.type, source=BY_OFFICE, how=How())
        else:
            pile.new_numbers.append(Identifier(enterprise=row, source=BY_OFFICE, **each._asdict()))
        pile.tell("enterprises.change_number", row, told)
        present = [one for one in present if one not in same_sort]
    return [*(each.value for each in present), *(each.value for each in given)]


def _follow(row: Enterprise, people: Sequence[Contact], held: Sequence[str]) -> None:
    """The columns that follow, from what is at hand."""
    row.sort_key, row.core_name = derived.sort_key(row.name), core_name(row.name)
    row.has_identifier = bool(held)
    row.size_class = class_by_figures(row, clock.today())
    row.search_text = derived.search_text(
        row.name,
        row.place,
        numbers=held,
        phones=[row.phone, *(each.phone for each in people)],
        words=[row.email, *(word for each in people for word in (each.name, each.email))],
    )


def _write(pile: _Pile, actor: Any) -> None:
    ids = [each.pk for each in pile.rows]
    known = _former_of(ids) if pile.profiles else set[int]()
    since = history.keep_many(pile.profiles, on=clock.today(), actor=actor)
    for row in pile.rows:
        row.profile_since = since.get(row.pk, row.profile_since)
    save(pile.rows, pile.columns)
    Contact.objects.bulk_create(pile.new_people, batch_size=500)
    if pile.people:
        Contact.objects.bulk_update(pile.people, [*PERSON], batch_size=100)
    try:
        with transaction.atomic():
            Identifier.objects.bulk_create(pile.new_numbers, batch_size=500)
    except IntegrityError:
        raise RuleBroken(
            "identifier_taken", _("A number in this list is already in the registry.")
        ) from None
    renumbered = [row for row, _data in pile.told.get("enterprises.change_number", ())]
    if renumbered:
        succession.link_branches(renumbered)
    for act, rows in pile.told.items():
        audit.record_many(rows, act, actor=actor)
    _keep_for_undo(pile, known)
    quality.check_many(ids)


def _former_of(ids: Sequence[int]) -> set[int]:
    return set(FormerProfile.objects.filter(enterprise__in=ids).values_list("pk", flat=True))


def save(rows: Sequence[Enterprise], columns: Collection[str]) -> None:
    """All rows in one statement each five hundred; they are locked, so nobody is overwritten."""
    if not rows:
        return
    fields = [*dict.fromkeys((*sorted(columns), *_FOLLOWS, "version", "updated_at"))]
    Enterprise.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _keep_for_undo(pile: _Pile, known: Collection[int]) -> None:
    """Note the rows that were made along: former profiles, people, numbers."""
    ids = [each.pk for each in pile.rows]
    former: dict[int, list[int]] = {}
    if pile.profiles:
        made = FormerProfile.objects.filter(enterprise__in=ids).exclude(pk__in=known)
        for pk, owner in made.values_list("pk", "enterprise_id"):
            former.setdefault(owner, []).append(pk)
    people = {each.enterprise_id: each.pk for each in pile.new_people}
    for each in pile.undo:
        if each["pk"] in former:
            each["former"] = former[each["pk"]]
        if "person" in each and each["person"] is None:
            each["person"] = [people[each["pk"]], None]
