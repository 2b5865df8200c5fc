"""Going on, the overview before submitting, submitting, and the result: the same at every desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import selectors, services
from assessments.models import Assessment
from assessments.rules import State, codes
from assessments.views.desks import BUSINESS, Desk, actor_of, at_desk, held
from assessments.views.results import context_of, pdf_of
from portal.privacy import selectors as consents
from portal.privacy.rules import Purpose
from portal.shared.errors import RuleBroken


@at_desk
@require_safe
@never_cache
def resume(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Go on where it was left."""
    return desk.goes_on(desk.find(request, pk))


@at_desk
@require_safe
@never_cache
def review(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """All answers, and what is missing, before submitting."""
    assessment = desk.find(request, pk)
    if assessment.state != State.DRAFT:
        return desk.goes_on(assessment)
    return render(request, "assessments/review.html", _review(request, desk, assessment))


def _review(request: HttpRequest, desk: Desk, assessment: Assessment) -> dict[str, Any]:
    return {
        "desk": desk,
        "assessment": assessment,
        "paper": selectors.paper_of(assessment),
        "home_url": desk.home(assessment),
        "code": _code(request, assessment),
    }


def _code(request: HttpRequest, assessment: Assessment) -> str:
    """The code that leads a visitor back, as it is shown."""
    return codes.shown(held(request).get(str(assessment.pk), ""))


@at_desk
@require_POST
def submit(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Freeze it into a result."""
    assessment = desk.find(request, pk)
    try:
        services.submit(assessment, actor=actor_of(request))
    except RuleBroken as broken:
        context = {**_review(request, desk, assessment), "refusal": broken.sentence}
        return render(request, "assessments/review.html", context, status=422)
    return redirect(desk.result(assessment))


@at_desk
@require_safe
@never_cache
def result(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """The level in plain words, why, and what to do next."""
    assessment = desk.find(request, pk, with_result=True)
    if assessment.submitted_at is None:
        return desk.goes_on(assessment)
    shown = context_of(assessment)
    context = {
        "desk": desk,
        "home_url": desk.home(assessment),
        "code": _code(request, assessment),
        **shown,
        "can_contest": desk is BUSINESS
        and assessment.state == State.SUBMITTED
        and shown["is_assisted"],
        **_links(request, desk, assessment),
    }
    return render(request, "assessments/result.html", context)


def _links(request: HttpRequest, desk: Desk, assessment: Assessment) -> dict[str, Any]:
    """The business's links for advisers; the address of a new one is shown once."""
    if desk is not BUSINESS or assessment.state != State.SUBMITTED:
        return {}
    fresh = request.session.get("readiness_link")
    if fresh and fresh["assessment"] == assessment.pk:
        del request.session["readiness_link"]
    else:
        fresh = None
    return {
        "can_share": True,
        "links": selectors.links_of(assessment),
        "new_link": fresh,
        "consent": consents.text_to_ask(request.user, Purpose.ADVISERS),
    }


@at_desk
@require_safe
@never_cache
def pdf(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """The result on paper."""
    assessment = desk.find(request, pk, with_result=True)
    if assessment.submitted_at is None:
        return desk.goes_on(assessment)
    return pdf_of(request, assessment)
