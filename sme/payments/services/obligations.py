"""What an enterprise is asked to pay: opened, given up when its time has passed, opened again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, jobs, text
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise
from sme.payments.models import Obligation
from sme.payments.rules import transfers
from sme.payments.rules.states import Account, AttemptState, PostingKind
from sme.payments.services import ledger
from sme.programmes.models import Enrolment, SupportContract, SupportYear
from sme.programmes.rules import EntryKind


def open_obligation(
    enterprise: Enterprise,
    *,
    amount: int,
    purpose_vi: str,
    due_on: date,
    actor: User | None,
    purpose_en: str = "",
    enrolment: Enrolment | None = None,
    contract: SupportContract | None = None,
    support: int | None = None,
    reserved_until: datetime | None = None,
) -> Obligation:
    """Ask an enterprise for ``amount`` whole đồng until ``due_on``; ``support`` is the share that the State pays.

    Refuses an amount that is not above zero, an empty purpose, and an enrolment of another enterprise.
    ``reserved_until`` is the clock of a place that is kept meanwhile.
    """
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise RuleBroken("amount", _("Enter an amount above 0, in whole đồng."), "amount")
    if enrolment is not None and enrolment.enterprise_id != enterprise.pk:
        raise RuleBroken("foreign_enrolment", _("This enrolment is another enterprise's."))
    if not text.clean(purpose_vi):
        raise RuleBroken("no_purpose", _("Say what the payment is for."), "purpose_vi")
    with transaction.atomic():
        obligation = Obligation.objects.create(
            enterprise=enterprise,
            enrolment=enrolment,
            contract=contract,
            purpose_vi=text.clean(purpose_vi),
            purpose_en=text.clean(purpose_en),
            amount=amount,
            support=support,
            full_price=None if support is None else amount + support,
            due_on=due_on,
            reserved_until=reserved_until,
        )
        obligation.reference = transfers.reference(obligation.pk)
        obligation.save(update_fields=["reference"])
        entries = {Account.RECEIVABLE: amount, Account.INCOME: -amount}
        ledger.post(PostingKind.OPENED, entries, obligation=obligation)
        _record(obligation, "open_obligation", actor, {"amount": amount, "due_on": str(due_on)})
    return obligation


def ask_own_share(
    contract: SupportContract, *, purpose_vi: str, due_on: date, actor: User, purpose_en: str = ""
) -> Obligation:
    """Ask the enterprise of a supported contract for what the State does not pay of it.

    Refuses a contract that the State pays whole, one whose promise was taken back, and one that was asked already.
    """
    with transaction.atomic():
        year = SupportYear.objects.select_for_update().get(pk=contract.support_year_id)
        if not contract.own_share:
            raise RuleBroken("no_own_share", _("The State pays this contract whole."))
        if contract.entries.filter(kind=EntryKind.REVERSE_COMMIT).exists():
            raise RuleBroken("taken_back", _("The promise for this contract was taken back."))
        if contract.obligations.filter(closed_at=None).exists():
            raise RuleBroken("asked_already", _("The own share of this contract was asked for."))
        return open_obligation(
            year.enterprise,
            amount=contract.own_share,
            support=contract.state_share,
            purpose_vi=purpose_vi,
            purpose_en=purpose_en,
            due_on=due_on,
            contract=contract,
            actor=actor,
        )


def locked(obligation_id: int) -> Obligation:
    """The obligation, its row locked until the transaction ends; everything that moves its money begins here."""
    return Obligation.objects.select_for_update().get(pk=obligation_id)


def close_obligation(obligation: Obligation, *, actor: User | None) -> Obligation:
    """Give up what is still to be paid; its place is free. Refuses while money of it is kept: pay that back first."""
    with transaction.atomic():
        now = locked(obligation.pk)
        if now.closed_at is not None:
            return now
        if now.applied > now.refunded or now.excess:
            raise RuleBroken("holds_money", _("Money was paid for it. Pay that back first."))
        if now.claim:
            entries = {Account.INCOME: now.claim, Account.RECEIVABLE: -now.claim}
            ledger.post(PostingKind.CLOSED, entries, obligation=now)
        now.closed_at = clock.now()
        end_attempts(now, AttemptState.EXPIRED)
        ledger.settle(now)
        _record(now, "close_obligation", actor)
    return now


def end_attempts(obligation: Obligation, state: str) -> None:
    """Nobody is to pay this by card any more: end what is open here, and (by a job) at the card service."""
    opened = obligation.attempts.filter(state=AttemptState.OPEN)
    reached = opened.exclude(session=None).exists()
    opened.update(state=state)
    if reached:
        params = {"obligation_id": obligation.pk}
        jobs.start("payments.end_sessions", actor=None, params=params, key=str(obligation.pk))


def reopen_obligation(obligation: Obligation, *, actor: User) -> Obligation:
    """Ask again for what was given up: a late payer is given the place after all.

    Refuses when the same place or contract was asked for anew meanwhile: nobody is to owe it twice.
    """
    with transaction.atomic():
        now = locked(obligation.pk)
        if now.closed_at is None:
            return now
        if Obligation.objects.filter(_same_thing(now), closed_at=None).exists():
            raise RuleBroken(
                "asked_anew",
                _("It was asked for anew meanwhile. Assign the money to that payment."),
            )
        now.closed_at, now.reserved_until = None, None
        Obligation.objects.filter(pk=now.pk).update(reserved_until=None)
        if now.claim:
            entries = {Account.RECEIVABLE: now.claim, Account.INCOME: -now.claim}
            ledger.post(PostingKind.REOPENED, entries, obligation=now)
        ledger.settle(now)
        _record(now, "reopen_obligation", actor)
    return now


def _same_thing(obligation: Obligation) -> Q:
    if obligation.contract_id:
        return Q(contract=obligation.contract_id)
    if obligation.enrolment_id:
        return Q(enrolment=obligation.enrolment_id, purpose_vi=obligation.purpose_vi)
    return Q(pk__in=[])


def _record(
    thing: Obligation, act: str, actor: User | None, data: dict[str, Any] | None = None
) -> None:
    by = {} if actor else dict(audit.BY_SYSTEM)
    audit.record(thing, f"payments.{act}", actor=actor, data={**(data or {}), **by})
