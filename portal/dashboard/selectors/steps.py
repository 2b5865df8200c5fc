"""The one thing that a signed-in person does next, told on the front page of the portal."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import selectors as assessments
from portal.dashboard import rules
from portal.dashboard.selectors.overview import business_facts
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


def steps_of(enterprise: Enterprise, facts: rules.Facts) -> list[rules.Step]:
    """The way of a business with each step's address: the first steps, then the guides that its results advise."""
    advised = [
        rules.Advised(each.text, each.guide.title, each.url, each.done is not None)
        for each in (
            assessments.advice_for(enterprise) if facts.readiness_level is not None else []
        )
    ]
    return [
        step if step.url else replace(step, url=reverse(step.address))
        for step in rules.next_steps(facts, advised)
    ]
