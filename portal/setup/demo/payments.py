"""What enterprises of the demonstration owe and have paid: some open, one overdue, one paid, one unknown transfer."""

from datetime import timedelta

from portal.setup.demo.world import World
from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.payments.models import Obligation
from sme.payments.services import obligations, places, receiving
from sme.programmes.models import Cohort

PURPOSE = (
    "Phần đối ứng gói hỗ trợ lên sàn (minh họa)",
    "Own share of the marketplace package (invented)",
)
MEMBER = "doanhnghiep@demo.senso.example"
SHARE, SUPPORT = 1_500_000, 3_500_000
DUE = [14, 14, -3, 30, 7, 21]


def build(world: World) -> None:
    """Through the acts that officers use; a grown registry is for measuring and stays without."""
    if world.scale or Obligation.objects.exists():
        return
    owner = Enterprise.objects.filter(memberships__user__email=MEMBER).order_by("pk").first()
    others = Enterprise.objects.exclude(pk=owner.pk if owner else 0).order_by("pk")[: len(DUE)]
    who = [each for each in [owner, *others] if each][: len(DUE)]
    made = [
        obligations.open_obligation(
            each,
            amount=SHARE,
            support=SUPPORT,
            purpose_vi=PURPOSE[0],
            purpose_en=PURPOSE[1],
            due_on=clock.today() + timedelta(days),
            actor=world.actor,
        )
        for each, days in zip(who, DUE, strict=False)
    ]
    receiving.record_cash(made[-1], amount=SHARE, key="demo-cash-1", actor=world.actor)
    receiving.record_cash(made[-2], amount=SHARE // 3, key="demo-cash-2", actor=world.actor)
    receiving.record_payment(
        method="transfer",
        provider_id="demo-transfer-1",
        amount=SHARE,
        obligation=None,
        actor=world.actor,
        words="CK phi tham gia, khong ghi ma",
    )
    cohort = Cohort.objects.taking_in().order_by("pk").first()
    if cohort is not None:
        places.set_price(
            cohort, actor=world.actor, amount=SHARE, support=SUPPORT, purpose_vi=PURPOSE[0],
            purpose_en=PURPOSE[1], days=14, hours=72,
        )  # fmt: skip
    world.say(f"{len(made)} obligations, a transfer of unknown origin.")
