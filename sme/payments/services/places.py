"""A place that is kept until its payment comes: given with a clock, freed when that has run out, given again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.payments import selectors
from sme.payments.models import CohortPrice, Obligation
from sme.payments.rules.wire import is_amount
from sme.payments.services import obligations
from sme.programmes.models import Cohort, Enrolment
from sme.programmes.rules import SEATED, EnrolmentState
from sme.programmes.services import enrolments

# The record of an enrolment is Vietnamese, as what officers write there.
RAN_OUT = "Hết thời gian giữ chỗ mà chưa thanh toán"
PAID_LATE = "Đã thanh toán sau hạn giữ chỗ, được nhận lại"


PRICE = ("amount", "support", "purpose_vi", "purpose_en", "days", "hours")


def set_price(cohort: Cohort, *, actor: User, **fields: Any) -> CohortPrice:
    """Say what everybody pays who gets a place (``PRICE``: đồng, words, days to pay, hours a place is kept).

    What was asked for before stays as it was. Refuses an amount that is none and an empty purpose.
    """
    if set(fields) - set(PRICE):
        raise TypeError("unknown fields")
    if not is_amount(fields.get("amount")):
        raise RuleBroken("amount", _("Enter an amount above 0, in whole đồng."), "amount")
    if not text.clean(fields.get("purpose_vi") or ""):
        raise RuleBroken("no_purpose", _("Say what the payment is for."), "purpose_vi")
    with transaction.atomic():
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        known = CohortPrice.objects.filter(cohort=cohort).first()
        before = {name: getattr(known, name, None) for name in fields}
        price = CohortPrice.objects.update_or_create(cohort=cohort, defaults=fields)[0]
        data = {"changes": audit.changes(before, fields)}
        audit.record(cohort, "payments.set_price", actor=actor, data=data)
    return price


def drop_price(cohort: Cohort, *, actor: User) -> None:
    """Ask nobody of the cohort any more; what was asked for stays."""
    with transaction.atomic():
        if CohortPrice.objects.filter(cohort=cohort).delete()[0]:
            audit.record(cohort, "payments.drop_price", actor=actor)


def ask_unasked(cohort: Cohort, *, actor: User) -> int:
    """Ask those who have a place and were never asked; returns how many."""
    with transaction.atomic():
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        price = CohortPrice.objects.filter(cohort=cohort).first()
        if price is None:
            raise RuleBroken("no_price", _("Say first what a place costs."))
        found = list(selectors.unasked(cohort))
        for each in found:
            _ask(each, price, actor)
    return len(found)


def follow(moved: Sequence[Enrolment], *, actor: User | None) -> None:
    """Places were given or given up: ask for the cohort's price, or give up what nobody paid yet."""
    priced = CohortPrice.objects.filter(cohort__in={each.cohort_id for each in moved})
    prices = {price.cohort_id: price for price in priced}
    for each in moved:
        if each.state not in SEATED:
            for owed in each.obligations.filter(closed_at=None, applied=0, excess=0):
                obligations.close_obligation(owed, actor=actor)
            continue
        price = prices.get(each.cohort_id) if each.state == EnrolmentState.ENROLLED else None
        if price and not each.obligations.filter(closed_at=None).exists():
            _ask(each, price, actor)


def _ask(enrolment: Enrolment, price: CohortPrice, actor: User | None) -> None:
    until = clock.now() + timedelta(hours=price.hours) if price.hours else None
    obligations.open_obligation(
        enrolment.enterprise,
        amount=price.amount,
        support=price.support,
        purpose_vi=price.purpose_vi,
        purpose_en=price.purpose_en,
        due_on=clock.local_day(until) if until else clock.today() + timedelta(days=price.days),
        enrolment=enrolment,
        reserved_until=until,
        actor=actor,
    )


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
