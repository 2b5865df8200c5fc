"""Reads a cohort's roster: its rows with all that their columns may ask, a few queries per two thousand rows."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OrderBy, OuterRef

from portal.accounts.models import User
from sme.enterprises import rules as registry
from sme.enterprises.models import Contact, Identifier
from sme.enterprises.rules import IdentifierType
from sme.payments.models import Obligation, ObligationQuerySet
from sme.payments.rules.states import ObligationState
from sme.places import selectors as places
from sme.places.models import Succession
from sme.programmes import selectors as programmes
from sme.programmes.models import (
    Cohort,
    Enrolment,
    EnrolmentQuerySet,
    Reached,
    Session,
    SignUp,
)
from sme.rosters import rules
from sme.rosters.models import RosterTemplate, RosterTemplateQuerySet
from sme.rosters.rules import PaidState

CHUNK = 2000
Row = dict[str, Any]

# What is read of each enrolment; the rest comes from identifiers, contacts and the map of places.
FIELDS = (
    "pk",
    "cohort_id",
    "version",
    "state",
    "state_on",
    "reason",
    "enrolled_on",
    "waiting_since",
    "note",
    "outcome",
    "outcome_said",
    "left_why",
    "enterprise_id",
    "enterprise__name",
    "enterprise__kind",
    "enterprise__legal_form",
    "enterprise__sector",
    "enterprise__size_class",
    "enterprise__employees",
    "enterprise__is_women_led",
    "enterprise__state",
    "enterprise__address",
    "enterprise__phone",
    "enterprise__email",
    "enterprise__website",
    "enterprise__readiness_level",
    "enterprise__readiness_on",
    "enterprise__live_products",
    "enterprise__place_id",
    "enterprise__place__name",
    "enterprise__place__parent__name",
    "enterprise__place__valid_to",
)

NAME = "enterprise__sort_key"
SORTS: dict[str, str] = {
    "name": NAME,
    "place": "enterprise__place__sort_key",
    "sector": "enterprise__sector",
    "kind": "enterprise__kind",
    "size": "enterprise__size_class",
    "state": "state",
    "enrolled_on": "enrolled_on",
    "readiness_level": "enterprise__readiness_level",
    "live_products": "enterprise__live_products",
}


def roster(cohort: Cohort, user: User | None) -> EnrolmentQuerySet:
    """The enrolments of a cohort whose enterprises this person may see; ``None`` (the system): all."""
    enrolments = Enrolment.objects.filter(cohort=cohort)
    return enrolments if user is None else enrolments.visible_to(user)


def ordered(enrolments: EnrolmentQuerySet, sort: str = "") -> EnrolmentQuerySet:
    """In the order asked for (``name``, ``-enrolled_on`` …), then by name in Vietnamese order; nothing last."""
    field = SORTS.get(sort.lstrip("-"))
    order: list[OrderBy] = []
    if field:
        order.append(OrderBy(F(field), descending=sort.startswith("-"), nulls_last=True))
    if field != NAME:
        order.append(OrderBy(F(NAME)))
    return enrolments.order_by(*order, "pk")


def keys(enrolments: EnrolmentQuerySet) -> Sequence[int]:
    """The keys of an ordered roster. Sorting keys alone keeps the database's memory small."""
    return array("q", enrolments.values_list("pk", flat=True).iterator(chunk_size=CHUNK))


def read(ordered_keys: Sequence[int], wanted: Collection[str] | None = None) -> Iterator[Row]:
    """The rows of these keys in their order, numbered from 1, a few queries per two thousand.

    ``wanted`` are the columns that are needed; without it, all.
    """
    for start in range(0, len(ordered_keys), CHUNK):
        chunk = ordered_keys[start : start + CHUNK]
        found = Enrolment.objects.filter(pk__in=chunk).order_by().values(*FIELDS)
        by_key = {row["pk"]: row for row in found}
        rows = [by_key[key] for key in chunk if key in by_key]
        yield from filled(rows, first=start + 1, wanted=wanted)


def filled(
    rows: Sequence[Row], *, first: int = 1, wanted: Collection[str] | None = None
) -> Sequence[Row]:
    """Give each row its number in the list, its identifiers, its contact and its place of today.

    What few lists show (attendance, milestones, payments) is asked for only where it is wanted.
    """
    ids = [row["enterprise_id"] for row in rows]
    numbers = _identifiers(ids)
    people = _contacts(ids)
    seldom = {key: _SELDOM[key](rows) for key in _SELDOM if wanted is None or key in wanted}
    today_names = _places_today(
        {row["enterprise__place_id"] for row in rows if row["enterprise__place__valid_to"]}
    )
    for number, row in enumerate(rows, first):
        enterprise = row["enterprise_id"]
        row["number"] = number
        row["tax_code"], row["coop_number"] = numbers.get(enterprise, ("", ""))
        for key, told in seldom.items():
            row[key] = told.get(row["pk"], _NOTHING.get(key, ""))
        person = people.get(enterprise, _NOBODY)
        row["representative"], row["position"] = person[0], person[1]
        row["phone"] = person[2] or row["enterprise__phone"]
        row["email"] = person[3] or row["enterprise__email"]
        name = row["enterprise__place__name"]
        today = today_names.get(row["enterprise__place_id"])
        row["place"] = today or name
        row["former_place"] = f"{name}, {row['enterprise__place__parent__name']}" if today else ""
    return rows


def _attendance(rows: Sequence[Row]) -> dict[int, str]:
    """*2/3*: sessions attended of those held so far; nothing before the first session."""
    cohorts = {row["cohort_id"] for row in rows}
    held = Session.objects.held().filter(cohort__in=cohorts).order_by()
    many = dict(held.values_list("cohort").annotate(n=Count("pk")))
    if not many:
        return {}
    came = SignUp.objects.filter(session__in=held.values("pk"), attended_at__isnull=False)
    came = came.filter(enrolment__in=[row["pk"] for row in rows]).order_by()
    there = dict(came.values_list("enrolment").annotate(n=Count("pk")))
    return {
        row["pk"]: f"{there.get(row['pk'], 0)}/{many[row['cohort_id']]}"
        for row in rows
        if row["cohort_id"] in many
    }


def _milestones(rows: Sequence[Row]) -> dict[int, str]:
    """*2/5*: milestones done of all that the enterprise was asked for; one query."""
    found = Reached.objects.filter(enrolment__in=[row["pk"] for row in rows]).order_by()
    counted = found.values_list("enrolment").annotate(done=Count("done_on"), n=Count("pk"))
    return {pk: f"{done}/{n}" for pk, done, n in counted}


def _asked_for() -> ObligationQuerySet:
    """What places cost, without what is no longer due and what was given back."""
    gone = (ObligationState.EXPIRED, ObligationState.REFUNDED)
    return Obligation.objects.exclude(state__in=gone)


_SETTLED = (ObligationState.PAID, ObligationState.OVER)


def _paid(rows: Sequence[Row]) -> dict[int, PaidState]:
    """Whether what was asked for is paid; enrolments of which nothing was asked are left out."""
    found: dict[int, PaidState] = {}
    asked = _asked_for().filter(enrolment__in=[row["pk"] for row in rows]).order_by()
    for enrolment, state in asked.values_list("enrolment_id", "state"):
        if state not in _SETTLED:
            found[enrolment] = PaidState.OPEN
        else:
            found.setdefault(enrolment, PaidState.PAID)
    return found


_SELDOM: dict[str, Callable[[Sequence[Row]], Mapping[int, Any]]] = {
    "attendance": _attendance,
    "milestones": _milestones,
    "paid": _paid,
}
_NOTHING = {"paid": PaidState.NOTHING}


def with_paid(enrolments: EnrolmentQuerySet, paid: str) -> EnrolmentQuerySet:
    """Those that have paid all that was asked, that still owe, or of which nothing was asked."""
    asked = _asked_for().filter(enrolment=OuterRef("pk"))
    if paid == PaidState.NOTHING:
        return enrolments.filter(~Exists(asked))
    owing = Exists(asked.exclude(state__in=_SETTLED))
    return enrolments.filter(owing if paid == PaidState.OPEN else Exists(asked) & ~owing)


def with_attendance(enrolments: EnrolmentQuerySet, cohort: Cohort, came: str) -> EnrolmentQuerySet:
    """Those who were at all sessions held so far, at some, or at none; nobody before the first session."""
    wanted = [
        pk
        for pk, (there, held) in programmes.attendance_of(cohort).items()
        if held and rules.came(there, held) == came
    ]
    return enrolments.filter(pk__in=wanted)


def office_of(user: User) -> str:
    """The office an officer belongs to, as templates know it; the whole province is the empty one."""
    remit = None if user.is_administrator else places.remit_unit_ids(user)
    return "" if remit is None else rules.office_key(remit)


def templates_for(user: User) -> RosterTemplateQuerySet:
    """The current templates of one's own office and of the province's; of nobody who is no officer."""
    if not user.is_officer:
        return RosterTemplate.objects.none()
    offices = RosterTemplate.objects.of_offices(office_of(user), "")
    return offices.filter(is_current=True).select_related("added_by")


def templates_of(user: User) -> RosterTemplateQuerySet:
    """The current templates that this officer may replace and remove: those of the own office."""
    return templates_for(user).filter(office=office_of(user))


_NOBODY = ("", "", "", "")


def _identifiers(enterprises: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Tax code (a personal number masked) and co-operative number of each enterprise, as valid now."""
    found: dict[int, tuple[str, str]] = {}
    rows = Identifier.objects.filter(enterprise__in=enterprises, valid_to__isnull=True)
    for enterprise, kind, value in rows.order_by("pk").values_list(
        "enterprise_id", "type", "value"
    ):
        tax, coop = found.get(enterprise, ("", ""))
        if kind == IdentifierType.COOPERATIVE_NUMBER:
            coop = coop or value
        elif kind == IdentifierType.TAX_CODE:
            tax = value
        else:
            tax = tax or registry.masked(kind, value)
        found[enterprise] = (tax, coop)
    return found


def _contacts(enterprises: Iterable[int]) -> dict[int, tuple[str, str, str, str]]:
    """The representative of each enterprise, else its first contact: name, position, phone, e-mail."""
    rows = Contact.objects.filter(enterprise__in=enterprises).order_by("is_representative", "-pk")
    fields = ("enterprise_id", "name", "position", "phone", "email")
    return {each[0]: each[1:] for each in rows.values_list(*fields)}


def _places_today(former: set[int]) -> dict[int, str]:
    """The names of the units that former ones became; a unit that was split names all its parts."""
    names: dict[int, list[str]] = {}
    rows = Succession.objects.filter(old__in=former).order_by("new__sort_key")
    for old, name in rows.values_list("old_id", "new__name"):
        names.setdefault(old, []).append(name)
    return {old: " / ".join(parts) for old, parts in names.items()}
