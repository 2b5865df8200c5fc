"""The business's own pages: what can be answered, the review, the result, the history."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import selectors, services
from assessments.models import Assessment, Framework
from assessments.rules import State
from assessments.views.results import context_of
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible
from sme.enterprises import selectors as enterprises


def own(request: HttpRequest, pk: int, *, with_result: bool = False) -> Assessment:
    """An assessment of an enterprise for which this person acts, else 404."""
    found = Assessment.objects.run_by(request.user).select_related(
        "framework", "version", "enterprise"
    )
    if with_result:
        found = found.select_related("result", "submitted_by")
    return get_or_404_visible(found.defer("version__document"), pk=pk)


def goes_on(assessment: Assessment) -> HttpResponse:
    """Where an assessment goes on: its next open question, its review, or its result."""
    if assessment.state != State.DRAFT:
        return redirect("assessments:result", pk=assessment.pk)
    question = selectors.paper_of(assessment).next_open
    if question is None:
        return redirect("assessments:review", pk=assessment.pk)
    return redirect("assessments:question", pk=assessment.pk, code=question.criterion.code)


@login_required
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What may be answered, what is open, and the results over time."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if enterprise is None:
        return render(request, "assessments/mine_none.html")
    found = list(selectors.assessments_of(enterprise))
    drafts = [each for each in found if each.state == State.DRAFT]
    open_frameworks = {draft.framework_id for draft in drafts}
    offered = selectors.frameworks_offered()
    latest = next((each for each in found if each.state == State.SUBMITTED), None)
    context = {
        "enterprise": enterprise,
        "drafts": drafts,
        "offered": [each for each in offered if each.pk not in open_frameworks],
        "latest": latest,
        "latest_level": selectors.level_of(latest) if latest else None,
        "history": [each for each in found if each.state != State.DRAFT],
    }
    return render(request, "assessments/mine.html", context)


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on with the open draft."""
    framework = get_or_404_visible(Framework.objects.offered(), slug=slug)
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if enterprise is None:
        return redirect("assessments:mine")
    try:
        draft = services.start(enterprise, framework, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("assessments:mine")
    return redirect("assessments:resume", pk=draft.pk)


@login_required
@require_safe
@never_cache
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on where it was left."""
    return goes_on(own(request, pk))


@login_required
@require_safe
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers, and what is missing, before submitting."""
    assessment = own(request, pk)
    if assessment.state != State.DRAFT:
        return goes_on(assessment)
    return render(request, "assessments/review.html", _review(assessment))


def _review(assessment: Assessment) -> dict[str, Any]:
    return {"assessment": assessment, "paper": selectors.paper_of(assessment)}


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze it into a result."""
    assessment = own(request, pk)
    try:
        services.submit(assessment, actor=request.user)
    except RuleBroken as broken:
        context = {**_review(assessment), "refusal": broken.sentence}
        return render(request, "assessments/review.html", context, status=422)
    return redirect("assessments:result", pk=pk)


@login_required
@require_safe
@never_cache
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The level in plain words, why, and what to do next."""
    assessment = own(request, pk, with_result=True)
    if assessment.submitted_at is None:
        return (
            goes_on(assessment) if assessment.state == State.DRAFT else redirect("assessments:mine")
        )
    return render(request, "assessments/result.html", context_of(assessment))


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take it out of the figures; its place in the history stays."""
    assessment = own(request, pk)
    if request.method == "POST":
        try:
            services.withdraw(assessment, actor=request.user)
            messages.success(request, _("Withdrawn. It stays in the history, marked."))
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
        return redirect("assessments:mine")
    return render(request, "assessments/withdraw.html", {"assessment": assessment})
