"""Erasing an account: asked for, taken back, carried out by all rooms; no figure changes by it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.privacy import permissions, rules, selectors
from portal.privacy.models import Consent, Erasure
from portal.privacy.rules import Reason, Where
from portal.shared import audit, clock, mail, privacy
from portal.shared.errors import RuleBroken

WAIT = "erasure_wait"


@transaction.atomic
def ask_erasure(user: Any, *, actor: Any) -> Erasure:
    """The person asks that their account be erased; it is carried out after the waiting time, unless taken back.

    Refuses people with a role (their acts are official: an administrator takes the role away first) and any
    other actor. Asking twice is asking once. A mail tells it, so that nobody does it unseen.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if actor is None or actor.pk != locked.pk:
        raise RuleBroken("not_your_account", _("Only the person alone can ask for this."))
    if not permissions.can_erase_oneself(locked):
        raise RuleBroken(
            "has_role", _("You have a role in the office. An administrator takes it away first.")
        )
    found = selectors.waiting_erasure(locked)
    if found is not None and found.reason == Reason.ASKED:
        return found
    if found is not None:
        _close(found)
    now = clock.now()
    made = Erasure.objects.create(
        user=locked,
        reason=Reason.ASKED,
        asked_at=now,
        due_at=rules.due_at(now, selectors.days_of(WAIT) or 1),
    )
    audit.record(locked, "privacy.ask_erasure", actor=actor)
    tell(made, "erasure_asked")
    return made


@transaction.atomic
def cancel_erasure(user: Any, *, actor: Any) -> bool:
    """The person keeps the account; tells whether there was something to take back."""
    found = selectors.waiting_erasure(user)
    if found is None:
        return False
    if actor is None or actor.pk != user.pk:
        raise RuleBroken("not_your_account", _("Only the person alone can ask for this."))
    _close(found)
    audit.record(user, "privacy.cancel_erasure", actor=actor)
    return True


def _close(found: Erasure) -> None:
    same = Erasure.objects.filter(pk=found.pk, cancelled_at__isnull=True, done_at__isnull=True)
    same.update(cancelled_at=clock.now())


def carry_out_due() -> int:
    """Erase the accounts whose waiting time is over; for every hour, and safe to repeat. Returns how many."""
    waiting = Erasure.objects.filter(cancelled_at__isnull=True, done_at__isnull=True)
    due = waiting.filter(due_at__lte=clock.now()).order_by("due_at", "pk")
    return sum(_carry_out(pk) for pk in due.values_list("pk", flat=True)[:500])


@transaction.atomic
def _carry_out(pk: int) -> bool:
    """One account in one transaction: all rooms or none."""
    found = (
        Erasure.objects.select_for_update()
        .filter(pk=pk, cancelled_at__isnull=True, done_at__isnull=True)
        .first()
    )
    if found is None:
        return False
    user = User.objects.select_for_update().get(pk=found.user_id)
    if _is_in_use(found, user):
        _close(found)
        return False
    address, language, name = user.email, user.language, user.display_name
    rows = Consent.objects.filter(user=user, withdrawn_at__isnull=True)
    for purpose in set(rows.order_by().values_list("purpose", flat=True)):
        privacy.stop_all(purpose, user)
    rows.update(withdrawn_at=clock.now(), withdrawn_where=Where.ERASURE)
    found.counts = {
        holding.key: count
        for holding in privacy.holdings()
        if holding.erase is not None and (count := holding.erase(user))
    }
    found.done_at = clock.now()
    found.save(update_fields=["counts", "done_at"])
    data = {**audit.BY_SYSTEM, "reason": str(found.reason), "rows": sum(found.counts.values())}
    audit.record(user, "privacy.erase", actor=None, data=data)
    mail.send("erasure_done", address, language=language, name=name)
    return True


def _is_in_use(found: Erasure, user: User) -> bool:
    """A role was given meanwhile, or somebody came back to an account that nobody used."""
    came_back = user.last_login is not None and user.last_login > found.asked_at
    return not permissions.can_erase_oneself(user) or (found.reason == Reason.DORMANT and came_back)


def tell(erasure: Erasure, template: str) -> None:
    """Mail the person what will happen, from when, and how to keep the account."""
    person = erasure.user
    mail.send(
        template,
        person.email,
        language=person.language,
        name=person.display_name,
        due_at=erasure.due_at,
        link=mail.link("privacy:mine", language=person.language),
    )
