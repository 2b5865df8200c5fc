"""Desks: where somebody sits while answering. The pages are the same; whose answers and which addresses differ."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments import selectors
from assessments.models import Assessment, AssessmentQuerySet
from assessments.rules import Source, State
from assessments.selectors import CODES, of_codes
from portal.shared.http import get_or_404_visible

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Desk:
    """``prefix`` begins the names of its addresses; ``source`` marks the answers that are given here."""

    name: str
    prefix: str
    layout: str
    source: Source
    whose: Callable[[HttpRequest], AssessmentQuerySet]
    needs_account: bool = True

    def url(self, page: str, *parts: Any) -> str:
        """The address of one of this desk's pages."""
        return reverse(f"assessments:{self.prefix}{page}", args=parts)

    def home(self, assessment: Assessment) -> str:
        """Where one comes from and goes back to."""
        if self is OFFICER and assessment.enterprise:
            return assessment.enterprise.get_absolute_url()
        return reverse("assessments:public" if self is VISITOR else "assessments:mine")

    def result(self, assessment: Assessment) -> str:
        """The page of the result."""
        name = "assessments:detail" if self is OFFICER else f"assessments:{self.prefix}result"
        return reverse(name, args=[assessment.pk])

    def find(self, request: HttpRequest, pk: int, *, with_result: bool = False) -> Assessment:
        """The assessment, if it is one of those that may be answered here; else 404."""
        found = self.whose(request).select_related("framework", "version", "enterprise")
        if with_result:
            found = found.select_related("result", "submitted_by")
        return get_or_404_visible(found.defer("version__document"), pk=pk)

    def goes_on(self, assessment: Assessment) -> HttpResponse:
        """Where it goes on: its next open question, its review, or its result."""
        if assessment.state == State.SUBMITTED:
            return redirect(self.result(assessment))
        if assessment.state == State.WITHDRAWN:
            return redirect(self.home(assessment))
        question = selectors.paper_of(assessment).next_open
        if question is None:
            return redirect(self.url("review", assessment.pk))
        return redirect(self.url("question", assessment.pk, question.criterion.code))


def held(request: HttpRequest) -> dict[str, str]:
    """The codes that this browser holds, by the number of the assessment."""
    return request.session.get(CODES, {})


def hold(request: HttpRequest, assessment: Assessment, code: str) -> None:
    """This browser may go on with a visitor's answers."""
    request.session[CODES] = {**held(request), str(assessment.pk): code}


def let_go(request: HttpRequest, pk: int) -> None:
    """This browser forgets them."""
    request.session[CODES] = {key: code for key, code in held(request).items() if key != str(pk)}


def _visitors(request: HttpRequest) -> AssessmentQuerySet:
    return of_codes(held(request).values())


def _assisted(request: HttpRequest) -> AssessmentQuerySet:
    if not getattr(request.user, "is_officer", False):
        return Assessment.objects.none()
    return Assessment.objects.visible_to(request.user).assisted()


def _own(request: HttpRequest) -> AssessmentQuerySet:
    return Assessment.objects.run_by(request.user)


BUSINESS = Desk("business", "", "layouts/business.html", Source.SELF, _own)
VISITOR = Desk(
    "visitor", "visitor_", "layouts/public.html", Source.SELF, _visitors, needs_account=False
)
OFFICER = Desk("officer", "assist_", "layouts/workspace.html", Source.ASSISTED, _assisted)


def at_desk(view: View) -> View:
    """Whoever has no account is asked to sign in first, where the desk needs one."""

    @wraps(view)
    def seated(request: HttpRequest, *args: Any, desk: Desk, **parts: Any) -> HttpResponse:
        if desk.needs_account and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, desk=desk, **parts)

    return seated


def actor_of(request: HttpRequest) -> Any:
    """The person, or nobody for a visitor."""
    return request.user if request.user.is_authenticated else None
