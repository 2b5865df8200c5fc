"""The way of an enterprise onto one marketplace: its steps in order, what follows from listings, who is stuck."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules.states import EARLIEST


class Step(models.TextChoices):
    """The steps of the board, in their order; all but the first two follow from what is recorded."""

    REGISTERED = "registered", gettext_lazy("Registered with the marketplace")
    DOCUMENTS = "documents", gettext_lazy("Documents ready")
    SHOP = "shop", gettext_lazy("Shop opened")
    FIRST_LIVE = "live", gettext_lazy("First product on sale")
    FIRST_ORDER = "order", gettext_lazy("First order")
    STEADY = "steady", gettext_lazy("Steady selling")


class OnboardingState(models.TextChoices):
    """Whether somebody still works on it."""

    ACTIVE = "active", pgettext_lazy("onboarding", "Under way")
    PAUSED = "paused", pgettext_lazy("onboarding", "Paused")
    STOPPED = "stopped", pgettext_lazy("onboarding", "Stopped")
    DONE = "done", pgettext_lazy("onboarding", "Selling steadily")


A = OnboardingState

ORDER: tuple[Step, ...] = tuple(Step)
BY_PEOPLE = frozenset({Step.REGISTERED, Step.DOCUMENTS})
DERIVED = frozenset(Step) - BY_PEOPLE

# Under way, and for so long nothing came on: stuck. A habit of the office, not a rule of law.
STUCK_AFTER = timedelta(days=30)
# A step is told of so long before it is due.
DUE_SOON = timedelta(days=7)

# Selling is steady when it was seen in so many different months …
STEADY_MONTHS = 3
# … or when orders were told twice with at least so much time between.
STEADY_SPAN = timedelta(days=60)

FURTHEST_DUE = timedelta(days=3 * 366)  # a later day is a slip of the year

MAY_BECOME: dict[str, tuple[OnboardingState, ...]] = {
    A.ACTIVE: (A.PAUSED, A.STOPPED),
    A.PAUSED: (A.ACTIVE, A.STOPPED),
    A.STOPPED: (A.ACTIVE,),
    A.DONE: (A.STOPPED,),
}


@dataclass(frozen=True, slots=True)
class Sale:
    """An entry that tells of buyers: the day, and whether it names a band of orders."""

    day: date
    is_selling: bool
    has_band: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is recorded of one enterprise on one marketplace: shop, first day on sale, entries about buyers."""

    shop_on: date | None = None
    live_on: date | None = None
    sales: tuple[Sale, ...] = field(default=())


def first_order_on(sales: Iterable[Sale]) -> date | None:
    """The first day for which somebody told of a buyer: “selling”, or a band of orders."""
    return min((s.day for s in sales if s.is_selling or s.has_band), default=None)


def steady_on(sales: Iterable[Sale]) -> date | None:
    """The day from which an enterprise sells steadily on a marketplace, or ``None``.

    Either of two, whichever came first: “selling” was recorded in ``STEADY_MONTHS`` different calendar
    months (the day is the first entry of the last of them), or a band of orders was recorded twice with at
    least ``STEADY_SPAN`` between the first and a later one (the day is the later one's). Entries about any of
    the enterprise's products on that marketplace count together; their order does not matter. The office's own
    definition, no rule of law: a shop that sold once at Tết is not yet a shop that sells.
    """
    sales = list(sales)
    months: dict[tuple[int, int], date] = {}
    for day in sorted(s.day for s in sales if s.is_selling):
        months.setdefault((day.year, day.month), day)
    by_months = sorted(months.values())[STEADY_MONTHS - 1 : STEADY_MONTHS]
    told = sorted(s.day for s in sales if s.has_band)
    by_orders = [day for day in told if day - told[0] >= STEADY_SPAN][:1]
    return min([*by_months, *by_orders], default=None)


def derived_days(known: Known) -> dict[Step, date]:
    """The steps that follow from what is recorded, with the day on which each was reached."""
    days = {
        Step.SHOP: known.shop_on,
        Step.FIRST_LIVE: known.live_on,
        Step.FIRST_ORDER: first_order_on(known.sales),
        Step.STEADY: steady_on(known.sales),
    }
    return {step: day for step, day in days.items() if day is not None}


def furthest(done: Mapping[str, date]) -> tuple[str, date | None]:
    """The furthest step that is done and since when; an empty word before the first."""
    for step in reversed(ORDER):
        if day := done.get(step):
            return step, day
    return "", None


def implied_days(days: Mapping[Step, date]) -> dict[Step, date]:
    """What must have been before: who has a shop has registered, whose product is on sale has its papers."""
    before = {Step.REGISTERED: days.get(Step.SHOP), Step.DOCUMENTS: days.get(Step.FIRST_LIVE)}
    return {step: day for step, day in before.items() if day is not None}


def next_step(done: Iterable[str]) -> Step | None:
    """The first step that is not done; ``None`` when selling is steady."""
    reached = {str(step) for step in done}
    return next((step for step in ORDER if step not in reached), None)


def check_done_day(
    step: str, day: date, *, today: date, shop_on: date | None, opened_on: date | None
) -> None:
    """Refuse to tick a step that follows from records, and a day in the future, too long ago or out of order."""
    if step not in BY_PEOPLE:
        raise RuleBroken(
            "step_is_derived",
            _(
                "This step follows from the shop and listings: record those, and it is done by itself."
            ),
        )
    if day > today:
        raise RuleBroken(
            "day_future",
            _("%(day)s is in the future. Enter the day on which it happened.")
            % {"day": f"{day:%d/%m/%Y}"},
            field="done_on",
        )
    if day < (opened_on or EARLIEST):
        raise RuleBroken(
            "day_too_early",
            _("%(day)s is too long ago. Check the year.") % {"day": f"{day:%d/%m/%Y}"},
            field="done_on",
        )
    if step == Step.REGISTERED and shop_on and day > shop_on:
        raise RuleBroken(
            "day_order",
            _("The shop opened on %(start)s; one registers before. Enter an earlier day.")
            % {"start": f"{shop_on:%d/%m/%Y}"},
            field="done_on",
        )


def check_due_days(
    due: Mapping[str, date | None],
    *,
    before: Mapping[str, date | None],
    started_on: date,
    today: date,
) -> None:
    """Refuse due days that are new and past, too far off, before the start, or not in the order of the steps."""
    latest: tuple[date, Step] | None = None
    for step in ORDER:
        day = due.get(step)
        if day is None:
            continue
        no = _refuser(f"due_{step}", day)
        if day != before.get(step):
            if day < today:
                raise no("due_past", _("%(day)s is past. Enter a day that is still to come."))
            if day > today + FURTHEST_DUE:
                raise no("due_far", _("%(day)s is years ahead. Check the year."))
            if day < started_on:
                raise no("due_before_start", _("%(day)s is before the start of this way."))
        if latest and day < latest[0]:
            raise no(
                "due_order",
                _("%(day)s is before the day of an earlier step: “%(step)s”."),
                step=latest[1].label,
            )
        latest = (day, step)


def _refuser(name: str, day: date) -> Callable[..., RuleBroken]:
    def no(code: str, words: str, **more: object) -> RuleBroken:
        return RuleBroken(code, words % {"day": f"{day:%d/%m/%Y}", **more}, field=name)

    return no


def check_start(day: date, *, today: date, closed_on: date | None) -> None:
    """Refuse a start in the future or too long ago, and on a marketplace that has closed by then."""
    if day > today:
        raise RuleBroken(
            "day_future",
            _("%(day)s is in the future. Enter the day on which it happened.")
            % {"day": f"{day:%d/%m/%Y}"},
            field="started_on",
        )
    if day < EARLIEST:
        raise RuleBroken(
            "day_too_early",
            _("%(day)s is too long ago. Check the year.") % {"day": f"{day:%d/%m/%Y}"},
            field="started_on",
        )
    if closed_on and closed_on <= today:
        raise RuleBroken(
            "marketplace_closed",
            _("This marketplace closed on %(day)s. Choose another.")
            % {"day": f"{closed_on:%d/%m/%Y}"},
            field="marketplace",
        )


def check_becomes(before: str, after: str, reason: str) -> None:
    """Refuse a change of state that the table does not allow, and a pause or end without a reason."""
    if after not in MAY_BECOME[before]:
        raise RuleBroken(
            "onboarding_move",
            _("“%(before)s” cannot become “%(after)s”.")
            % {"before": A(before).label, "after": A(after).label},
        )
    if after in (A.PAUSED, A.STOPPED) and not reason:
        raise RuleBroken("reason", _("Say why, so that the next one knows."), field="reason")


def is_stuck(state: str, moved_on: date | None, overdue: bool, today: date) -> bool:
    """Under way, but nothing moved for ``STUCK_AFTER`` or a step is overdue (the words of ``QuerySet.stuck``)."""
    if state != A.ACTIVE:
        return False
    return overdue or (moved_on is not None and moved_on <= today - STUCK_AFTER)
