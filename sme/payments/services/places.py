"""A place that is kept until its payment comes: given with a clock, freed when that has run out, given again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise
from sme.payments.models import Obligation
from sme.payments.services import obligations
from sme.programmes.models import Cohort, Enrolment
from sme.programmes.rules import EnrolmentState
from sme.programmes.services import enrolments

# The record of an enrolment is Vietnamese, as what officers write there.
RAN_OUT = "Hết thời gian giữ chỗ mà chưa thanh toán"
PAID_LATE = "Đã thanh toán sau hạn giữ chỗ, được nhận lại"


def keep_place(
    cohort: Cohort,
    enterprise: Enterprise,
    *,
    amount: int,
    purpose_vi: str,
    until: datetime,
    actor: User,
    purpose_en: str = "",
    support: int | None = None,
    due_on: date | None = None,
) -> Obligation:
    """Enrol an enterprise and ask for ``amount`` đồng; without payment ``until`` then, the place is free again.

    Refuses what enrolling and asking refuse, and a moment that has passed. Both happen or neither.
    """
    check_until(until)
    with transaction.atomic():
        enrolment = enrolments.enrol(cohort, enterprise, actor=actor)
        return obligations.open_obligation(
            enterprise,
            amount=amount,
            purpose_vi=purpose_vi,
            purpose_en=purpose_en,
            due_on=due_on or clock.local_day(until),
            enrolment=enrolment,
            support=support,
            reserved_until=until,
            actor=actor,
        )


def check_until(until: datetime) -> None:
    """Refuse a clock that has run out before it begins."""
    if until <= clock.now():
        raise RuleBroken("until_passed", _("Keep the place until a moment that is still to come."))


def release_expired() -> int:
    """Give up what was not paid before its clock ran out, and free its place; returns how many."""
    late = Obligation.objects.open().filter(reserved_until__lt=clock.now(), applied=0, excess=0)
    return sum(_release(pk) for pk in list(late.values_list("pk", flat=True)))


def _release(obligation_id: int) -> bool:
    with transaction.atomic():
        now = obligations.locked(obligation_id)
        # Money may have come between the look and the lock: then the place is paid for.
        is_late = now.reserved_until is not None and now.reserved_until < clock.now()
        if not is_late or now.closed_at or now.applied or now.excess:
            return False
        obligations.close_obligation(now, actor=None)
        _move(now.enrolment, EnrolmentState.ENROLLED, EnrolmentState.WITHDRAWN, RAN_OUT, None)
    return True


def seat_again(obligation: Obligation, *, actor: User) -> Obligation:
    """Open a given-up obligation for a late payer, and give the place again.

    Refuses when no place is free any more, or the cohort takes nobody in: then the money goes back.
    """
    with transaction.atomic():
        now = obligations.reopen_obligation(obligation, actor=actor)
        _move(now.enrolment, EnrolmentState.WITHDRAWN, EnrolmentState.ENROLLED, PAID_LATE, actor)
    return now


def _move(
    enrolment: Enrolment | None, before: str, after: str, reason: str, actor: User | None
) -> None:
    if enrolment is not None and enrolment.state == before:
        enrolments.change_enrolment(
            enrolment, expected_version=enrolment.version, actor=actor, state=after, reason=reason
        )
