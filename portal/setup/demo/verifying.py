"""What officers look at again: some seen of late, some only claimed, a few reported wrong, a sample half done."""

from datetime import date

from portal.accounts.models import User
from portal.setup.demo.world import World
from sme.marketplaces import rules, services
from sme.marketplaces.models import Listing, Sample
from sme.marketplaces.services import reports, samples

CLAIMED_ON, SEEN_ON = date(2026, 11, 12), date(2026, 11, 5)
CLAIMED, SEEN, REPORTED = 14, 20, 3
QUARTER, ROWS, LOOKED_AT, SEED = "2026-Q3", 40, 19, "152"
NOTES = ["Trang báo không còn sản phẩm.", "Đây là sản phẩm khác.", "Cửa hàng này của người khác."]


def build(world: World) -> None:
    """Through the acts of the queue; a grown registry is for measuring and stays without."""
    if world.scale or Sample.objects.exists():
        return
    officer = world.officers[0]
    demo = Listing.objects.filter(is_demo=True).order_by("pk")
    _claim(list(demo.filter(state=rules.ListingState.DORMANT, state_on__lt=CLAIMED_ON)[:CLAIMED]))
    live = list(demo.live().filter(verified_on__lt=SEEN_ON)[: SEEN + REPORTED])
    _see(live[:SEEN], officer)
    for listing, note in zip(live[SEEN:], NOTES, strict=False):
        reports.report_wrong(listing, note, who=f"demo-{listing.pk}")
    _sample(officer)
    world.say(f"{CLAIMED} claims to verify, {REPORTED} reports, a sample of {ROWS} rows.")


def _claim(listings: list[Listing]) -> None:
    """Their owners say that they are on sale again."""
    for listing in listings:
        services.record_state(
            listing,
            rules.ListingState.LIVE,
            effective_on=CLAIMED_ON,
            source=rules.Source.ENTERPRISE,
            actor=None,
        )


def _see(listings: list[Listing], officer: User) -> None:
    for listing in listings:
        services.record_state(
            listing,
            listing.state,
            effective_on=SEEN_ON,
            source=rules.Source.OFFICER,
            actor=officer,
            evidence_url=listing.address,
        )


def _sample(officer: User) -> None:
    """Nine of ten as recorded, among those that were looked at."""
    sample = samples.draw(QUARTER, ROWS, seed=SEED, actor=officer)
    O = rules.SampleOutcome  # noqa: E741, N806
    for item in sample.items.order_by("order")[:LOOKED_AT]:
        outcome = {6: O.WRONG, 13: O.UNCLEAR, 17: O.WRONG}.get(item.order, O.CONFIRMED)
        samples.look_at(item, outcome, actor=officer)
