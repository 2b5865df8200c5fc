"""Acts on advice: a guide that a result led to was followed to the end, or was not after all."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, GuideDone
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.guides import guides_by_key
from sme.enterprises.models import Enterprise


def mark_guide(
    guide: uuid.UUID,
    is_done: bool,
    *,
    actor: Any,
    enterprise: Enterprise | None = None,
    assessment: Assessment | None = None,
) -> None:
    """Mark a guide as done, or take the mark back; doing so twice changes nothing.

    It belongs to the enterprise, or, of a visitor (no enterprise), to the assessment that led there. Refuses a guide
    that is not published, and marking for nobody.
    """
    own = assessment if assessment is not None and assessment.enterprise_id is None else None
    thing = enterprise or own
    if thing is None:
        raise RuleBroken("nobody", _("Choose first which business you act for."))
    if is_done and guide not in guides_by_key([guide]):
        raise RuleBroken("guide_gone", _("This guide is not published any more."))
    with transaction.atomic():
        changed = _mark(guide, is_done, actor, enterprise, assessment)
        if changed:
            data = {"guide": str(guide), "done": is_done, **({} if actor else audit.BY_SYSTEM)}
            audit.record(thing, "assessments.mark_guide", actor=actor, data=data)


def _mark(
    guide: uuid.UUID,
    is_done: bool,
    actor: Any,
    enterprise: Enterprise | None,
    assessment: Assessment | None,
) -> bool:
    own = GuideDone.objects.filter(guide=guide, enterprise=enterprise)
    if enterprise is None:
        own = own.filter(assessment=assessment)
    if not is_done:
        return bool(own.delete()[0])
    if own.exists():
        return False
    try:
        with transaction.atomic():
            GuideDone.objects.create(
                guide=guide,
                enterprise=enterprise,
                assessment=assessment,
                done_at=clock.now(),
                done_by=actor,
            )
    except IntegrityError:  # somebody else of the business marked it at the same moment
        return False
    return True


def take_over_guides(assessment: Assessment, enterprise: Enterprise) -> None:
    """What a visitor marked becomes the enterprise's; what it has marked already stays as it is."""
    visitors = GuideDone.objects.filter(assessment=assessment, enterprise=None)
    known = GuideDone.objects.filter(enterprise=enterprise).values("guide")
    visitors.filter(guide__in=list(known.values_list("guide", flat=True))).delete()
    visitors.update(enterprise=enterprise)
