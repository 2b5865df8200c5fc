"""Reads of data quality: the facts that the checks look at, findings, and their counts."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Count, Q, Sum

from portal.shared import clock
from portal.shared.text import Bilingual
from sme.enterprises.models import (
    Contact,
    DuplicatePair,
    Enterprise,
    EnterpriseQuerySet,
    Finding,
    FindingQuerySet,
    Identifier,
    QualityCount,
)
from sme.enterprises.rules import IdentifierType, sizes
from sme.enterprises.rules.quality import CHECKS, Check, Facts
from sme.enterprises.selectors.reference import (
    DATA,
    classification,
    latest_size_rules,
    size_rules_on,
)
from sme.places import selectors as places

CHUNK = 1_000
TREND_DAYS = 90
Kept = dict[int, Facts]


class _Threshold:
    """How long a record may wait to be verified, from a day on."""

    source = Bilingual("source")

    def __init__(self, row: dict[str, Any]) -> None:
        self.valid_from = date.fromisoformat(row["valid_from"])
        self.days, self.source_vi, self.source_en = row["days"], row["source_vi"], row["source_en"]


@lru_cache(maxsize=1)
def _thresholds() -> list[_Threshold]:
    document = json.loads((DATA / "quality.json").read_text("utf-8"))
    return sorted(map(_Threshold, document["unverified"]), key=lambda each: each.valid_from)


def unverified_threshold(day: date) -> _Threshold:
    """The threshold in force on a day (before the first: the first)."""
    known = _thresholds()
    return next((each for each in reversed(known) if each.valid_from <= day), known[0])


def facts_in_chunks(queryset: EnterpriseQuerySet) -> Iterator[Kept]:
    """The facts of all records of a list, a thousand at a time: seven queries each."""
    rows = queryset.order_by("pk").select_related("place").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield facts_of(chunk)


def facts_of(rows: Sequence[Enterprise]) -> Kept:
    """The facts of these records, by id."""
    today = clock.today()
    ids = [each.pk for each in rows]
    codes, called, written = _parts(ids)
    same_phone = _shared("phone", {each.phone for each in rows if each.phone})
    same_email = _shared("email", {each.email for each in rows if each.email})
    pairs = _open_pairs(ids)
    days = unverified_threshold(today).days
    return {
        each.pk: Facts(
            today=today,
            unverified_days=days,
            state=each.state,
            sector=each.sector,
            size_class=each.size_class,
            size_by_figures=class_by_figures(each, today),
            phone=each.phone,
            email=each.email,
            contact_phones=called[each.pk],
            contact_emails=written[each.pk],
            tax_codes=codes[each.pk],
            has_identifier=each.has_identifier,
            place=each.place.name,
            place_ended_on=each.place.valid_to,
            registered_on=each.registered_on,
            founded_on=each.founded_on,
            same_phone=max(0, same_phone[each.phone] - 1),
            same_email=max(0, same_email[each.email] - 1),
            open_pairs=pairs[each.pk],
        )
        for each in rows
    }


def class_by_figures(each: Enterprise, today: date) -> str:
    """The size class that a record's figures give, without its sentence: for very many at once."""
    known = size_rules_on(today)
    bands = known or latest_size_rules()
    section = classification().sections.get(each.sector)
    return sizes.class_of(
        known,
        kind=each.kind,
        group=section.group if section else None,
        employees=each.employees,
        revenue=sizes.wordless_amount(each.revenue, bands.revenue_bands.get(each.revenue_band)),
        capital=sizes.wordless_amount(each.capital, bands.capital_bands.get(each.capital_band)),
    )


def _parts(ids: Sequence[int]) -> tuple[dict[int, list[str]], ...]:
    codes: dict[int, list[str]] = defaultdict(list)
    called: dict[int, list[str]] = defaultdict(list)
    written: dict[int, list[str]] = defaultdict(list)
    held = Identifier.objects.filter(
        enterprise__in=ids, type=IdentifierType.TAX_CODE, valid_to__isnull=True
    )
    for pk, value in held.values_list("enterprise_id", "value"):
        codes[pk].append(value)
    people = Contact.objects.filter(enterprise__in=ids).order_by()
    for pk, phone, email in people.values_list("enterprise_id", "phone", "email"):
        called[pk].append(phone)
        written[pk].append(email)
    return codes, called, written


def _shared(name: str, values: Iterable[str]) -> Counter[str]:
    """At how many open records each of these phones or addresses stands, where there are several."""
    found = Enterprise.objects.open().filter(**{f"{name}__in": list(values)}).order_by()
    rows = found.values(name).annotate(n=Count("pk")).filter(n__gt=1).values_list(name, "n")
    return Counter(dict(rows))


def _open_pairs(ids: Sequence[int]) -> dict[int, list[int]]:
    pairs: dict[int, list[int]] = defaultdict(list)
    rows = DuplicatePair.objects.open().filter(Q(left__in=ids) | Q(right__in=ids))
    for pk, left, right in rows.values_list("pk", "left_id", "right_id"):
        pairs[left].append(pk)
        pairs[right].append(pk)
    return pairs


# --- findings and counts -------------------------------------------------------------------------------


def findings(user: Any) -> FindingQuerySet:
    """What was found at records that a person may see, with the records."""
    rows = Finding.objects.visible_to(user).filter(check_key__in=CHECKS)
    return rows.select_related("enterprise__place", "enterprise__responsible", "accepted_by")


def by_check(rows: FindingQuerySet) -> list[tuple[Check, int]]:
    """Counts of all checks, those without findings too, in the order of the checks."""
    counts = dict(rows.order_by().values_list("check_key").annotate(n=Count("pk")))
    return [(each, counts.get(key, 0)) for key, each in CHECKS.items()]


def by_place(rows: FindingQuerySet, most: int | None = None) -> list[dict[str, Any]]:
    """Counts by the commune as it was entered, the most findings first."""
    found = rows.order_by().values("enterprise__place", "enterprise__place__name")
    found = found.annotate(n=Count("pk")).order_by("-n", "enterprise__place__name")
    return [dict(row) for row in (found[:most] if most else found)]


def by_officer(rows: FindingQuerySet) -> list[dict[str, Any]]:
    """Counts by the officer in charge; those in nobody's charge too."""
    found = rows.order_by().values(
        "enterprise__responsible", "enterprise__responsible__display_name"
    )
    counted = found.annotate(n=Count("pk")).order_by("-n", "enterprise__responsible")
    return [dict(row) for row in counted]


def quality_trend(user: Any) -> dict[date, dict[str, int]]:
    """Open findings of the last 90 days by day and grade, in a person's area."""
    rows = QualityCount.objects.filter(day__gt=clock.today() - timedelta(days=TREND_DAYS))
    area = None if user.is_administrator else places.remit_unit_ids(user)
    if area is not None:
        rows = rows.filter(place__in=area)
    found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sums = rows.order_by("day").values_list("day", "check_key").annotate(n=Sum("count"))
    for day, key, n in sums:
        if key in CHECKS:
            found[day][CHECKS[key].grade] += n
    return found
