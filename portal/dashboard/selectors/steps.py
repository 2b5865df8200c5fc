"""The one thing that a signed-in person does next, told on the front page of the portal."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import selectors as assessments
from content import selectors as content
from portal.dashboard import rules
from portal.dashboard.selectors.overview import business_facts
from portal.shared.guides import guides_by_key
from sme.enterprises.models import Enterprise


@dataclass(frozen=True)
class NextStep:
    """What to do, why, where, and the words of its button."""

    title: Any
    text: Any
    url: str
    action: Any = ""


def next_step_of(user: Any, enterprise: Enterprise | None) -> NextStep | None:
    """What this person does next, by what they are here for; ``None`` where nothing is open (four queries at most).

    ``enterprise`` is the one they act for.
    """
    if enterprise is not None:
        return _of_a_business(enterprise, user)
    if user.is_officer:
        return NextStep(
            _("See what waits for you"),
            _("Applications, claims and listings to look at, the most urgent first."),
            reverse("dashboard:workspace"),
            _("Open the workspace"),
        )
    if user.edits_guidance:
        return NextStep(
            _("Go on with the guides"),
            _("Your drafts, what waits for a moderator, and what is due for another look."),
            reverse("wagtailadmin_home"),
            _("Open the editors' place"),
        )
    return NextStep(
        _("Tell us which business you act for"),
        _("It takes about three minutes. Then you see where it stands and what helps most."),
        reverse("dashboard:business"),
        _("Begin"),
    )


def _of_a_business(enterprise: Enterprise, user: Any) -> NextStep | None:
    steps = steps_of(enterprise, business_facts(enterprise, user))
    step = next((each for each in steps if each.state == "next"), None)
    if step is None:
        return None
    return NextStep(step.title, step.text, step.url, _("Go on"))


@dataclass(frozen=True)
class Way:
    """The way of a business: its steps in order, and guides beside them for what it lacks."""

    steps: list[rules.Step]
    guides: list[dict[str, Any]]


def way_of(enterprise: Enterprise, facts: rules.Facts) -> Way:
    """The first steps, the guides that its results advise, and others for what it lacks by kind and gaps."""
    results = assessments.newest_results(enterprise) if facts.readiness_level is not None else []
    done = assessments.guides_done(enterprise.pk)
    advice = assessments.advice_of(results, done)[: assessments.MOST_ADVICE]
    known = {each.guide.key for each in advice} | done.keys()
    keys = content.guides_for_gaps(assessments.gaps_of(results), enterprise.kind, known)
    found = guides_by_key(keys)
    return Way(
        _steps(facts, advice),
        [
            {"label": found[key].title, "url": found[key].url, "icon": "book"}
            for key in keys
            if key in found
        ],
    )


def steps_of(enterprise: Enterprise, facts: rules.Facts) -> list[rules.Step]:
    """The steps alone, each with its address."""
    is_known = facts.readiness_level is not None
    return _steps(facts, assessments.advice_for(enterprise) if is_known else [])


def _steps(facts: rules.Facts, advice: list[assessments.Advised]) -> list[rules.Step]:
    advised = [
        rules.Advised(each.text, each.guide.title, each.url, each.done is not None)
        for each in advice
    ]
    return [
        step if step.url else replace(step, url=reverse(step.address))
        for step in rules.next_steps(facts, advised)
    ]
