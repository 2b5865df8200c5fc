"""What a guide helps with, and how near two guides are; plain values only.

A tie is written ``kind:key``: ``criterion:quick-check/1.1``, ``requirement:photos``, ``rejection:papers``,
``programme:ke-hoach-152``, ``support:solutions``, ``term:hoa-don-dien-tu``.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_TIES = 60
_TIE = re.compile(r"[a-z]+:[\w./-]{1,100}")
SAME_TOPIC, SHARED_TIE, SHARED_WORD, NEAR_LEVEL, OTHER_READERS = 6, 3, 1, 1, -6
MOST_SHARED = 3


class TieKind(models.TextChoices):
    """What a guide may be tied to."""

    CRITERION = "criterion", _("Questions of the readiness check")
    REQUIREMENT = "requirement", _("What marketplaces ask for")
    REJECTION = "rejection", _("Why marketplaces reject")
    PROGRAMME = "programme", _("Programmes")
    SUPPORT = "support", _("Support in money")
    TERM = "term", _("Terms explained")


def tie(kind: TieKind | str, key: str) -> str:
    """A tie as it is kept."""
    return f"{TieKind(kind).value}:{key}"


def clean_ties(given: Any) -> list[str]:
    """Well-formed ties, each once, in order; whatever else was given is left out."""
    if not isinstance(given, list | tuple | set):
        return []
    kept = {each for each in given if isinstance(each, str) and _TIE.fullmatch(each)}
    return sorted(each for each in kept if each.partition(":")[0] in TieKind.values)[:MOST_TIES]


@dataclass(frozen=True)
class Traits:
    """What of a guide counts when others are compared with it."""

    key: UUID
    place: int
    pillar: str
    level: int
    ties: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()


def nearness(one: Traits, other: Traits) -> int:
    """How near two guides are: their topic counts most, then what both help with, their words and level."""
    near = SAME_TOPIC * (one.pillar == other.pillar)
    near += SHARED_TIE * min(len(one.ties & other.ties), MOST_SHARED)
    near += SHARED_WORD * min(len(one.words & other.words), MOST_SHARED)
    near += NEAR_LEVEL * (other.level - one.level in (0, 1))
    return near + OTHER_READERS * (not one.readers & other.readers)


def nearest(to: Traits, among: Iterable[Traits], most: int) -> list[UUID]:
    """The nearest guides, the next in the editors' order among equals."""
    others = [each for each in among if each.key != to.key]
    others.sort(key=lambda each: (-nearness(to, each), each.place < to.place, each.place))
    return [each.key for each in others[:most]]


def for_gaps(
    gaps: Iterable[str],
    among: Collection[Traits],
    reader: str,
    without: Collection[UUID],
    most: int,
) -> list[UUID]:
    """Guides that help with what somebody lacks, one for each gap, the greatest first; then those to begin with.

    ``gaps`` are ties in their order, ``reader`` the kind of business, ``without`` guides that are known already.
    """
    fitting = [
        each
        for each in among
        if each.key not in without and (not each.readers or reader in each.readers or not reader)
    ]
    found: dict[UUID, None] = {}
    for gap in gaps:
        helping = (each.key for each in fitting if gap in each.ties and each.key not in found)
        found |= dict.fromkeys(islice(helping, 1))
    starters = sorted(fitting, key=lambda each: (each.level, each.place))
    found |= {each.key: None for each in starters}
    return list(found)[:most]
