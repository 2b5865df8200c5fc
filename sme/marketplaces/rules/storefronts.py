"""What holds for shops: which days fit together, and that nothing is on sale in a shop that has closed."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules.states import EARLIEST, ON_SALE, StorefrontState


def check_shop_days(
    *,
    state: str,
    opened_on: date | None,
    closed_on: date | None,
    first_sale_on: date | None,
    market: Any,
    market_opened_on: date | None,
    market_closed_on: date | None,
    today: date,
) -> None:
    """Refuse days of a shop that cannot be, and a shop that is being set up while products are on sale in it.

    ``closed_on`` and ``market_closed_on`` are the first day without it; ``first_sale_on`` the first day on
    which one of its products was on sale.
    """
    if state == StorefrontState.PREPARING and first_sale_on:
        raise RuleBroken(
            "shop_sells",
            _("Products have been on sale there since %(day)s, so this shop is open.")
            % {"day": _day(first_sale_on)},
            field="state",
        )
    if opened_on is None:
        return
    if state == StorefrontState.PREPARING:
        raise RuleBroken(
            "shop_not_open",
            _(
                "A shop that is being set up has no day of opening yet. Choose “Open”, or empty the day."
            ),
            field="opened_on",
        )
    if opened_on > today:
        _refuse(
            "day_future",
            _("%(day)s is in the future. Enter the day on which it happened."),
            opened_on,
        )
    if opened_on < EARLIEST:
        _refuse("day_too_early", _("%(day)s is too long ago. Check the year."), opened_on)
    if market_opened_on and opened_on < market_opened_on:
        _refuse(
            "day_before_marketplace",
            _("%(name)s opened on %(start)s; %(day)s is before."),
            opened_on,
            name=market,
            start=_day(market_opened_on),
        )
    if market_closed_on and opened_on >= market_closed_on:
        _refuse(
            "day_after_marketplace",
            _("%(name)s closed on %(end)s; %(day)s is not before."),
            opened_on,
            name=market,
            end=_day(market_closed_on),
        )
    if first_sale_on and opened_on > first_sale_on:
        _refuse(
            "shop_after_sale",
            _(
                "A product was on sale there on %(start)s already; the shop cannot have opened on %(day)s."
            ),
            opened_on,
            start=_day(first_sale_on),
        )
    if closed_on and closed_on < opened_on:
        _refuse(
            "shop_order", _("It closed on %(end)s, before %(day)s."), opened_on, end=_day(closed_on)
        )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _refuse(code: str, words: str, day: date, field: str = "opened_on", **more: Any) -> None:
    raise RuleBroken(code, words % {"day": _day(day), **more}, field=field)


def check_closing_day(
    closed_on: date, *, opened_on: date | None, last_seen_on: date | None, today: date
) -> None:
    """Refuse to close in the future, before it opened, or before a day for which a product was recorded as on sale."""
    if closed_on > today:
        _refuse(
            "day_future",
            _("%(day)s is in the future. Enter the day on which it happened."),
            closed_on,
            "closed_on",
        )
    if closed_on < (opened_on or EARLIEST):
        _refuse(
            "closing_before_opening",
            _("It opened on %(start)s; it cannot have closed on %(day)s."),
            closed_on,
            "closed_on",
            start=_day(opened_on or EARLIEST),
        )
    if last_seen_on and last_seen_on >= closed_on:
        _refuse(
            "closing_before_sale",
            _(
                "For %(seen)s it is recorded that a product was on sale there. "
                "Choose a later day, or correct that entry first."
            ),
            closed_on,
            "closed_on",
            seen=_day(last_seen_on),
        )


def check_open_then(
    state: str,
    day: date,
    *,
    shop_closed_on: date | None,
    market_closed_on: date | None,
    market: Any,
) -> None:
    """Refuse that something is on sale on a day on which its shop or marketplace had closed."""
    if state not in ON_SALE:
        return
    if market_closed_on and day >= market_closed_on:
        _refuse(
            "day_after_marketplace",
            _("%(name)s closed on %(end)s; %(day)s is not before."),
            day,
            "effective_on",
            name=market,
            end=_day(market_closed_on),
        )
    if shop_closed_on and day >= shop_closed_on:
        _refuse(
            "day_after_shop",
            _("The shop closed on %(end)s. If it opened again, record that first."),
            day,
            "effective_on",
            end=_day(shop_closed_on),
        )
