"""Acts on enrolments. The cohort's row is locked first, so that two officers at once never pass its capacity."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken, StaleVersion
from portal.shared.models import update_versioned
from sme.enterprises.models import Enterprise
from sme.programmes import rules
from sme.programmes.models import Cohort, Enrolment, RosterFreeze
from sme.programmes.rules import CohortState, EnrolmentState
from sme.programmes.services import seating, writing
from sme.programmes.services.cohorts import locked


def enrol(
    cohort: Cohort,
    enterprise: Enterprise,
    *,
    actor: User,
    state: str = EnrolmentState.ENROLLED,
    note: str = "",
    day: date | None = None,
) -> Enrolment:
    """Give an enterprise a place in a cohort, or put it on the waiting list (``state``), on ``day`` (today).

    Refuses a cohort that takes nobody in, one without a free place, and an enterprise that is in it already.
    The cohort's row is locked, so that two officers at once never pass its capacity.
    """
    with transaction.atomic():
        now = locked(cohort)
        _check_takes_in(now)
        if state == EnrolmentState.ENROLLED:
            _check_not_approved(now)
            rules.check_capacity(now.enrolments.seated().count(), now.capacity)
        elif state != EnrolmentState.WAITING:
            raise RuleBroken(
                "enrolment_start", _("An enrolment begins with a place or on the waiting list.")
            )
        if now.enrolments.live().filter(enterprise=enterprise).exists():
            raise RuleBroken("already_enrolled", _("This enterprise is in the cohort already."))
        enrolment = _new_enrolment(now, enterprise, state, day or clock.today(), note)
        enrolment.save(force_insert=True)
        audit.record(enrolment, "programmes.enrol", actor=actor, data=_standing(enrolment))
        seating.tell([enrolment], actor=actor)
    return enrolment


def enrol_many(
    cohort: Cohort, entries: Sequence[tuple[Enterprise, str, date]], *, actor: User
) -> list[Enrolment]:
    """Enrol or put on the waiting list many at once: (enterprise, state, day), all or none.

    Refuses what ``enrol`` refuses. Each has its entry in the trail, and the cohort one that says how many.
    """
    with transaction.atomic():
        now = locked(cohort)
        _check_takes_in(now)
        seats = sum(state == EnrolmentState.ENROLLED for _one, state, _day in entries)
        taken = now.enrolments.seated().count()
        if seats:
            _check_not_approved(now)
        if seats and taken + seats > now.capacity:
            rules.check_capacity(now.capacity, now.capacity)
        enrolments = [
            _new_enrolment(now, enterprise, state, day, "") for enterprise, state, day in entries
        ]
        try:
            with transaction.atomic():
                Enrolment.objects.bulk_create(enrolments, batch_size=1000)
        except IntegrityError:
            raise RuleBroken(
                "already_enrolled", _("One of these enterprises is in the cohort already.")
            ) from None
        rows = [(each, {"cohort": now.code, "state": each.state}) for each in enrolments]
        audit.record_many(rows, "programmes.enrol", actor=actor)
        counts = {"enrolled": seats, "waiting": len(entries) - seats}
        audit.record(now, "programmes.enrol_many", actor=actor, data=counts)
        seating.tell(enrolments, actor=actor)
    return enrolments


def change_enrolment(
    enrolment: Enrolment,
    *,
    expected_version: int,
    actor: User | None,
    state: str | None = None,
    reason: str = "",
    left_why: str = "",
    note: str | None = None,
    day: date | None = None,
    in_order: bool = False,
) -> Enrolment:
    """Move an enrolment to another state on ``day`` (today), or change its note, or both.

    ``left_why`` is the kind of reason of one that withdraws (``rules.LeftWhy``). An outcome that does not fit the
    new state is taken away. Refuses a move out of ``rules.ENROLMENT_MOVES``, one without its reason, one for
    which no place is free, and a stale version; with ``in_order`` also a place in silence for somebody who waits
    while others have waited longer.
    """
    with transaction.atomic():
        cohort = locked(enrolment.cohort)
        now = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        fields: dict[str, Any] = {}
        if note is not None:
            fields["note"] = text.clean(note)
        if state is not None and state != now.state:
            if in_order and state in rules.SEATED and not text.clean(reason):
                _check_nobody_waits_longer(now)
            fields |= _moved(now, cohort, state, text.clean(reason), day or clock.today())
            fields["left_why"] = left_why if state == EnrolmentState.WITHDRAWN else ""
            if now.outcome and now.outcome not in rules.OUTCOMES_OF[EnrolmentState(state)]:
                fields |= {"outcome": "", "outcome_said": "", "outcome_on": None}
        before = {name: getattr(now, name) for name in fields}
        update_versioned(now, expected_version, **fields)
        changed = writing.changes(before, fields)
        act = "programmes.move_enrolment" if "state" in fields else "programmes.change_enrolment"
        audit.record(now, act, actor=actor, data=_by(actor, {"changes": changed}))
        if "state" in fields:
            seating.tell([now], actor=actor)
    return now


KEPT = (
    "state", "state_on", "reason", "left_why", "enrolled_on", "waiting_since", "note",
    "outcome", "outcome_said", "outcome_on",
)  # fmt: skip


def kept_of(enrolment: Enrolment) -> dict[str, Any]:
    """What ``put_back`` restores, as JSON keeps it."""
    values = {name: getattr(enrolment, name) for name in KEPT}
    return {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in values.items()
    }


def put_back(
    enrolment: Enrolment, before: dict[str, Any], *, expected_version: int, actor: User | None
) -> Enrolment:
    """Restore an enrolment as ``kept_of`` kept it, when a list that changed it is taken back.

    Refuses one that was changed since, and a place that is no longer free.
    """
    with transaction.atomic():
        cohort = locked(enrolment.cohort)
        now = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if before["state"] in rules.SEATED and now.state not in rules.SEATED:
            rules.check_capacity(cohort.enrolments.seated().count(), cohort.capacity)
        fields = {
            name: Enrolment._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
            for name, value in before.items()
        }
        was = {name: getattr(now, name) for name in fields}
        update_versioned(now, expected_version, **fields)
        data = {"changes": writing.changes(was, fields)}
        audit.record(now, "programmes.put_back_enrolment", actor=actor, data=_by(actor, data))
        if now.state != was["state"]:
            seating.tell([now], actor=actor)
    return now


def take_back(enrolment: Enrolment, *, expected_version: int, actor: User | None) -> None:
    """Remove an enrolment that a list had made, when the list is taken back; refuses one changed since."""
    with transaction.atomic():
        cohort = locked(enrolment.cohort)
        now = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if now.version != expected_version:
            raise StaleVersion()
        data = {"enterprise": now.enterprise_id, "state": now.state}
        audit.record(cohort, "programmes.take_back_enrolment", actor=actor, data=_by(actor, data))
        try:
            if now.milestones.filter(done_on__isnull=False).exists():
                raise ProtectedError("milestones", set())
            now.delete()
        except ProtectedError:
            raise RuleBroken(
                "used_since",
                _("Something hangs on this enrolment, a payment perhaps. Withdraw it instead."),
            ) from None


def _by(actor: User | None, data: dict[str, Any]) -> dict[str, Any]:
    return data if actor else {**audit.BY_SYSTEM, **data}


def _moved(
    enrolment: Enrolment, cohort: Cohort, state: str, reason: str, day: date
) -> dict[str, Any]:
    """The values of an enrolment that moves; asks every rule first."""
    rules.check_enrolment_move(enrolment.state, state, cohort.state, reason)
    takes_a_place = state in rules.SEATED and enrolment.state not in rules.SEATED
    if takes_a_place:
        _check_not_approved(cohort)
        rules.check_capacity(cohort.enrolments.seated().count(), cohort.capacity)
    others = cohort.enrolments.live().filter(enterprise=enrolment.enterprise_id)
    if enrolment.state not in rules.LIVE and others.exists():
        raise RuleBroken("already_enrolled", _("This enterprise is in the cohort already."))
    fields: dict[str, Any] = {"state": EnrolmentState(state), "state_on": day, "reason": reason}
    if takes_a_place:
        fields["enrolled_on"] = day
    if state == EnrolmentState.WAITING:
        fields["waiting_since"] = clock.now()
    return fields


def _new_enrolment(
    cohort: Cohort, enterprise: Enterprise, state: str, day: date, note: str
) -> Enrolment:
    is_seated = state in rules.SEATED
    return Enrolment(
        cohort=cohort,
        enterprise=enterprise,
        state=EnrolmentState(state),
        state_on=day,
        enrolled_on=day if is_seated else None,
        waiting_since=None if is_seated else _moment_on(day),
        note=text.clean(note),
    )


def _moment_on(day: date) -> datetime:
    """Now, if the day is today; its beginning in Vietnam otherwise."""
    if day == clock.today():
        return clock.now()
    return datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)


def _standing(enrolment: Enrolment) -> dict[str, Any]:
    return {"cohort": enrolment.cohort.code, "state": enrolment.state}


def _check_not_approved(cohort: Cohort) -> None:
    """Refuse a further place while the list is approved: reopen it first, with a reason."""
    if RosterFreeze.objects.standing().filter(cohort=cohort).exists():
        raise RuleBroken(
            "list_approved",
            _("The list of this cohort is approved. Reopen it first, with a reason."),
        )


def _check_nobody_waits_longer(enrolment: Enrolment) -> None:
    """Refuse to pass in silence who has waited longer."""
    if enrolment.state != EnrolmentState.WAITING:
        return
    others = Enrolment.objects.filter(
        cohort=enrolment.cohort_id,
        state=EnrolmentState.WAITING,
        waiting_since__lt=enrolment.waiting_since,
    )
    if others.exists():
        raise RuleBroken(
            "others_wait_longer",
            _("Others have waited longer for a place. Say why this one comes first."),
            "reason",
        )


def _check_takes_in(cohort: Cohort) -> None:
    if cohort.state not in rules.TAKES_IN:
        raise RuleBroken(
            "cohort_takes_nobody",
            _("The cohort is “%(state)s” and takes no enterprise in.")
            % {"state": CohortState(cohort.state).label},
        )
