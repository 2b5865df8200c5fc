"""Acts on cohorts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, pagecache, text
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.places.models import Unit
from sme.programmes import rules
from sme.programmes.models import Cohort, Programme
from sme.programmes.rules import CohortState, ProgrammeState
from sme.programmes.services import writing

COHORT_FIELDS = frozenset(
    [
        "code",
        "title_vi",
        "title_en",
        "intake_opens_on",
        "intake_closes_on",
        "starts_on",
        "ends_on",
        "capacity",
        "certificate_share",
        "note",
    ]
)
TAKEN = _("Another cohort has this code.")


def create_cohort(
    *,
    programme: Programme,
    code: str,
    title_vi: str,
    starts_on: date,
    capacity: int,
    actor: User,
    officers: Iterable[User] = (),
    places: Iterable[Unit] = (),
    is_demo: bool = False,
    **fields: Any,
) -> Cohort:
    """Plan a cohort of ``capacity`` enterprises.

    Refuses a code that is taken or unreadable, days in the wrong order, and a programme that has ended.
    """
    writing.only(fields, COHORT_FIELDS)
    if programme.state == ProgrammeState.CLOSED:
        raise RuleBroken("programme_ended", _("This programme has ended; it takes no new cohort."))
    _check_cohort_days(fields | {"starts_on": starts_on}, None)
    cohort = Cohort(
        programme=programme,
        code=rules.cohort_code(code),
        title_vi=title_vi,
        starts_on=starts_on,
        capacity=capacity,
        state_on=clock.today(),
        is_demo=is_demo,
        **fields,
    )
    with transaction.atomic():
        writing.insert(cohort, "code_taken", TAKEN, "code")
        cohort.officers.set(officers)
        cohort.places.set(places)
        audit.record(cohort, "programmes.create_cohort", actor=actor)
        pagecache.renew()
    return cohort


def change_cohort(
    cohort: Cohort,
    *,
    expected_version: int,
    actor: User,
    officers: Iterable[User] | None = None,
    places: Iterable[Unit] | None = None,
    **fields: Any,
) -> Cohort:
    """Change a cohort's facts (its state moves through ``move_cohort``).

    Refuses a stale version, a taken code, days in the wrong order, and fewer places than are taken.
    """
    writing.only(fields, COHORT_FIELDS)
    if "code" in fields:
        fields["code"] = rules.cohort_code(fields["code"])
    with transaction.atomic():
        now = locked(cohort)
        _check_cohort_days(fields, now)
        if "capacity" in fields:
            rules.check_capacity_change(now.enrolments.seated().count(), fields["capacity"])
        before = {name: getattr(now, name) for name in fields}
        writing.update(now, expected_version, fields, "code_taken", TAKEN, "code")
        changed = writing.changes(before, fields)
        changed |= _set_people_and_places(now, officers, places)
        audit.record(now, "programmes.change_cohort", actor=actor, data={"changes": changed})
        pagecache.renew()
    return now


def move_cohort(
    cohort: Cohort,
    state: str,
    *,
    actor: User,
    expected_version: int | None = None,
    reason: str = "",
    day: date | None = None,
) -> Cohort:
    """Move a cohort to another state, as ``rules.COHORT_MOVES`` allows, on ``day`` (today).

    Refuses a move out of the table, a cancelling or reopening without a reason, and a stale version.
    """
    reason = text.clean(reason)
    with transaction.atomic():
        now = locked(cohort)
        old = now.state
        rules.check_cohort_move(old, state, reason)
        update_versioned(
            now,
            now.version if expected_version is None else expected_version,
            state=CohortState(state),
            state_reason=reason,
            state_on=day or clock.today(),
        )
        audit.record(
            now,
            "programmes.move_cohort",
            actor=actor,
            data={"changes": {"state": [old, str(state)]}},
        )
        pagecache.renew()
    return now


def open_cohort(cohort: Cohort, *, actor: User) -> Cohort:
    """Open a planned cohort for registration."""
    return move_cohort(cohort, CohortState.OPEN, actor=actor)


def locked(cohort: Cohort) -> Cohort:
    """The cohort's row, kept from others until the transaction ends."""
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


def _check_cohort_days(fields: dict[str, Any], cohort: Cohort | None) -> None:
    names = ("intake_opens_on", "intake_closes_on", "starts_on", "ends_on")
    days = [fields.get(name, getattr(cohort, name, None)) for name in names]
    rules.check_days(*days)  # type: ignore[arg-type]


def _set_people_and_places(
    cohort: Cohort, officers: Iterable[User] | None, places: Iterable[Unit] | None
) -> dict[str, Any]:
    """Set the two relations that are given; what changed, as keys."""
    changed: dict[str, Any] = {}
    for name, wanted in (("officers", officers), ("places", places)):
        if wanted is None:
            continue
        relation = getattr(cohort, name)
        before = sorted(relation.values_list("pk", flat=True))
        relation.set(wanted)
        after = sorted(relation.values_list("pk", flat=True))
        changed |= audit.changes({name: before}, {name: after})
    return changed
