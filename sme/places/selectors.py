"""Reads of units: of a day, under an old name, in terms of today's; and the areas of officers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.shared import clock, pagecache, text
from sme.places import rules
from sme.places.models import Remit, Succession, Unit, UnitQuerySet
from sme.places.rules import Level

MOST_MATCHES = 12


def communes_on(day: date) -> UnitQuerySet:
    """The communes, wards and townships that were valid on a day, by name."""
    return Unit.objects.communes().on(day).select_related("parent").by_name()


def province_on(day: date) -> Unit | None:
    """The province that was (or is) home on a day: the one that ended last when several were valid."""
    provinces = Unit.objects.filter(level=Level.PROVINCE).on(day)
    return provinces.order_by("-valid_from", "code").first()


def units_today(unit: Unit) -> list[Unit]:
    """The unit itself if it is valid today, else those it went into (several if it was split)."""
    today = clock.today()
    found: dict[int, Unit] = {}
    waiting = [unit]
    for _step in range(10):  # successions of successions; real chains are one or two long
        found.update({each.pk: each for each in waiting if _is_valid(each, today)})
        ended = [each.pk for each in waiting if not _is_valid(each, today)]
        if not ended:
            break
        waiting = list(
            Unit.objects.filter(formed_from__old__in=ended).select_related("parent").distinct()
        )
    return sorted(found.values(), key=lambda each: each.sort_key)


def all_units_today(ids: Iterable[int]) -> list[Unit]:
    """Today's units for many that were entered then or now, by name: one query for each step of successions."""
    today = clock.today()
    found: dict[int, Unit] = {}
    waiting = Unit.objects.filter(pk__in=set(ids))
    for _step in range(10):
        units = list(waiting.select_related("parent"))
        found.update({each.pk: each for each in units if _is_valid(each, today)})
        ended = [each.pk for each in units if not _is_valid(each, today)]
        if not ended:
            break
        waiting = Unit.objects.filter(formed_from__old__in=ended).distinct()
    return sorted(found.values(), key=lambda each: each.sort_key)


def _is_valid(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to > day)


def present_names(units: Iterable[Unit]) -> dict[int, str]:
    """What today's units are called where these former ones were, by the former unit's id; one query."""
    ended = {unit.pk for unit in units if unit.is_former}
    if not ended:
        return {}
    names = pagecache.part("places:present-names", _all_present_names)
    return {old: names[old] for old in ended if old in names}


def _all_present_names() -> dict[int, str]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = Succession.objects.order_by("new__sort_key").values_list("old_id", "new__name")
    for old, name in rows:
        names[old].append(name)
    return {old: " / ".join(found) for old, found in names.items()}


def former_names(level: str) -> dict[int, str]:
    """The former unit of a level in which each commune lies, by the commune's id: as before 1 July 2025.

    Today's communes are there only when all of them that went into it lay in one unit of that level.
    """
    return pagecache.part("places:former-names", _former_names)[level]


def _former_names() -> dict[str, dict[int, str]]:
    units = {each.pk: each for each in Unit.objects.select_related("parent")}
    formed_from: dict[int, set[int]] = defaultdict(set)
    for old, new in Succession.objects.values_list("old_id", "new_id"):
        formed_from[new].add(old)

    def above(unit: Unit | None, level: str) -> str:
        while unit is not None and unit.level != level:
            unit = units.get(unit.parent_id or 0)
        return unit.full_name if unit is not None else ""

    found: dict[str, dict[int, str]] = {level: {} for level in Level.values}
    for unit in units.values():
        if unit.level != Level.COMMUNE:
            continue
        sources = [unit] if unit.is_former else [units[pk] for pk in formed_from[unit.pk]]
        for level, names in found.items():
            above_all = {above(each, level) for each in sources}
            if len(above_all) == 1 and (name := above_all.pop()):
                names[unit.pk] = name
    return found


# --- areas ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Map:
    """How units hang together: what is below each, what each became, what each was formed from."""

    below: Mapping[int, set[int]]
    became: Mapping[int, set[int]]
    formed_from: Mapping[int, set[int]]

    def rolled_up(self, ids: set[int]) -> set[int]:
        """The units with all that lies wholly in them."""
        inside, waiting = set(ids), list(ids)
        while waiting:
            more = self.below.get(waiting.pop(), set()) - inside
            inside |= more
            waiting += more
        return rules.covered(inside, self.became, self.formed_from) if inside else set()


def _map() -> _Map:
    """The whole map, in one query of some hundred rows."""
    below: dict[int, set[int]] = defaultdict(set)
    became: dict[int, set[int]] = defaultdict(set)
    formed_from: dict[int, set[int]] = defaultdict(set)
    rows = Unit.objects.order_by().values_list("pk", "parent_id", "became__new_id")
    for pk, parent, new in rows:
        if parent is not None:
            below[parent].add(pk)
        if new is not None:
            became[pk].add(new)
            formed_from[new].add(pk)
    return _Map(below, became, formed_from)


def roll_up_ids(*units: Unit) -> set[int]:
    """Ids of all units whose whole area lies in these: themselves, what is below them, and across the maps.

    Given a unit of today it includes the former units that went wholly into it (and split ones whose
    parts all lie in it); given a former district, today's units that were made of it alone.
    """
    return _map().rolled_up({unit.pk for unit in units})


def remit_unit_ids(user: Any) -> set[int] | None:
    """The units an officer answers for; ``None`` for the whole province, an empty set for nothing.

    A former unit that was split counts for the officers of each of its parts: what was recorded
    there can be allocated only by people who know the place. Remembered for the life of this ``user``.
    """
    if not hasattr(user, "_remit_unit_ids"):
        user._remit_unit_ids = _remit_unit_ids(user)
    return user._remit_unit_ids


def _remit_unit_ids(user: Any) -> set[int] | None:
    rows = list(Remit.objects.filter(user_id=user.pk).values_list("is_whole_province", "units"))
    if any(is_whole for is_whole, _unit in rows):
        return None
    named = {unit for _is_whole, unit in rows if unit is not None}
    if not named:
        return set()
    units = _map()
    inside = units.rolled_up(named)
    split = {old for old, new in units.became.items() if len(new) > 1 and new & inside}
    return inside | split


def choices_for(user: Any) -> list[Unit]:
    """Units by which an officer may narrow a list: communes of today in their area, former districts, provinces."""
    today = clock.today()
    wanted = Q(level=Level.COMMUNE) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    area = None if getattr(user, "is_administrator", False) else remit_unit_ids(user)
    if area is None:
        wanted |= Q(level__in=(Level.DISTRICT, Level.PROVINCE), valid_to__lte=today)
        units = Unit.objects.filter(wanted)
    else:
        units = Unit.objects.filter(wanted, pk__in=area)
    return list(units.select_related("parent").by_name())


# --- finding what people type ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Match:
    """A unit that fits what was typed; a former one carries what it became."""

    unit: Unit
    new_units: list[Unit] = field(default_factory=list)

    @property
    def is_former(self) -> bool:
        """It is no more."""
        return bool(self.new_units)

    @property
    def is_split(self) -> bool:
        """It went into several units, so that a person has to say which."""
        return len(self.new_units) > 1

    @property
    def label(self) -> str:
        """``Xã Tịnh Thới, Thành phố Cao Lãnh (cũ) → Phường Cao Lãnh``; today's units by their name."""
        if not self.is_former:
            return self.unit.full_name
        new = " / ".join(each.name for each in self.new_units)
        return f"{former_name(self.unit)} → {new}"


def former_name(unit: Unit) -> str:
    """A former unit as people remember it: ``Xã Tịnh Thới, Thành phố Cao Lãnh (cũ)``."""
    return _("%(unit)s (former)") % {"unit": unit.full_name}


def is_another_name(old: Unit, new: Unit) -> bool:
    """The former unit had another name than what it became (else saying so tells nothing)."""
    return old.name != new.name


def find_units(typed: str, day: date | None = None, most: int = MOST_MATCHES) -> list[Match]:
    """Communes that fit what a person typed, best first: today's by their name, former ones with what they became.

    Takes a name or a whole address, with or without accents, with abbreviations ("xã Mỹ Thọ huyện
    Cao Lãnh", "P.4 TP Sa Đéc"). ``day`` is the day on which the answer shall hold (default: today).
    """
    day = day or clock.today()
    plain = rules.plain_address(typed)
    for words in rules.readings(plain):
        units = _units_with(words, day)
        if units:
            units = _closest(units, words)
            units.sort(key=lambda unit: _order(unit, words, typed, day))
            return _with_successors(units[:most], day)
    return []


def communes_in_memory() -> rules.Communes:
    """All communes of today and of before, for finding those of a long list without a query each; two queries."""
    today = clock.today()
    became: dict[int, list[int]] = defaultdict(list)
    for old, new in Succession.objects.order_by("new__sort_key").values_list("old_id", "new_id"):
        became[old].append(new)
    return rules.Communes(
        rules.Commune(
            unit.pk,
            unit.name,
            unit.parent.name if unit.parent and unit.parent.level == Level.DISTRICT else "",
            tuple(became[unit.pk]),
            is_former=not _is_valid(unit, today),
        )
        for unit in Unit.objects.communes().filter(valid_from__lte=today).select_related("parent")
    )


def _units_with(words: list[str], day: date) -> list[Unit]:
    candidates = Unit.objects.communes().filter(Q(valid_from__lte=day)).select_related("parent")
    for word in words[:12]:
        candidates = candidates.filter(search_text__contains=word)
    return [unit for unit in candidates if rules.has_all_words(words, unit.search_text)]


def _closest(units: list[Unit], words: list[str]) -> list[Unit]:
    """Those that hold the words one after the other, if there are any: "Tịnh Thới" is no "Tân Thới, tỉnh …"."""
    phrase = f" {' '.join(words)}"
    in_order = [unit for unit in units if phrase in f" {unit.search_text}"]
    return in_order or units


def _order(unit: Unit, words: list[str], typed: str, day: date) -> tuple[Any, ...]:
    has_other_accents = text.clean(typed).lower() not in unit.full_name.lower().replace(",", "")
    fit, is_former, length = rules.rank(
        words, unit.name, unit.search_text, not _is_valid(unit, day)
    )
    return (fit, has_other_accents, is_former, length, unit.sort_key, unit.code)


def _with_successors(units: Iterable[Unit], day: date) -> list[Match]:
    units = list(units)
    ended = [unit.pk for unit in units if not _is_valid(unit, day)]
    new: dict[int, list[Unit]] = defaultdict(list)
    rows = Succession.objects.filter(old__in=ended).select_related("new__parent")
    for row in rows.order_by("new__sort_key"):
        new[row.old_id].append(row.new)
    return [Match(unit, new[unit.pk]) for unit in units if unit.pk not in ended or new[unit.pk]]
