"""What a business does next: a pure rule on plain facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Facts:
    """What is known of an enterprise when its first page is drawn."""

    has_identifier: bool
    has_phone: bool
    is_size_known: bool
    is_checked: bool
    readiness_level: int | None
    live_products: int
    enrolments: int
    open_cohorts: int


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why, where, and whether it is done."""

    key: str
    title: Any
    text: Any
    address: str
    is_done: bool
    state: str = "todo"
    url: str = ""  # instead of the name of an address


@dataclass(frozen=True)
class Advised:
    """What a result advises: in its words, with the title and address of its guide."""

    text: Any
    guide: str
    url: str
    is_done: bool


def _steps(facts: Facts, advised: Sequence[Advised]) -> Iterator[Step]:
    yield Step(
        "details",
        _("Complete your details"),
        _("The office calls and writes to what stands here; support depends on it."),
        "enterprises:mine",
        facts.has_identifier and facts.has_phone and facts.is_size_known,
    )
    yield Step(
        "readiness",
        _("Find out where you stand"),
        _("Twelve questions, five minutes. You see your level and three things that help most."),
        "assessments:mine",
        facts.readiness_level is not None,
    )
    yield Step(
        "products",
        _("Put a product on a marketplace"),
        _("Add what you sell and where. The office confirms it, and it counts for the province."),
        "marketplaces:mine",
        facts.live_products > 0,
    )
    if facts.open_cohorts or facts.enrolments:
        yield Step(
            "programmes",
            _("Join a support programme"),
            _("See which cohorts are open, what they offer and how to get in."),
            "programmes:mine",
            facts.enrolments > 0,
        )
    for each in advised:
        yield Step("guide", each.text, each.guide, "", each.is_done, url=each.url)


def next_steps(facts: Facts, advised: Sequence[Advised] = ()) -> list[Step]:
    """The steps in their order, then what the newest result advises; done ones stay visible.

    The first that is not done is ``next``.
    """
    steps, found_next = [], False
    for step in _steps(facts, advised):
        if step.is_done:
            steps.append(replace(step, state="done"))
        else:
            steps.append(replace(step, state="todo" if found_next else "next"))
            found_next = True
    return steps
