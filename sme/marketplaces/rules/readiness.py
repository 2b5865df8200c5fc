"""How ready a product is for a marketplace: each thing that is asked, met or not, and what is missing first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from sme.marketplaces.rules.papers import (
    CONFIRMED_BY_PEOPLE,
    PaperState,
    RequirementKind,
    paper_state,
)

K = RequirementKind


class VerdictState(models.TextChoices):
    """What became of one thing that is asked."""

    MET = "met", pgettext_lazy("requirement", "Ready")
    SOON = "soon", gettext_lazy("Ready, but it ends soon")
    ENDED = "ended", gettext_lazy("The paper has ended")
    MISSING = "missing", pgettext_lazy("requirement", "Missing")


COUNTS_AS_MET = frozenset({VerdictState.MET, VerdictState.SOON})


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked: what, how much of it, whether nothing goes without it, its place in order."""

    key: str
    kind: str
    paper: str = ""
    minimum: int = 1
    is_required: bool = True
    order: int = 100


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that speaks for the product; ``valid_to`` is its last day, ``None``: it does not end."""

    kind: str
    issued_on: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a product and its maker; ``letters`` counts its description, ``confirmed`` holds keys."""

    papers: tuple[Paper, ...] = ()
    photos: int = 0
    letters: int = 0
    has_barcode: bool = False
    has_price: bool = False
    has_origin: bool = False
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one thing that is asked; ``until``: last day of the paper, ``have``: how many there are."""

    asked: Asked
    state: VerdictState
    until: date | None = None
    have: int | None = None

    @property
    def is_met(self) -> bool:
        """It would be accepted today."""
        return self.state in COUNTS_AS_MET


@dataclass(frozen=True, slots=True)
class Readiness:
    """All verdicts in order; how much of what is required is there, in whole percent; what to see to first."""

    verdicts: tuple[Verdict, ...]

    @property
    def percent(self) -> int:
        """0 to 100 of what is required, rounded down: 100 means that nothing required is missing."""
        required = [v for v in self.verdicts if v.asked.is_required]
        if not required:
            return 100
        return sum(v.is_met for v in required) * 100 // len(required)

    @property
    def missing(self) -> list[Verdict]:
        """What is not met, what is required first, each in its order."""
        gone = [v for v in self.verdicts if not v.is_met]
        return sorted(gone, key=lambda v: (not v.asked.is_required, v.asked.order, v.asked.key))

    @property
    def first(self) -> Verdict | None:
        """What to see to first."""
        return next(iter(self.missing), None)

    @property
    def is_ready(self) -> bool:
        """Nothing required is missing."""
        return all(v.is_met for v in self.verdicts if v.asked.is_required)


def judge(asked: Iterable[Asked], given: Given, day: date) -> Readiness:
    """Compare what is asked with what is given, as at a day.

    Of several papers of one kind the best counts, so that another paper never makes it worse. What people
    confirm (a bank account, packaging) counts as said.
    """
    ordered = sorted(asked, key=lambda each: (each.order, each.key))
    return Readiness(tuple(_judge_one(each, given, day) for each in ordered))


def _judge_one(asked: Asked, given: Given, day: date) -> Verdict:
    if asked.kind == K.PAPER:
        return _judge_paper(asked, given.papers, day)
    if asked.kind in (K.PHOTOS, K.DESCRIPTION):
        have = given.photos if asked.kind == K.PHOTOS else given.letters
        return Verdict(asked, _met(have >= max(asked.minimum, 1)), have=have)
    if asked.kind in CONFIRMED_BY_PEOPLE:
        return Verdict(asked, _met(asked.key in given.confirmed))
    return Verdict(
        asked,
        _met(
            {
                K.BARCODE: given.has_barcode,
                K.PRICE: given.has_price,
                K.ORIGIN: given.has_origin,
            }[K(asked.kind)]
        ),
    )


def _met(is_met: bool) -> VerdictState:
    return VerdictState.MET if is_met else VerdictState.MISSING


_BEST_FIRST = (PaperState.HOLDS, PaperState.SOON, PaperState.ENDED)
_SAYS = {
    PaperState.HOLDS: VerdictState.MET,
    PaperState.SOON: VerdictState.SOON,
    PaperState.ENDED: VerdictState.ENDED,
}


def _judge_paper(asked: Asked, papers: Iterable[Paper], day: date) -> Verdict:
    """The paper that holds longest; one that is not yet in force is as good as none."""
    fitting = [
        (paper_state(p.issued_on, p.valid_to, day), p.valid_to)
        for p in papers
        if p.kind == asked.paper
    ]
    for state in _BEST_FIRST:
        ends = [valid_to for found, valid_to in fitting if found == state]
        if ends:
            last = None if None in ends else max(end for end in ends if end)
            return Verdict(asked, _SAYS[state], until=last)
    return Verdict(asked, VerdictState.MISSING)
