"""One question per page, saved by a form without scripts and as one goes along with them."""

import uuid
from typing import Any

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
from assessments.views.desks import Desk, actor_of, at_desk, held
from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import refuse


@at_desk
@require_http_methods(["GET", "POST"])
@never_cache
def question(request: HttpRequest, pk: int, code: str, *, desk: Desk) -> HttpResponse:
    """Show one question; a send keeps the answer and goes on."""
    assessment = desk.find(request, pk)
    if assessment.state != State.DRAFT:
        return desk.goes_on(assessment)
    paper = selectors.paper_of(assessment)
    asked = paper.find(code)
    if asked is None:
        if code not in paper.definition.by_code:
            raise Http404
        return desk.goes_on(assessment)
    if request.method == "POST":
        form = AnswerForm(asked.criterion, request.POST)
        if form.is_valid():
            try:
                _keep(request, desk, assessment, form)
                return _next(request, desk, assessment, code)
            except services.StaleAnswer as stale:
                return page_of_question(
                    request, desk, paper, asked, form=_again(form, stale), stale=stale
                )
            except RuleBroken as broken:
                refuse(form, broken)
        return page_of_question(request, desk, paper, asked, form=form, status=422)
    return page_of_question(request, desk, paper, asked, form=_fresh(asked))


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


def _keep(
    request: HttpRequest, desk: Desk, assessment: Assessment, form: AnswerForm
) -> services.Saved:
    return services.save_answer(
        assessment,
        form.criterion.code,
        form.answer,
        actor=actor_of(request),
        source=desk.source,
        expected_version=form.cleaned_data["version"],
        writer=form.cleaned_data["writer"],
        # A form that is sent counts as later than anything that was kept along the way.
        sequence=(form.cleaned_data["sequence"] or 0) + 1,
    )


def _next(request: HttpRequest, desk: Desk, assessment: Assessment, code: str) -> HttpResponse:
    """The question after this one; an answer may have opened or closed some."""
    if _is_from_review(request):
        return redirect(desk.url("review", assessment.pk))
    paper = selectors.paper_of(assessment)
    here = paper.find(code)
    following = paper.after(here) if here else None
    if following is None:
        return redirect(desk.url("review", assessment.pk))
    return redirect(desk.url("question", assessment.pk, following.criterion.code))


def _is_from_review(request: HttpRequest) -> bool:
    """Somebody mends one answer and wants back to the overview."""
    return request.GET.get("from") == "review"


def page_of_question(
    request: HttpRequest,
    desk: Desk,
    paper: Paper,
    asked: Question,
    *,
    form: AnswerForm,
    stale: services.StaleAnswer | None = None,
    status: int = 200,
) -> HttpResponse:
    """One question as it is shown at a desk."""
    section = next(s for s in paper.sections if s.code == asked.pillar_code)
    context: dict[str, Any] = {
        "desk": desk,
        "assessment": paper.assessment,
        "paper": paper,
        "section": section,
        "question": asked,
        "criterion": asked.criterion,
        "form": form,
        "stale": stale,
        "now_stands": selectors.said_by(asked.criterion, stale.answer.value) if stale else [],
        "from_review": _is_from_review(request),
        "back_url": _back(request, desk, paper, asked),
        "skip_url": _skip(request, desk, paper, asked),
    }
    return render(request, "assessments/question.html", context, status=409 if stale else status)


def _back(request: HttpRequest, desk: Desk, paper: Paper, asked: Question) -> str:
    """To the overview, the question before, or out."""
    before = paper.before(asked)
    if _is_from_review(request):
        return desk.url("review", paper.assessment.pk)
    if before is None:
        return desk.home(paper.assessment)
    return desk.url("question", paper.assessment.pk, before.criterion.code)


def _skip(request: HttpRequest, desk: Desk, paper: Paper, asked: Question) -> str:
    """To the question after this one, or to the overview."""
    after = paper.after(asked)
    if after is None or _is_from_review(request):
        return desk.url("review", paper.assessment.pk)
    return desk.url("question", paper.assessment.pk, after.criterion.code)


@require_POST
@never_cache
def save(request: HttpRequest, pk: int, code: str, *, desk: Desk) -> HttpResponse:
    """Keep one answer for the script of the page; every refusal is a sentence with what to do."""
    if desk.needs_account and not request.user.is_authenticated:
        return _refused(
            401,
            "signed_out",
            _("You are signed out. Sign in again in another tab, then try again."),
        )
    if not desk.needs_account and str(pk) not in held(request):
        return _refused(
            401,
            "code_needed",
            _("This browser no longer knows your code. Enter it again in another tab."),
        )
    assessment = desk.find(request, pk)
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
            actor=actor_of(request),
            source=desk.source,
            expected_version=form.cleaned_data["version"],
            writer=form.cleaned_data["writer"],
            sequence=form.cleaned_data["sequence"] or 0,
        )
    except RuleBroken as broken:
        return _refused(409, broken.code, str(broken.sentence), criterion)
    told = {"version": saved.answer.version, "at": _at(saved.answer), "replay": saved.is_replay}
    return JsonResponse(told)


def _at(answer: Answer) -> str:
    return f"{answer.answered_at.astimezone(clock.VIETNAM):%H:%M}"


def _refused(
    status: int, code: str, sentence: str, criterion: Criterion | None = None
) -> JsonResponse:
    told = {"code": code, "sentence": sentence, "asks": str(criterion.asks) if criterion else ""}
    return JsonResponse(told, status=status)
