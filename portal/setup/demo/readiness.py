"""The demonstration: frameworks that come with the project, and invented assessments over time."""

import random
from datetime import datetime, timedelta
from typing import Any

from assessments import services
from assessments.models import Assessment, Framework
from assessments.rules import Criterion, Kind, Round, Source
from assessments.selectors import definition_of
from portal.setup.demo.world import SEED, World
from portal.shared.clock import VIETNAM
from sme.enterprises.models import Enterprise

MEMBER = "doanhnghiep@demo.senso.example"
FIRST, SECOND, RECENT = (
    datetime(2023, 3, 6, 9, tzinfo=VIETNAM),
    datetime(2026, 6, 8, 9, tzinfo=VIETNAM),
    datetime(2026, 11, 12, 9, tzinfo=VIETNAM),
)
MOST = 102
QUICK, OFFICIAL = "quick-check", "dbi-sme"


def build(world: World) -> None:
    """Load the frameworks, then let the invented enterprises answer; what exists stays."""
    services.load_shipped(actor=world.actor)
    if Assessment.objects.exists():
        return
    dice = random.Random(f"{SEED}-readiness")  # noqa: S311
    enterprises = list(Enterprise.objects.filter(is_demo=True).order_by("pk")[:MOST])
    member = Enterprise.objects.filter(memberships__user__email=MEMBER).first()
    for enterprise in enterprises:
        _over_time(world, enterprise, dice, is_member=enterprise == member)
    if member and member not in enterprises:
        _over_time(world, member, dice, is_member=True)
    done = Assessment.objects.submitted().count()
    world.say(
        f"Readiness: {done} assessments submitted, {Assessment.objects.drafts().count()} open"
    )


def _over_time(
    world: World, enterprise: Enterprise, dice: random.Random, *, is_member: bool
) -> None:
    """Before support, after it, the official index for some; a few have begun and not finished."""
    strength = dice.choices([0, 1, 2, 3], weights=[3, 5, 4, 1])[0]
    actor = _who(world, enterprise)
    quick = Framework.objects.get(slug=QUICK)
    later = {"actor": actor, "dice": dice}
    if dice.random() < 0.8 or is_member:
        _submitted(enterprise, quick, Round.BEFORE, _on(FIRST, dice, 200), strength, **later)
    if dice.random() < 0.45 or is_member:
        _submitted(enterprise, quick, Round.AFTER, _on(SECOND, dice, 90), strength + 1, **later)
    if dice.random() < 0.12:
        official = Framework.objects.get(slug=OFFICIAL)
        _submitted(enterprise, official, None, _on(SECOND, dice, 120), strength, **later)
    if dice.random() < 0.1 or is_member:
        _begun(enterprise, quick, _on(RECENT, dice, 9), strength + 1, **later)


def _who(world: World, enterprise: Enterprise) -> Any:
    membership = enterprise.memberships.select_related("user").order_by("pk").first()
    return membership.user if membership else world.actor


def _on(start: datetime, dice: random.Random, days: int) -> datetime:
    return start + timedelta(days=dice.randrange(days), minutes=dice.randrange(420))


def _submitted(
    enterprise: Enterprise,
    framework: Framework,
    label: Round | None,
    at: datetime,
    strength: int,
    *,
    actor: Any,
    dice: random.Random,
) -> None:
    draft = services.start(enterprise, framework, actor=actor, round_label=label, at=at)
    criteria = definition_of(draft.version).criteria
    given = {c.code: _answer(c, strength, dice) for c in criteria}
    services.save_answers(draft, given, actor=actor, source=Source.SELF, at=at)
    services.submit(draft, actor=actor, at=at + timedelta(minutes=dice.randrange(4, 40)))


def _begun(
    enterprise: Enterprise,
    framework: Framework,
    at: datetime,
    strength: int,
    *,
    actor: Any,
    dice: random.Random,
) -> None:
    draft = services.start(enterprise, framework, actor=actor, at=at)
    criteria = definition_of(draft.version).criteria[: dice.randrange(3, 8)]
    given = {c.code: _answer(c, strength, dice) for c in criteria}
    services.save_answers(draft, given, actor=actor, source=Source.SELF, at=at)


def _answer(criterion: Criterion, strength: int, dice: random.Random) -> dict[str, Any]:
    """Around the enterprise's strength, a little better or worse."""
    wish = max(0, strength + dice.choice([-1, -1, 0, 0, 0, 1, 1]))
    if criterion.kind == Kind.RATIO:
        whole = dice.choice([5, 8, 12, 20, 40])
        return {"numerator": min(whole, wish * whole // 5), "denominator": whole}
    if criterion.kind == Kind.SEVERAL_OF:
        many = min(wish, len(criterion.options) - 1)
        chosen = dice.sample(range(len(criterion.options) - 1), many)
        return {"options": sorted(chosen) or [len(criterion.options) - 1]}
    return {"option": min(wish, len(criterion.options) - 1)}
