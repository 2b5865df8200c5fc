"""A version answered as a business would, on the real pages; the answers stay in the session and nothing is stored."""

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, rules, selectors
from assessments.forms import AnswerForm
from assessments.models import Answer, Assessment, AssessmentQuerySet, FrameworkVersion, Result
from assessments.rules import Source, State
from assessments.rules.numbers import rounded
from assessments.selectors import Paper
from assessments.views.answering import page_of_question
from assessments.views.desks import Desk
from assessments.views.results import context_of
from portal.shared import clock

KEPT = "readiness_preview"


@dataclass(frozen=True)
class PreviewDesk(Desk):
    """The same pages at other addresses; saving along the way is the same as sending."""

    def url(self, page: str, *parts: Any) -> str:
        """The address of one of the preview's pages."""
        return reverse(f"assessments:preview_{'question' if page == 'save' else page}", args=parts)

    def home(self, assessment: Assessment) -> str:
        """Back to the version."""
        return reverse("readiness_version", args=[assessment.version_id])


def _nobodys(request: HttpRequest) -> AssessmentQuerySet:
    return Assessment.objects.none()


PREVIEW = PreviewDesk("preview", "preview_", "layouts/public.html", Source.SELF, _nobodys)


def _paper(request: HttpRequest, pk: int) -> Paper:
    """The version laid out with the answers of this session; for those who author."""
    if not permissions.can_author(request.user):
        raise Http404
    version = FrameworkVersion.objects.select_related("framework").filter(pk=pk).first()
    if version is None:
        raise Http404
    definition = selectors.definition_of(version)
    kept = request.session.get(KEPT, {}).get(str(pk), {})
    assessment = Assessment(
        pk=pk, framework=version.framework, version=version, facts=kept.get("facts", {})
    )
    # The draft may have changed since: what it no longer takes is left out.
    trial = {
        code: value
        for code, value in kept.get("answers", {}).items()
        if _fits(definition, code, value)
    }
    given = [
        Answer(assessment=assessment, criterion=code, value=value, answered_at=clock.now())
        for code, value in trial.items()
    ]
    return selectors.laid_out(assessment, definition, given)


def _fits(definition: rules.Definition, code: str, value: Any) -> bool:
    return code not in rules.try_out(definition, {code: value}).lost


def _keep(request: HttpRequest, paper: Paper, answers: dict[str, Any]) -> None:
    kept = {"answers": answers, "facts": paper.assessment.facts}
    request.session[KEPT] = {str(paper.assessment.pk): kept}


def _answers(paper: Paper) -> dict[str, Any]:
    return selectors.values_of(q.answer for q in paper.questions if q.answer)


@login_required
@require_safe
@never_cache
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """From the beginning, as a business of this size and sector (``?size=`` and ``?sector=``)."""
    paper = _paper(request, pk)
    asked = {name: request.GET.get(name, "")[:12] for name in ("size", "sector")}
    paper.assessment.facts = {name: value for name, value in asked.items() if value}
    _keep(request, paper, {})
    first = _paper(request, pk).questions[0]
    return redirect(PREVIEW.url("question", pk, first.criterion.code))


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One question; a send keeps the answer in the session and goes on."""
    paper = _paper(request, pk)
    asked = paper.find(code)
    if asked is None:
        if code not in paper.definition.by_code:
            raise Http404
        return redirect(PREVIEW.url("review", pk))
    if request.method == "POST":
        form = AnswerForm(asked.criterion, request.POST)
        if not form.is_valid():
            return page_of_question(request, PREVIEW, paper, asked, form=form, status=422)
        _keep(request, paper, {**_answers(paper), code: form.answer})
        paper = _paper(request, pk)
        here = paper.find(code)
        after = paper.after(here) if here else None
        if after is None or request.GET.get("from") == "review":
            return redirect(PREVIEW.url("review", pk))
        return redirect(PREVIEW.url("question", pk, after.criterion.code))
    given = asked.answer.value if asked.answer else None
    form = AnswerForm(asked.criterion, initial=AnswerForm.initial_of(asked.criterion, given))
    return page_of_question(request, PREVIEW, paper, asked, form=form)


@login_required
@require_safe
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers before the result."""
    paper = _paper(request, pk)
    context = {
        "desk": PREVIEW,
        "assessment": paper.assessment,
        "paper": paper,
        "home_url": PREVIEW.home(paper.assessment),
    }
    return render(request, "assessments/review.html", context)


@login_required
@require_POST
@never_cache
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The result that a business would see, worked out and not stored."""
    paper = _paper(request, pk)
    if paper.missing:
        return redirect(PREVIEW.url("review", pk))
    assessment = paper.assessment
    assessment.state, assessment.submitted_at = State.SUBMITTED, clock.now()
    _result(paper)
    context = {
        "desk": PREVIEW,
        "home_url": PREVIEW.home(assessment),
        "review_url": PREVIEW.url("review", pk),
        **context_of(assessment),
    }
    return render(request, "assessments/preview_result.html", context)


def _result(paper: Paper) -> Result:
    """The result row of an assessment, in memory only."""
    assessment, definition = paper.assessment, paper.definition
    answers = _answers(paper)
    scored = rules.score(definition, answers, assessment.facts)
    checksum = assessment.version.checksum
    snapshot = rules.freeze(definition, checksum, answers, scored, assessment.facts)
    return Result(
        assessment=assessment,
        checksum=checksum,
        answers=answers,
        snapshot=json.dumps(snapshot, ensure_ascii=False),
        total=rounded(scored.total, 3),
        max=rounded(scored.max, 3),
        percent=rounded(scored.percent or Fraction(0), 1),
        level=scored.level,
        top_level=definition.top_level,
        submitted_on=clock.today(),
    )
