"""What this room knows of people: who answered, links for advisers; and what ends with a consent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Answer, Contest, GuideDone, ResultLink
from assessments.services import sharing
from portal.privacy.rules import Purpose
from portal.shared import clock, privacy
from portal.shared.guides import guides_by_key
from portal.shared.privacy import Expiry, Holding, rows_of


def register_all() -> None:
    """Make it known; called when Django starts."""
    for holding in (_ANSWERS, _CONTESTS, _LINKS, _GUIDES):
        privacy.register(holding)
    privacy.register_stop(Purpose.ADVISERS, "assessments.links", revoke_all)
    privacy.register_expiry(
        Expiry(
            "result_links",
            _("Names on links to results that ended"),
            lambda before: _ended(before).count(),
            lambda before: _ended(before).update(name=""),
        )
    )


def revoke_all(user: Any) -> int:
    """All open links of this person lead nowhere from now on; returns how many there were."""
    rows = list(ResultLink.objects.open_at(clock.now()).filter(created_by_id=user.pk))
    for link in rows:
        sharing.revoke(link, actor=user)
    return len(rows)


def _ended(before: datetime) -> QuerySet[ResultLink]:
    return ResultLink.objects.filter(expires_at__lt=before).exclude(name="")


def _erase_links(user: Any) -> int:
    revoke_all(user)
    return ResultLink.objects.filter(created_by_id=user.pk).update(name="")


def _guides(user: Any) -> Iterator[dict[str, Any]]:
    """By their titles today; a guide that is gone by its key."""
    rows = list(GuideDone.objects.filter(done_by=user).select_related("enterprise"))
    titles = guides_by_key(row.guide for row in rows)
    for row in rows:
        title = titles[row.guide].title if row.guide in titles else str(row.guide)
        yield {"enterprise": str(row.enterprise or ""), "guide": title, "done_at": row.done_at}


_ANSWERS = Holding(
    key="assessments.answers",
    order=160,
    label=_("Answers that you gave"),
    activity="readiness",
    columns={
        "assessment__enterprise__name": _("Enterprise"),
        "assessment__framework__slug": _("Questionnaire"),
        "criterion": _("Question"),
        "value": _("Answer"),
        "answered_at": _("Answered at"),
    },
    read=lambda user: rows_of(
        Answer.objects.filter(answered_by=user),
        *("assessment__enterprise__name", "assessment__framework__slug"),
        *("criterion", "value", "answered_at"),
    ),
    kept=_("Answers are those of the enterprise; results and figures rest on them. No name stays."),
)
_CONTESTS = Holding(
    key="assessments.contests",
    order=161,
    label=_("Results that you contested"),
    activity="readiness",
    columns={"text": _("What you said"), "reply": _("Answer of the office")},
    read=lambda user: rows_of(Contest.objects.filter(made_by=user), "text", "reply"),
    kept=_("That a result was contested, and how it was answered, belongs to the result."),
)
_LINKS = Holding(
    key="assessments.links",
    order=162,
    label=_("Links for advisers"),
    activity="readiness",
    columns={
        "name": _("For whom"),
        "created_at": _("Created"),
        "expires_at": _("Ends"),
        "revoked_at": _("Taken back"),
    },
    read=lambda user: rows_of(
        ResultLink.objects.filter(created_by=user),
        *("name", "created_at", "expires_at", "revoked_at"),
    ),
    erase=_erase_links,
)
_GUIDES = Holding(
    key="assessments.guides",
    order=163,
    label=_("Guides that you marked as done"),
    activity="readiness",
    columns={"enterprise": _("Enterprise"), "guide": _("Guide"), "done_at": _("Done at")},
    read=_guides,
    kept=_("That a guide was done belongs to the enterprise. No name stays."),
)
