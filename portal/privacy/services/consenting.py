"""Agreeing to a purpose, and withdrawing: each with its text, moment and page."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.privacy import selectors
from portal.privacy.models import Consent
from portal.privacy.rules import Purpose, Where
from portal.shared import audit, clock, privacy
from portal.shared.errors import RuleBroken


@transaction.atomic
def agree(user: Any, purpose: str, *, where: str, actor: Any) -> Consent:
    """The person agrees to the text in force; doing it twice changes nothing.

    Only for oneself (Law 91/2025/QH15, Art. 9: consent is a person's own, free and informed): another actor is
    refused, and so is a purpose without a text.
    """
    if actor is None or actor.pk != user.pk:
        raise RuleBroken("not_your_consent", _("Nobody agrees for another person."))
    text = selectors.text_in_force(purpose) if purpose in Purpose.values else None
    if text is None:
        raise RuleBroken("purpose_unknown", _("Nothing is asked for under this name."))
    User.objects.select_for_update().get(pk=user.pk)
    found = selectors.standing(purpose).filter(user=user).first()
    if found is not None:
        return found
    _end(user, purpose, where)  # to an older text that does not hold any more
    made = Consent.objects.create(
        user=user, purpose=purpose, text=text, given_at=clock.now(), given_where=where
    )
    _told(user, "privacy.agree", actor, purpose, version=text.version)
    return made


@transaction.atomic
def withdraw(user: Any, purpose: str, *, where: str = Where.ACCOUNT, actor: Any) -> int:
    """The consent ends now, and with it what rests on it alone; returns how much of that was ended.

    Withdrawing what was not given changes nothing. What was done before stays lawful.
    """
    if actor is not None and actor.pk != user.pk:
        raise RuleBroken("not_your_consent", _("Nobody withdraws for another person."))
    User.objects.select_for_update().get(pk=user.pk)
    if not _end(user, purpose, where):
        return 0
    ended = privacy.stop_all(purpose, user)
    _told(user, "privacy.withdraw", actor, purpose, ended=ended)
    return ended


def _end(user: Any, purpose: str, where: str) -> int:
    rows = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True)
    return rows.update(withdrawn_at=clock.now(), withdrawn_where=where)


def _told(user: Any, act: str, actor: Any, purpose: str, **data: Any) -> None:
    by = {} if actor else audit.BY_SYSTEM
    audit.record(user, act, actor=actor, data={**by, "purpose": str(purpose), **data})
