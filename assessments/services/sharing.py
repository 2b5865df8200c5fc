"""Links for advisers: made, and taken back."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, ResultLink
from assessments.rules import State
from portal.privacy import selectors as consents
from portal.privacy.rules import Purpose
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken

DAYS = 30
"""So long a link leads to the result."""
MOST = 10
"""So many links to one result may be open at once."""


def digest(secret: str) -> str:
    """What the database keeps of a link's secret."""
    return hashlib.sha256(f"result-link:{secret}".encode()).hexdigest()


@transaction.atomic
def share(assessment: Assessment, *, name: str = "", actor: Any) -> tuple[ResultLink, str]:
    """A link and its secret, which is shown this once; it ends after ``DAYS`` days.

    Refuses without the person's consent (``Purpose.ADVISERS``), what is not submitted (withdrawn results are not
    handed on), and more than ``MOST`` open links.
    """
    if actor is not None and not consents.has_agreed(actor, Purpose.ADVISERS):
        raise RuleBroken(
            "consent_missing",
            _("Tick that you agree to show this result, then make the link."),
            "agrees",
        )
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if locked.state != State.SUBMITTED:
        raise RuleBroken("not_submitted", _("Only a submitted result can be shared."))
    now = clock.now()
    if locked.links.open_at(now).count() >= MOST:
        raise RuleBroken(
            "too_many_links", _("There are many open links already. Take one of them back first.")
        )
    secret = secrets.token_urlsafe(24)
    link = ResultLink.objects.create(
        assessment=locked,
        secret_hash=digest(secret),
        name=name[:80],
        created_at=now,
        created_by=actor,
        expires_at=now + timedelta(days=DAYS),
    )
    audit.record(locked, "assessments.share", actor=actor, data={"link": link.pk})
    return link, secret


@transaction.atomic
def revoke(link: ResultLink, *, actor: Any) -> ResultLink:
    """From now on it leads nowhere; doing it twice changes nothing."""
    locked = ResultLink.objects.select_for_update().get(pk=link.pk)
    if locked.revoked_at is None:
        locked.revoked_at = clock.now()
        locked.save(update_fields=["revoked_at"])
        audit.record(
            locked.assessment, "assessments.unshare", actor=actor, data={"link": locked.pk}
        )
    return locked
