"""One question per page, saved by a form without scripts and as one goes along with them."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments import selectors, services
from assessments.forms import AnswerForm
from assessments.models import Answer, Assessment
from assessments.rules import Criterion, State
from assessments.selectors import Paper, Question
from assessments.views.business import goes_on, own
from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import refuse


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show one question; a send keeps the answer and goes on."""
    assessment = own(request, pk)
    if assessment.state != State.DRAFT:
        return goes_on(assessment)
    paper = selectors.paper_of(assessment)
    asked = paper.find(code)
    if asked is None:
        if code not in paper.definition.by_code:
            raise Http404
        return goes_on(assessment)
    if request.method == "POST":
        form = AnswerForm(asked.criterion, request.POST)
        if form.is_valid():
            try:
                _keep(request, assessment, form)
                return _next(request, assessment, code)
            except services.StaleAnswer as stale:
                return _page(request, paper, asked, form=_again(form, stale), stale=stale)
            except RuleBroken as broken:
                refuse(form, broken)
        return _page(request, paper, asked, form=form, status=422)
    return _page(request, paper, asked, form=_fresh(asked))


def _fresh(asked: Question) -> AnswerForm:
    initial = AnswerForm.initial_of(asked.criterion, asked.answer.value if asked.answer else None)
    initial |= {"version": asked.answer.version if asked.answer else 0, "writer": str(uuid.uuid4())}
    return AnswerForm(asked.criterion, initial=initial)


def _again(form: AnswerForm, stale: services.StaleAnswer) -> AnswerForm:
    """What the person chose, on top of what stands now: sending it again is a decision."""
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data["version"] = str(stale.answer.version)
    data["writer"] = str(uuid.uuid4())
    return AnswerForm(form.criterion, data)


def _keep(request: HttpRequest, assessment: Assessment, form: AnswerForm) -> services.Saved:
    return services.save_answer(
        assessment,
        form.criterion.code,
        form.answer,
        actor=request.user,
        expected_version=form.cleaned_data["version"],
        writer=form.cleaned_data["writer"],
        # A form that is sent counts as later than anything that was kept along the way.
        sequence=(form.cleaned_data["sequence"] or 0) + 1,
    )


def _next(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """The question after this one; an answer may have opened or closed some."""
    if _is_from_review(request):
        return redirect("assessments:review", pk=assessment.pk)
    paper = selectors.paper_of(assessment)
    here = paper.find(code)
    following = paper.after(here) if here else None
    if following is None:
        return redirect("assessments:review", pk=assessment.pk)
    return redirect("assessments:question", pk=assessment.pk, code=following.criterion.code)


def _is_from_review(request: HttpRequest) -> bool:
    """Somebody mends one answer and wants back to the overview."""
    return request.GET.get("from") == "review"


def _page(
    request: HttpRequest,
    paper: Paper,
    asked: Question,
    *,
    form: AnswerForm,
    stale: services.StaleAnswer | None = None,
    status: int = 200,
) -> HttpResponse:
    section = next(s for s in paper.sections if s.code == asked.pillar_code)
    context: dict[str, Any] = {
        "assessment": paper.assessment,
        "paper": paper,
        "section": section,
        "question": asked,
        "criterion": asked.criterion,
        "form": form,
        "stale": stale,
        "now_stands": selectors.said_by(asked.criterion, stale.answer.value) if stale else [],
        "from_review": _is_from_review(request),
        "before": paper.before(asked),
        "after": paper.after(asked),
    }
    return render(request, "assessments/question.html", context, status=409 if stale else status)


@require_POST
@never_cache
def save(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Keep one answer for the script of the page; every refusal is a sentence with what to do."""
    if not request.user.is_authenticated:
        return _refused(
            401,
            "signed_out",
            _("You are signed out. Sign in again in another tab, then try again."),
        )
    assessment = own(request, pk)
    criterion = selectors.definition_of(assessment.version).by_code.get(code)
    if criterion is None:
        raise Http404
    form = AnswerForm(criterion, request.POST)
    if not form.is_valid():
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return _refused(422, "invalid", sentences[0], criterion)
    try:
        saved = services.save_answer(
            assessment,
            code,
            form.answer,
            actor=request.user,
            expected_version=form.cleaned_data["version"],
            writer=form.cleaned_data["writer"],
            sequence=form.cleaned_data["sequence"] or 0,
        )
    except RuleBroken as broken:
        return _refused(409, broken.code, str(broken.sentence), criterion)
    return JsonResponse({"version": saved.answer.version, "at": _at(saved.answer)})


def _at(answer: Answer) -> str:
    return f"{answer.answered_at.astimezone(clock.VIETNAM):%H:%M}"


def _refused(
    status: int, code: str, sentence: str, criterion: Criterion | None = None
) -> JsonResponse:
    told = {"code": code, "sentence": sentence, "asks": str(criterion.asks) if criterion else ""}
    return JsonResponse(told, status=status)
