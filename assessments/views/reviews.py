"""What is said of a submitted result: the office's review, a business that contests it, the office's answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments import permissions, selectors, services
from assessments.forms import AdjustReasonForm, AnswerForm, ContestForm, NoteForm, ReplyForm
from assessments.models import Assessment, Contest
from assessments.rules import State
from assessments.views.desks import BUSINESS
from assessments.views.officers import find
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse


def _reviewed(request: HttpRequest, pk: int) -> Assessment:
    """A submitted result that this officer may review."""
    assessment = find(request, pk)
    if assessment.state != State.SUBMITTED or not permissions.can_review(request.user, assessment):
        raise Http404
    return assessment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def adjust(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Answer one question otherwise, with the reason."""
    assessment = _reviewed(request, pk)
    asked = selectors.definition_of(assessment.version).by_code.get(code)
    if asked is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form, why = AnswerForm(asked, data), AdjustReasonForm(data)
    if form.is_valid() & why.is_valid():
        try:
            services.review(
                assessment,
                criterion=code,
                answer=form.answer,
                reason=why.cleaned_data["reason"],
                actor=request.user,
            )
        except RuleBroken as broken:
            refuse(why if broken.field == "reason" else form, broken)
        else:
            messages.success(request, _("Kept beside the answer of the business."))
            return redirect(f"{assessment.get_absolute_url()}#review")
    answer = assessment.result.answers.get(code)
    context = {
        "assessment": assessment,
        "criterion": asked,
        "form": form,
        "why": why,
        "said": selectors.said_by(asked, answer) if answer else [],
    }
    return render(request, "assessments/adjust.html", context, status=422 if data else 200)


@login_required
@require_POST
def look_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a result was looked at, with a note."""
    assessment = _reviewed(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long or holds signs that cannot be kept."))
        return redirect(assessment)
    services.review(assessment, note=form.cleaned_data["note"], actor=request.user)
    messages.success(request, _("Kept as reviewed."))
    return redirect(assessment)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """The business says what is not right in what an officer answered for it."""
    assessment = BUSINESS.find(request, pk)
    if assessment.state != State.SUBMITTED or not selectors.is_assisted(assessment):
        raise Http404
    asked = list(selectors.definition_of(assessment.version).criteria)
    form = ContestForm(asked, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.contest(assessment, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Sent. The office answers you here and by mail."))
            return redirect(f"{BUSINESS.result(assessment)}#contested")
    context: dict[str, Any] = {"assessment": assessment, "form": form}
    return render(
        request, "assessments/contest.html", context, status=422 if form.is_bound else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contest_reply(request: HttpRequest, pk: int, contest_id: int) -> HttpResponse:
    """The office corrects through a newer result, or explains."""
    assessment = find(request, pk)
    if not permissions.can_review(request.user, assessment):
        raise Http404
    contested = get_or_404_visible(Contest.objects.filter(assessment=assessment), pk=contest_id)
    later = selectors.later_results(assessment)
    form = ReplyForm(later, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reply(contested, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Sent to the business."))
            return redirect(f"{assessment.get_absolute_url()}#contested")
    context: dict[str, Any] = {"assessment": assessment, "contested": contested, "form": form}
    return render(
        request, "assessments/contest_reply.html", context, status=422 if form.is_bound else 200
    )
