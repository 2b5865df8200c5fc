"""The enterprises of the demonstration world: 102 that sell online, 30 that do not yet, and more for measuring.

Those entered before 1 July 2025 mostly stand at the units of that time, as in a real registry.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.accounts.models import User
from portal.setup.demo import people
from portal.setup.demo.invented import Invented, enterprises
from portal.setup.demo.world import World
from sme.enterprises import selectors, services
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import IdentifierType, Kind, MemberRole
from sme.places.models import Succession, Unit

SELLERS, OTHERS = 102, 30
FIRST_DAY, LAST_SELLER, LAST_DAY = date(2022, 6, 1), date(2023, 8, 31), date(2026, 10, 31)
NEW_UNITS = date(2025, 7, 1)
MEMBER = "doanhnghiep@demo.senso.example"
MEMBER_NAME = "Nguyễn Thị Bảy (minh hoạ)"
SPLIT_UNIT = "30079"  # Xã Gáo Giồng went into two communes: one enterprise waits there to be placed


def sellers() -> list[Enterprise]:
    """The 102 that sell on marketplaces, always in the same order; the first belongs to the member's account."""
    return list(Enterprise.objects.filter(is_demo=True).order_by("pk")[:SELLERS])


def others() -> list[Enterprise]:
    """The 30 that do not sell online yet, in the same order."""
    rows = Enterprise.objects.filter(is_demo=True).order_by("pk")
    return list(rows[SELLERS : SELLERS + OTHERS])


def trade_of(enterprise: Enterprise) -> str:
    """What an invented enterprise makes (a key of ``invented.TRADES``), read from its website's path."""
    return enterprise.website.rstrip("/").rpartition("/")[2].partition("-")[0]


def build(world: World) -> None:
    """Make the enterprises that are not there yet, and the member who owns the first."""
    homes = _Homes()
    if not Enterprise.objects.filter(is_demo=True).exists():
        rng = random.Random(world.random.random())  # noqa: S311  (an invented world)
        made = [_enter(each, homes, rng, world) for each in _plain_world(rng)]
        _give_to_member(made, world)
        world.say(f"{len(made)} enterprises.")
    if world.scale:
        _grow(world, homes)


def _plain_world(rng: random.Random) -> Iterator[Invented]:
    return enterprises(rng, SELLERS + OTHERS)


class _Homes:
    """Where an invented enterprise stands: today's unit, or the one before, by the day it was entered."""

    def __init__(self) -> None:
        communes = Unit.objects.communes().select_related("parent")
        self.today = {unit.name: unit for unit in communes.filter(valid_to__isnull=True)}
        self.former: dict[int, list[Unit]] = {}
        rows = Succession.objects.filter(is_whole=True, old__level="commune")
        for row in rows.select_related("old__parent").order_by("old__code"):
            self.former.setdefault(row.new_id, []).append(row.old)

    def of(self, name: str, day: date, rng: random.Random) -> Unit:
        """The unit of that day; one in four older records has had its address brought up to date."""
        unit = self.today[name]
        if day >= NEW_UNITS or rng.random() < 0.25:
            return unit
        return rng.choice(self.former.get(unit.pk) or [unit])


def _day(each: Invented, rng: random.Random) -> date:
    begin, end = (FIRST_DAY, LAST_SELLER) if each.index <= SELLERS else (LAST_SELLER, LAST_DAY)
    return begin + timedelta(days=rng.randint(31, (end - begin).days))


def _numbers(each: Invented, rng: random.Random) -> list[tuple[str, str]]:
    chance = rng.random()
    if each.kind == Kind.HOUSEHOLD:
        if chance < 0.45:
            return [(IdentifierType.PERSONAL_ID, each.personal_number)]
        return [(IdentifierType.TAX_CODE, each.tax_code)] if chance < 0.85 else []
    if each.kind == Kind.FACILITY:
        return [(IdentifierType.TAX_CODE, each.tax_code)] if chance < 0.5 else []
    numbers: list[tuple[str, str]] = [(IdentifierType.TAX_CODE, each.tax_code)]
    if each.kind == Kind.COOPERATIVE and chance < 0.5:
        numbers.append((IdentifierType.COOPERATIVE_NUMBER, each.cooperative_number))
    return numbers


def _band(amount: int, bands: Any) -> str:
    return next(band.key for band in bands.values() if band.up_to is None or amount <= band.up_to)


def _row(each: Invented, place: Unit, day: date, rng: random.Random) -> dict[str, Any]:
    rules = selectors.latest_size_rules()
    is_exact = rng.random() < 0.4
    return {
        "kind": each.kind,
        "legal_form": each.legal_form,
        "name": each.name,
        "place": place,
        "sector": each.sector if rng.random() < 0.95 else "",
        "employees": each.employees,
        "revenue_band": _band(each.revenue_vnd, rules.revenue_bands),
        "capital_band": _band(each.capital_vnd, rules.capital_bands) if rng.random() < 0.8 else "",
        "revenue": each.revenue_vnd if is_exact else None,
        "is_women_led": each.is_women_led,
        "phone": each.phone,
        "email": f"dn{each.index}@demo.senso.example" if rng.random() < 0.7 else "",
        "website": f"https://demo.senso.example/{each.trade}-{each.index}",
        "registered_on": day,
        "identifiers": _numbers(each, rng),
        "contacts": [
            {
                "name": each.owner,
                "position": "Chủ hộ" if each.kind == Kind.HOUSEHOLD else "Giám đốc",
                "phone": each.phone,
                "is_representative": True,
            }
        ],
        "is_demo": True,
    }


def _enter(each: Invented, homes: _Homes, rng: random.Random, world: World) -> Enterprise:
    day = _day(each, rng)
    place = homes.of(each.commune, day, rng)
    row = _row(each, place, day, rng)
    if each.index == 1:
        row.update(_of_member(homes, each))
    if each.index == SELLERS - 1:
        row["place"] = Unit.objects.get(level="commune", code=SPLIT_UNIT, valid_to=NEW_UNITS)
    officer = world.officers[0] if world.officers else world.actor
    enterprise = services.register(**row, actor=officer)
    if rng.random() < (0.85 if each.index <= SELLERS else 0.4):
        services.verify(enterprise, actor=officer)
    return enterprise


def _of_member(homes: _Homes, each: Invented) -> dict[str, Any]:
    """The household that the member's account owns: a maker of rice cakes in old Sa Đéc."""
    return {
        "kind": Kind.HOUSEHOLD,
        "legal_form": "household",
        "name": "Hộ kinh doanh Bánh Phồng Tôm Cô Bảy Sa Đéc",
        "place": homes.former[homes.today["Phường Sa Đéc"].pk][0],
        "sector": "C",
        "employees": 6,
        "revenue": 2_100_000_000,
        "revenue_band": "0-3",
        "capital_band": "0-3",
        "is_women_led": True,
        "address": "Khóm 2",
        "website": f"https://demo.senso.example/cakes-{each.index}",
        "identifiers": [(IdentifierType.TAX_CODE, each.tax_code)],
        "contacts": [
            {
                "name": "Nguyễn Thị Bảy",
                "position": "Chủ hộ",
                "phone": each.phone,
                "is_representative": True,
            }
        ],
    }


def _give_to_member(made: list[Enterprise], world: World) -> User:
    """The member owns the first enterprise and works for the first co-operative."""
    member = people.account(MEMBER, MEMBER_NAME, [], world.actor)
    services.add_member(made[0], member, MemberRole.OWNER, actor=world.actor)
    second = next(each for each in made[1:] if each.kind == Kind.COOPERATIVE)
    services.add_member(second, member, MemberRole.STAFF, actor=world.actor)
    return member


def _grow(world: World, homes: _Homes) -> None:
    """Many more, for measuring: anywhere in the province, at old and new units."""
    there = Enterprise.objects.count()
    missing = (world.scale or 0) - there
    if missing <= 0:
        return
    rng = random.Random(there)  # noqa: S311
    units = sorted(homes.today.values(), key=lambda unit: unit.code)

    def rows() -> Iterator[dict[str, Any]]:
        for each in enterprises(rng, missing, first=there + 1):
            day = _day(each, rng)
            unit = rng.choice(units)
            if day < NEW_UNITS and rng.random() < 0.5:
                unit = rng.choice(homes.former.get(unit.pk) or [unit])
            yield _row(each, unit, day, rng)

    count = services.register_many(rows(), actor=world.actor)
    world.say(f"{count} more enterprises.")
