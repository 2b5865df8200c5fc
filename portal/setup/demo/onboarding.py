"""Invented ways onto marketplaces at every stage, some stuck, one paused, one given up; a rejected listing; shops."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.setup.demo.registry import others, sellers
from portal.setup.demo.world import World
from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules, services
from sme.marketplaces.models import Listing, Marketplace, Onboarding, Product, Requirement

MEMBER = "doanhnghiep@demo.senso.example"
S = rules.ListingState
# Of those who do not sell yet: onto where, days since the start, days from the start to each thing that was
# done, days from today until the next step is due, and what became of it.
NEWCOMERS: list[tuple[str, int, tuple[int, ...], int | None, str]] = [
    ("tiktok", 3, (), 10, ""),
    ("shopee", 9, (), 4, ""),
    ("tiktok", 52, (), None, ""),
    ("shopee", 12, (5,), 6, ""),
    ("lazada", 25, (4,), -3, ""),
    ("tiktok", 75, (10,), None, ""),
    ("shopee", 30, (3, 12), 12, ""),
    ("tiktok", 64, (6, 20), -9, ""),
    ("postmart", 40, (8, 15), None, "paused"),
    ("shopee", 28, (4, 9, 16), 5, ""),
    ("tiktok", 70, (5, 12, 25), None, ""),
    ("shopee", 33, (6, 10, 18), 9, "rejected"),
    ("tiki", 90, (14,), None, "stopped"),
]
WAITING = 7  # of those who sell


def build(world: World) -> None:
    """Begin the ways that are not there yet."""
    if Onboarding.objects.filter(is_demo=True).exists():
        return
    today = clock.today()
    markets = {market.key: market for market in Marketplace.objects.all()}
    # From the middle of the list: its ends belong to other makers.
    quiet = others()[8 : 8 + len(NEWCOMERS)]
    for enterprise, plan in zip(quiet, NEWCOMERS, strict=False):
        _newcomer(world, enterprise, markets[plan[0]], plan, today)
    for enterprise, market in _of_sellers():
        _start(world, enterprise, market, today - timedelta(days=200))
    _steady(world, today)
    member = Enterprise.objects.filter(memberships__user__email=MEMBER).order_by("pk").first()
    if member:
        _of_the_member(world, member, today)
    world.say(f"{Onboarding.objects.filter(is_demo=True).count()} ways onto marketplaces.")


def _start(
    world: World, enterprise: Enterprise, market: Marketplace, on: date, officer: int = 0
) -> Onboarding:
    return services.start_onboarding(
        enterprise,
        market,
        officer=world.officers[officer],
        started_on=on,
        actor=world.actor,
        is_demo=True,
    )


def _plan(world: World, way: Onboarding, step: str, on: date, who: str) -> None:
    """A day that was set some time ago may have passed since: the row is written as it was then."""
    way.steps.update_or_create(
        step=step, defaults={"due_on": on, "who": who, "recorded_by": world.actor}
    )


def _newcomer(
    world: World, enterprise: Enterprise, market: Marketplace, plan: Any, today: date
) -> None:
    _key, age, done, due_in, end = plan
    begun = today - timedelta(days=age)
    way = _start(world, enterprise, market, begun, officer=enterprise.pk % 2)
    for step, days in zip(("registered", "documents"), done, strict=False):
        services.complete_step(way, step, done_on=begun + timedelta(days=days), actor=world.actor)
    if len(done) > 2:
        opened = begun + timedelta(days=done[2])
        services.add_storefront(
            enterprise,
            market,
            seller_name=enterprise.name[:120],
            opened_on=opened,
            state="open",
            actor=world.actor,
        )
        if end == "rejected":
            _rejected(world, enterprise, market, opened)
    if due_in is not None:
        step = rules.ORDER[len(done)]
        _plan(world, way, step, today + timedelta(days=due_in), "Chủ cơ sở và cán bộ phường")
    if end == "paused":
        services.pause_onboarding(way, reason="Đang vào vụ, hẹn lại sau Tết.", actor=world.actor)
    if end == "stopped":
        services.stop_onboarding(way, reason="Chuyển hẳn sang TikTok Shop.", actor=world.actor)


def _rejected(world: World, enterprise: Enterprise, market: Marketplace, opened: date) -> None:
    product = services.add_product(
        enterprise,
        name_vi="Bánh tráng sữa dừa",
        category="food",
        unit="gói",
        actor=world.actor,
        is_demo=True,
    )
    shop = enterprise.storefronts.get(marketplace=market)
    listing = services.add_listing(product, shop, actor=world.actor, is_demo=True)
    for days, state, details in (
        (2, S.SUBMITTED, {}),
        (5, S.REJECTED, {"reason": "photos", "note": "Ảnh mờ, có chèn số điện thoại."}),
    ):
        services.record_state(
            listing,
            state,
            effective_on=opened + timedelta(days=days),
            source=rules.Source.OFFICER,
            actor=world.actor,
            **details,
        )


def _of_sellers() -> Iterator[tuple[Enterprise, Marketplace]]:
    """Some that sell: where, of what they have."""
    for enterprise in sellers()[10 : 10 + WAITING]:
        listing = (
            enterprise.listings.filter(state__in=rules.ON_SALE)
            .select_related("marketplace")
            .first()
        )
        if listing:
            yield enterprise, listing.marketplace


def _steady(world: World, today: date) -> None:
    """Two of them told of sales in three months."""
    ways = Onboarding.objects.filter(is_demo=True, stage__in=["live", "order"]).order_by("pk")[:2]
    for way in ways:
        listing = Listing.objects.filter(
            enterprise=way.enterprise_id, marketplace=way.marketplace_id, state__in=rules.ON_SALE
        ).first()
        if listing is None or listing.state_on is None:
            continue
        for days in (80, 45, 10):
            services.record_state(
                listing,
                S.SELLING,
                effective_on=max(today - timedelta(days=days), listing.state_on),
                source=rules.Source.OFFICER,
                order_band=rules.OrderBand.TO_49,
                actor=world.actor,
            )


def _of_the_member(world: World, member: Enterprise, today: date) -> None:
    """One way half gone, with a plan; what is theirs and sold is ticked by itself."""
    begun = Onboarding.objects.filter(enterprise=member).values("marketplace")
    sold = member.listings.values("marketplace")
    fresh = Marketplace.objects.exclude(pk__in=begun).exclude(pk__in=sold).filter(closed_on=None)
    market = fresh.order_by("order").first()
    if market:
        way = _start(world, member, market, today - timedelta(days=16))
        services.complete_step(
            way, "registered", done_on=today - timedelta(days=11), actor=world.actor
        )
        for step, days in (("documents", 5), ("shop", 15), ("live", 30)):
            _plan(world, way, step, today + timedelta(days=days), "Bạn")
    live = member.listings.filter(state__in=rules.ON_SALE).select_related("marketplace").first()
    if live and not begun.filter(marketplace=live.marketplace).exists():
        _start(world, member, live.marketplace, today - timedelta(days=120))
    product = Product.objects.filter(enterprise=member).order_by("pk").first()
    if product:
        for key in ("bank-account", "identity"):
            services.confirm(
                Requirement.objects.get(key=key), product, is_there=True, actor=world.actor
            )
