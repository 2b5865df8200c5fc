"""The states of a listing, which may follow which, and which days an act may name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules.timeline import Fact


class ListingState(models.TextChoices):
    """How far a product has come on one marketplace."""

    PLANNED = "planned", pgettext_lazy("listing", "Planned")
    PREPARING = "preparing", pgettext_lazy("listing", "Preparing")
    SUBMITTED = "submitted", pgettext_lazy("listing", "Waiting for the marketplace")
    REJECTED = "rejected", pgettext_lazy("listing", "Rejected")
    LIVE = "live", pgettext_lazy("listing", "On sale")
    SELLING = "selling", pgettext_lazy("listing", "Selling")
    DORMANT = "dormant", pgettext_lazy("listing", "Dormant")
    DELISTED = "delisted", pgettext_lazy("listing", "Delisted")


class Source(models.TextChoices):
    """Where a fact comes from."""

    ENTERPRISE = "enterprise", gettext_lazy("Told by the enterprise")
    OFFICER = "officer", gettext_lazy("Seen by an officer")
    PAGE_CHECK = "page", gettext_lazy("Page check")
    IMPORT = "import", gettext_lazy("Imported from a file")
    CLOSING = "closing", gettext_lazy("The shop or marketplace closed")


class StorefrontState(models.TextChoices):
    """Whether an enterprise's shop on a marketplace is open."""

    PREPARING = "preparing", gettext_lazy("Being set up")
    OPEN = "open", pgettext_lazy("storefront", "Open")
    CLOSED = "closed", pgettext_lazy("storefront", "Closed")


class RunBy(models.TextChoices):
    """Who runs a shop from day to day."""

    ENTERPRISE = "enterprise", gettext_lazy("The enterprise itself")
    PARTNER = "partner", gettext_lazy("A partner or agency")
    TEAM = "team", gettext_lazy("A community digital team")


class OrderBand(models.TextChoices):
    """How many orders a month; enterprises tell a band sooner than a number."""

    TO_9 = "1-9", gettext_lazy("1 to 9 a month")
    TO_49 = "10-49", gettext_lazy("10 to 49 a month")
    TO_199 = "50-199", gettext_lazy("50 to 199 a month")
    ABOVE = "200+", gettext_lazy("200 a month and more")


S = ListingState

# "Live" in the sense of the headline figure: a buyer can order.
ON_SALE = frozenset({S.LIVE, S.SELLING})

# Who saw it with own eyes; what the enterprise tells is a claim until then.
VERIFYING = frozenset({Source.OFFICER})

# What may follow what. A state may always follow itself: that is a confirmation.
MOVES: dict[str | None, tuple[ListingState, ...]] = {
    None: (S.PLANNED, S.PREPARING, S.SUBMITTED, S.LIVE, S.SELLING),
    S.PLANNED: (S.PREPARING, S.SUBMITTED, S.LIVE, S.SELLING),
    S.PREPARING: (S.PLANNED, S.SUBMITTED, S.LIVE, S.SELLING),
    S.SUBMITTED: (S.PREPARING, S.REJECTED, S.LIVE, S.SELLING),
    S.REJECTED: (S.PREPARING, S.SUBMITTED, S.LIVE, S.SELLING),
    S.LIVE: (S.SELLING, S.DORMANT, S.DELISTED),
    S.SELLING: (S.LIVE, S.DORMANT, S.DELISTED),
    S.DORMANT: (S.LIVE, S.SELLING, S.DELISTED),
    S.DELISTED: (S.PREPARING, S.SUBMITTED, S.LIVE, S.SELLING),
}


def next_states(state: str | None) -> tuple[ListingState, ...]:
    """What may be recorded now: the state again (a confirmation), then what may follow it."""
    again = () if not state else (ListingState(state),)
    return again + MOVES[state or None]


def may_follow(before: str | None, after: str) -> bool:
    """True when ``after`` may come right after ``before`` (``None``: nothing was recorded yet)."""
    return before == after or after in MOVES[before]


def check_fits(timeline: Sequence[Fact], state: str, day: date) -> None:
    """Refuse a state on a day that does not fit between what stands before and after it.

    ``timeline``: the standing facts in order (see ``timeline.standing``). A day on which something
    stands already counts as after it.
    """
    earlier = [fact for fact in timeline if fact.effective_on <= day]
    later = [fact for fact in timeline if fact.effective_on > day]
    before = earlier[-1].state if earlier else None
    if not may_follow(before, state):
        _refuse_move(before, state, earlier[-1].effective_on if earlier else None)
    if later and not may_follow(state, later[0].state):
        raise RuleBroken(
            "move_before",
            _(
                "On %(day)s it is recorded as “%(after)s”, which cannot follow “%(state)s”. "
                "Correct that entry first, or choose another day."
            )
            % {
                "day": f"{later[0].effective_on:%d/%m/%Y}",
                "after": ListingState(later[0].state).label,
                "state": ListingState(state).label,
            },
            field="effective_on",
        )


def check_sequence(timeline: Sequence[Fact]) -> None:
    """Refuse a withdrawal that would leave two entries next to each other which cannot follow."""
    before: Fact | None = None
    for fact in timeline:
        if not may_follow(before.state if before else None, fact.state):
            _refuse_move(
                before.state if before else None,
                fact.state,
                before.effective_on if before else None,
            )
        before = fact


def _refuse_move(before: str | None, after: str, since: date | None) -> None:
    if after in (S.DELISTED, S.DORMANT) and (before not in (*ON_SALE, S.DORMANT, S.DELISTED)):
        raise RuleBroken(
            "never_live",
            _(
                "This product was not on sale there by that day, so it cannot be “%(state)s”. "
                "Record first when it went on sale."
            )
            % {"state": ListingState(after).label},
            field="state",
        )
    if before is None:
        raise RuleBroken(
            "move_first",
            _("The first entry of a listing cannot be “%(state)s”.")
            % {"state": ListingState(after).label},
            field="state",
        )
    raise RuleBroken(
        "move",
        _("“%(after)s” cannot follow “%(before)s” (recorded for %(day)s).")
        % {
            "after": ListingState(after).label,
            "before": ListingState(before).label,
            "day": f"{since:%d/%m/%Y}" if since else "–",
        },
        field="state",
    )


EARLIEST = date(2005, 1, 1)  # before any marketplace of Vietnam; an earlier day is a slip


def check_day(
    day: date, *, today: date, shop_opened_on: date | None, opened_on: date | None, market: Any
) -> None:
    """Refuse a day in the future, or before the shop or the marketplace opened."""
    if day > today:
        raise RuleBroken(
            "day_future",
            _("%(day)s is in the future. Enter the day on which it happened.")
            % {"day": f"{day:%d/%m/%Y}"},
            field="effective_on",
        )
    if day < EARLIEST:
        raise RuleBroken(
            "day_too_early",
            _("%(day)s is too long ago. Check the year.") % {"day": f"{day:%d/%m/%Y}"},
            field="effective_on",
        )
    for code, start, words in (
        (
            "day_before_marketplace",
            opened_on,
            _("%(name)s opened on %(start)s; %(day)s is before."),
        ),
        ("day_before_shop", shop_opened_on, _("The shop opened on %(start)s; %(day)s is before.")),
    ):
        if start and day < start:
            raise RuleBroken(
                code,
                words % {"name": market, "start": f"{start:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"},
                field="effective_on",
            )
