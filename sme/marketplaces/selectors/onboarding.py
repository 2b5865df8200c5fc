"""Reads of ways onto marketplaces: a business's board, the officer's pipeline, what is overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due
from sme.marketplaces import rules
from sme.marketplaces.models import Marketplace, Onboarding, OnboardingQuerySet, OnboardingStep

BEGUN = "new"  # the stage of ways of which no step is done, as addresses call it

# What to do for each step, said to the business.
HOW: dict[str, Any] = {
    rules.Step.REGISTERED: gettext_lazy(
        "Open a seller's account with your telephone number, then enter the day here."
    ),
    rules.Step.DOCUMENTS: gettext_lazy(
        "Have ready what the marketplace asks for your products; the checklist says what is missing."
    ),
    rules.Step.SHOP: gettext_lazy(
        "Open the shop on the marketplace, then record its name and address here."
    ),
    rules.Step.FIRST_LIVE: gettext_lazy(
        "Put one product on sale, then paste the address of its page here."
    ),
    rules.Step.FIRST_ORDER: gettext_lazy(
        "When somebody has bought, say so at the product: “Selling”."
    ),
    rules.Step.STEADY: gettext_lazy(
        "Tell each month about how many orders there were: three months with sales, and it is done."
    ),
}


@dataclass(frozen=True)
class BoardStep:
    """One step as people see it; ``state`` is done, late, next or todo.

    ``is_by_people``: somebody ticks it or takes the tick back; what follows from records is ticked by those.
    """

    step: str
    label: Any
    state: str
    done_on: date | None
    due_on: date | None
    who: str
    note: str
    is_by_people: bool

    @property
    def how(self) -> Any:
        """What to do for it."""
        return HOW[self.step]


@dataclass(frozen=True)
class Way:
    """One way with its steps in order; ``next`` is the one to do now."""

    onboarding: Onboarding
    steps: tuple[BoardStep, ...]
    is_stuck: bool

    @property
    def next(self) -> BoardStep | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.done_on is None), None)

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.done_on is not None for step in self.steps)

    @property
    def is_halted(self) -> bool:
        """Paused or given up: nothing is asked of anybody."""
        return self.onboarding.state in (
            rules.OnboardingState.PAUSED,
            rules.OnboardingState.STOPPED,
        )


def way_of(onboarding: Onboarding) -> Way:
    """A way with its steps (prefetched, or in one query)."""
    today = clock.today()
    rows = {row.step: row for row in onboarding.steps.all()}
    open_step = rules.next_step(row.step for row in rows.values() if row.done_on)
    done = {rules.Step(row.step): row.done_on for row in rows.values() if row.done_on}
    by_people = rules.BY_PEOPLE - set(rules.implied_days(done))
    steps = tuple(
        _board_step(step, rows.get(step), open_step, today, step in by_people)
        for step in rules.ORDER
    )
    is_stuck = rules.is_stuck(
        onboarding.state, onboarding.moved_on, any(s.state == "late" for s in steps), today
    )
    return Way(onboarding, steps, is_stuck)


def _board_step(
    step: rules.Step,
    row: OnboardingStep | None,
    open_step: rules.Step | None,
    today: date,
    is_by_people: bool,
) -> BoardStep:
    done_on, due_on = (row.done_on, row.due_on) if row else (None, None)
    if done_on:
        state = "done"
    elif due_on and due_on < today:
        state = "late"
    else:
        state = "next" if step == open_step else "todo"
    return BoardStep(
        step=step,
        label=step.label,
        state=state,
        done_on=done_on,
        due_on=due_on,
        who=row.who if row else "",
        note=row.note if row else "",
        is_by_people=is_by_people,
    )


def _with_steps(rows: QuerySet[Onboarding]) -> QuerySet[Onboarding]:
    steps = Prefetch("steps", queryset=OnboardingStep.objects.order_by("pk"))
    return rows.select_related("marketplace", "officer").prefetch_related(steps)


def ways_of(enterprise: Enterprise) -> list[Way]:
    """An enterprise's ways, those under way first; two queries."""
    rows = _with_steps(Onboarding.objects.filter(enterprise=enterprise))
    order = [rules.OnboardingState.ACTIVE, rules.OnboardingState.PAUSED]
    found = sorted(
        rows.order_by("marketplace__order", "pk"),
        key=lambda way: order.index(way.state) if way.state in order else len(order),  # type: ignore[arg-type]
    )
    return [way_of(each) for each in found]


def ways_visible_to(user: Any) -> OnboardingQuerySet:
    """The ways of the enterprises that a person may see, the longest without progress first."""
    rows = Onboarding.objects.visible_to(user).select_related(
        "enterprise", "enterprise__place", "marketplace", "officer"
    )
    return rows.order_by("moved_on", "pk")


def with_next_due(rows: OnboardingQuerySet) -> OnboardingQuerySet:
    """With ``next_due``: the nearest day until when something is to be done."""
    is_open = Q(steps__done_on__isnull=True)
    return rows.annotate(next_due=Min("steps__due_on", filter=is_open))


def marketplaces_to_begin(enterprise: Enterprise) -> QuerySet[Marketplace]:
    """Those that run today and onto which the enterprise is not on its way yet."""
    begun = Onboarding.objects.filter(enterprise=enterprise).values("marketplace")
    return Marketplace.objects.open_on(clock.today()).exclude(pk__in=begun)


# --- the officer's pipeline --------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One stage of the pipeline: how many stand there, how many of them are stuck."""

    stage: str
    label: Any
    count: int
    stuck: int


def pipeline(rows: OnboardingQuerySet) -> list[Column]:
    """How many ways stand at each stage; two queries whatever the rows."""
    counts, stuck = _by_stage(rows), _by_stage(rows.stuck(clock.today()))
    stages = [("", _("Just begun")), *((step, step.label) for step in rules.ORDER)]
    return [
        Column(stage or BEGUN, label, counts.get(stage, 0), stuck.get(stage, 0))
        for stage, label in stages
    ]


def _by_stage(rows: OnboardingQuerySet) -> Mapping[str, int]:
    grouped = rows.order_by().values("stage").annotate(n=Count("pk"))
    return {row["stage"]: row["n"] for row in grouped}


def stuck_count(user: Any) -> int:
    """How many ways that a person may see are stuck."""
    return Onboarding.objects.visible_to(user).stuck(clock.today()).count()


# --- on an enterprise's page --------------------------------------------------------------------------


def onboarding_panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What the officers' page of an enterprise shows of its ways (two queries)."""
    return {"ways": ways_of(enterprise)}


def steps_todo(enterprise: Enterprise) -> Iterable[Due]:
    """Steps of its ways onto marketplaces whose day is near or has passed (one query)."""
    for due in _steps_due(enterprise, clock.today() + rules.DUE_SOON):
        yield Due(due.words, reverse("marketplaces:my_onboarding"), due.on)


def overdue_for(enterprise: Enterprise, user: Any) -> Iterable[Due]:
    """Steps whose day has passed (one query)."""
    return _steps_due(enterprise, clock.today())


def _steps_due(enterprise: Enterprise, before: date) -> Iterable[Due]:
    rows = OnboardingStep.objects.filter(
        onboarding__enterprise=enterprise,
        onboarding__state=rules.OnboardingState.ACTIVE,
        done_on__isnull=True,
        due_on__lt=before,
    )
    for row in rows.select_related("onboarding__marketplace"):
        words = _("%(marketplace)s: %(step)s") % {
            "marketplace": row.onboarding.marketplace,
            "step": row.get_step_display(),
        }
        yield Due(words, row.onboarding.get_absolute_url(), row.due_on)
