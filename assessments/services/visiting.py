"""Answering without an account: a code leads back to it, and a business takes it over without retyping."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Framework
from assessments.rules import State, codes
from assessments.services.advising import take_over_guides
from assessments.services.answering import facts_of
from assessments.services.finishing import tell_enterprise
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise


@transaction.atomic
def start_as_visitor(framework: Framework, *, actor: Any = None) -> tuple[Assessment, str]:
    """A draft of nobody's, and the code that leads back to it (kept nowhere but with the visitor).

    Refuses a framework that is not offered.
    """
    if framework.current_id is None or not framework.is_offered:
        raise RuleBroken(
            "framework_not_offered", _("This questionnaire is not offered at present.")
        )
    code = codes.new(secrets.choice)
    draft = Assessment.objects.create(
        framework=framework,
        version_id=framework.current_id,
        token_hash=codes.checksum(code),
        started_at=clock.now(),
        started_by=actor,
    )
    data = {"framework": framework.slug, **({} if actor else audit.BY_SYSTEM)}
    audit.record(draft, "assessments.start", actor=actor, data=data)
    return draft, code


@transaction.atomic
def claim(assessment: Assessment, enterprise: Enterprise, *, actor: Any) -> Assessment:
    """A visitor's answers become the enterprise's; the code leads to them no longer.

    Refuses what is somebody's already, and a draft beside an open one of the same questionnaire.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("framework")
        .get(pk=assessment.pk)
    )
    if locked.enterprise_id is not None:
        raise RuleBroken("claimed_already", _("These answers belong to a business already."))
    if locked.state == State.DRAFT:
        locked.facts = facts_of(enterprise)
    locked.enterprise, locked.token_hash = enterprise, None
    try:
        with transaction.atomic():
            locked.save(update_fields=["enterprise", "token_hash", "facts", "updated_at"])
    except IntegrityError:
        raise RuleBroken(
            "draft_open",
            _(
                "Your business has this questionnaire open already. Finish it or give it up, then take these over."
            ),
        ) from None
    take_over_guides(locked, enterprise)
    audit.record(locked, "assessments.claim", actor=actor, data={"state": locked.state})
    if locked.state == State.SUBMITTED:
        tell_enterprise(enterprise)
    return locked
