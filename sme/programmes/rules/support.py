"""Support in money: dated rules of share and ceiling, and what a ledger of entries adds up to; no queries here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from portal.shared.money import format_vnd
from portal.shared.text import Bilingual
from sme.enterprises.rules import SizeClass


class EntryKind(models.TextChoices):
    """What an entry of the ledger says."""

    COMMIT = "commit", _("Promised")
    USE = "use", _("Paid out")
    REVERSE_COMMIT = "uncommit", _("Promise taken back")
    REVERSE_USE = "unuse", _("Payment taken back")


REVERSED_BY = {
    EntryKind.COMMIT: EntryKind.REVERSE_COMMIT,
    EntryKind.USE: EntryKind.REVERSE_USE,
}


@dataclass(frozen=True)
class SupportRule:
    """One kind of support: share of a contract (per cent), ceilings in đồng by size class, and since when.

    ``per`` is ``year`` (all contracts of a year together) or ``contract`` (each contract of the year).
    """

    key: str
    title_vi: str
    title_en: str
    basis: str
    valid_from: date
    valid_to: date | None
    per: str
    share_percent: int
    ceilings: Mapping[str, int]
    example_value: int  # of the contract on which a business is shown its own share
    is_verified: bool
    note_vi: str = ""
    note_en: str = ""

    title = Bilingual("title")
    note = Bilingual("note")

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_support_rules(document: Mapping[str, Any]) -> list[SupportRule]:
    """The rules of a data file."""
    return [
        SupportRule(
            **{
                **each,
                "valid_from": date.fromisoformat(each["valid_from"]),
                "valid_to": date.fromisoformat(each["valid_to"]) if each["valid_to"] else None,
            }
        )
        for each in document["rules"]
    ]


def ceiling_for(rule: SupportRule, size: str) -> int:
    """The ceiling of a size class in đồng. Refuses a class for which the rule gives none."""
    if size not in rule.ceilings:
        raise RuleBroken(
            "no_ceiling",
            _("%(title)s is not given to this size class, or the size is not known.")
            % {"title": rule.title},
            "rule",
        )
    return rule.ceilings[size]


def most_for(rule: SupportRule, value: int) -> int:
    """The state's largest share of a contract of this value, in whole đồng, rounded down."""
    return value * rule.share_percent // 100


@dataclass(frozen=True)
class OwnShare:
    """What of a contract of ``value`` đồng a business pays itself; ``state`` is the most that the State pays.

    ``left`` is what the ceiling leaves; ``None`` where the size class is not known, and the ceiling not looked at.
    """

    rule: SupportRule
    value: int
    state: int
    left: int | None

    @property
    def own(self) -> int:
        """The business's own part, in đồng."""
        return self.value - self.state


def own_share(rule: SupportRule, size: str, left: int | None = None) -> OwnShare | None:
    """The own share of an example contract; ``None`` for a size class to which the rule gives nothing.

    ``left`` is what earlier contracts leave of this year's ceiling; without it the whole ceiling counts.
    """
    most = most_for(rule, rule.example_value)
    if size in ("", SizeClass.UNKNOWN):
        return OwnShare(rule, rule.example_value, most, None)
    ceiling = rule.ceilings.get(size)
    if ceiling is None:
        return None
    left = ceiling if left is None else max(0, left)
    return OwnShare(rule, rule.example_value, min(most, left), left)


@dataclass(frozen=True)
class Figures:
    """What a ledger adds up to, in đồng."""

    ceiling: int = 0
    committed: int = 0
    used: int = 0
    own: int = 0
    remaining: int = 0  # of ceilings of a year; one of a contract leaves nothing over

    @property
    def unused(self) -> int:
        """Promised, and not paid out yet."""
        return self.committed - self.used


def sums_of(entries: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """Promised and paid out, of (kind, amount) pairs."""
    totals = dict.fromkeys(EntryKind.values, 0)
    for kind, amount in entries:
        totals[kind] += amount
    return (
        totals[EntryKind.COMMIT] - totals[EntryKind.REVERSE_COMMIT],
        totals[EntryKind.USE] - totals[EntryKind.REVERSE_USE],
    )


def check_commit(rule: SupportRule, value: int, share: int, ceiling: int, committed: int) -> None:
    """Refuse a promise above the share of the contract, or above what the ceiling leaves."""
    most = most_for(rule, value)
    if not 0 < share <= most:
        raise RuleBroken(
            "above_share",
            _("The state pays at most %(percent)d %% of this contract: %(most)s.")
            % {"percent": rule.share_percent, "most": format_vnd(most)},
            "state_share",
        )
    left = ceiling - (committed if rule.per == "year" else 0)
    if share > left:
        raise RuleBroken(
            "above_ceiling",
            _("Only %(left)s of the ceiling of %(ceiling)s is left.")
            % {"left": format_vnd(max(0, left)), "ceiling": format_vnd(ceiling)},
            "state_share",
        )
