"""What of a cohort is frozen when its list is approved, and how an approved list differs from the present."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import Kind, SizeClass
from sme.programmes.models import Application, Cohort, Enrolment, RosterFreeze
from sme.programmes.rules import EnrolmentState
from sme.programmes.selectors.eligibility import last_answered, plain_facts


def rows_to_freeze(cohort: Cohort) -> list[dict[str, Any]]:
    """A plain row for each enterprise that has a place or waits, in the order of names.

    The facts are those of the moment when its application was sent, else those of now; five queries.
    """
    living = cohort.enrolments.live().select_related("enterprise__place")
    enrolments = list(
        living.prefetch_related("enterprise__identifiers").order_by("enterprise__sort_key", "pk")
    )
    earlier: dict[int, list[str]] = defaultdict(list)
    completed = Enrolment.objects.filter(
        cohort__programme=cohort.programme_id, state=EnrolmentState.COMPLETED
    ).exclude(cohort=cohort)
    for who, code in completed.values_list("enterprise", "cohort__code").order_by("cohort__code"):
        earlier[who].append(code)
    judged = dict(
        Application.objects.filter(cohort=cohort, enrolment__isnull=False).values_list(
            "enrolment", "facts"
        )
    )
    answered = last_answered([each.enterprise_id for each in enrolments])
    return [
        _row(
            each,
            judged.get(each.pk)
            or plain_facts(
                each.enterprise,
                earlier[each.enterprise_id],
                answered=answered.get(each.enterprise_id),
            ).as_json(),
        )
        for each in enrolments
    ]


def _row(enrolment: Enrolment, facts: dict[str, Any]) -> dict[str, Any]:
    who = enrolment.enterprise
    numbers = [each for each in who.identifiers.all() if each.valid_to is None]
    return {
        "enterprise": who.pk,
        "name": who.name,
        "number": numbers[0].masked_value if numbers else "",
        "place": who.place.name,
        "state": str(enrolment.state),
        "enrolled_on": _day(enrolment.enrolled_on),
        "facts": facts,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def totals_of(rows: list[dict[str, Any]]) -> dict[str, int]:
    """How many stand where, as the list says it."""
    return {"all": len(rows), **Counter(row["state"] for row in rows)}


@dataclass(frozen=True)
class FrozenRow:
    """A row as it was approved, and in words what is otherwise now."""

    row: dict[str, Any]
    differs: list[tuple[Any, str]]


def compared_with_now(kept: RosterFreeze) -> list[FrozenRow]:
    """Every approved row beside the present; the approved one is what counts."""
    now = {row["enterprise"]: row for row in rows_to_freeze(kept.cohort)}
    present = {each.pk: each for each in enterprises_of_rows(kept.rows)}
    sectors = dict(enterprises.sector_choices())
    said = []
    for row in kept.rows:
        who, standing = present.get(row["enterprise"]), now.get(row["enterprise"])
        said.append(FrozenRow(row, _differences(row, who, standing, sectors)))
    return said


def enterprises_of_rows(rows: list[dict[str, Any]]) -> Any:
    """The present records of an approved list."""
    return Enterprise.objects.filter(pk__in=[row["enterprise"] for row in rows]).select_related(
        "place"
    )


def _differences(row: Any, who: Any, standing: Any, sectors: Any) -> list[tuple[Any, str]]:
    if who is None or who.merged_into_id:
        return [("record", "")]
    facts = row["facts"]
    pairs: list[tuple[str, Any, Any, str]] = [
        ("name", row["name"], who.name, who.name),
        ("place", row["place"], who.place.name, who.place.name),
        ("kind", facts["kind"], who.kind, str(Kind(who.kind).label)),
        ("size", facts["size"], who.size_class, str(SizeClass(who.size_class).label)),
        ("sector", facts["sector"], who.sector, str(sectors.get(who.sector, who.sector))),
        ("level", facts["level"], who.readiness_level, str(who.readiness_level or "–")),
        ("listed", facts["live_products"], who.live_products, str(who.live_products)),
    ]
    state = standing["state"] if standing else EnrolmentState.WITHDRAWN
    pairs.append(("state", row["state"], state, str(EnrolmentState(state).label)))
    return [(key, words) for key, before, after, words in pairs if before != after]


def joined_since(kept: RosterFreeze) -> list[Enrolment]:
    """Who is in the cohort now and was not on the approved list."""
    listed = [row["enterprise"] for row in kept.rows]
    living = kept.cohort.enrolments.live().exclude(enterprise__in=listed)
    return list(living.select_related("enterprise__place"))
