"""Finding records that may be the same, and remembering what was decided about them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.enterprises import selectors
from sme.enterprises.models import DuplicatePair, Enterprise
from sme.enterprises.rules import PairState
from sme.enterprises.rules import duplicates as rules
from sme.enterprises.rules.duplicates import Likeness, Traits

BATCH = 500
Found = tuple[int, int, Likeness]


@dataclass
class Outcome:
    """How many pairs a run found, and how many of them were new, asked again, or no longer alike."""

    found: int = 0
    new: int = 0
    reopened: int = 0
    gone: int = 0


class _Book:
    """The pairs that are known, and what a run says of each; written in batches."""

    def __init__(self) -> None:
        rows = DuplicatePair.objects.values_list("left_id", "right_id", "pk", "state", "score")
        self.known = {(left, right): (pk, state, score) for left, right, pk, state, score in rows}
        self.seen: set[tuple[int, int]] = set()
        self.outcome = Outcome()
        self.new: list[DuplicatePair] = []

    def note(self, one: int, other: int, likeness: Likeness) -> None:
        """A pair at or above the threshold."""
        pair = (one, other) if one < other else (other, one)
        if pair in self.seen:
            return
        self.seen.add(pair)
        self.outcome.found += 1
        if pair not in self.known:
            self.new.append(
                DuplicatePair(
                    left_id=pair[0],
                    right_id=pair[1],
                    score=likeness.score,
                    reasons=[list(each) for each in likeness.reasons],
                )
            )
            if len(self.new) >= BATCH:
                self.write()
            return
        pk, state, score = self.known[pair]
        if state == PairState.DISTINCT:
            self.outcome.reopened += _ask_again(pk, likeness)
        elif state == PairState.MERGED or score != likeness.score:
            _refresh(pk, likeness)

    def write(self) -> None:
        """Write the new pairs; a pair that somebody wrote meanwhile is left."""
        DuplicatePair.objects.bulk_create(self.new, batch_size=BATCH, ignore_conflicts=True)
        self.outcome.new += len(self.new)
        self.new = []

    def close(self) -> None:
        """Forget open pairs that no longer look alike."""
        self.write()
        stale = [
            pk
            for pair, (pk, state, _score) in self.known.items()
            if state == PairState.OPEN and pair not in self.seen
        ]
        for begin in range(0, len(stale), BATCH):
            some = DuplicatePair.objects.filter(pk__in=stale[begin : begin + BATCH])
            self.outcome.gone += some.filter(state=PairState.OPEN).delete()[0]


def _refresh(pk: int, likeness: Likeness) -> None:
    DuplicatePair.objects.filter(pk=pk).exclude(state=PairState.DISTINCT).update(
        state=PairState.OPEN,
        score=likeness.score,
        reasons=[list(each) for each in likeness.reasons],
        updated_at=clock.now(),
    )


def _ask_again(pk: int, likeness: Likeness) -> bool:
    """Open a pair that was told apart when new strong evidence came; what was decided stays in its history."""
    pair = DuplicatePair.objects.get(pk=pk)
    if not rules.has_changed_materially(likeness.score, likeness.reasons, pair.score, pair.reasons):
        return False
    pair.state, pair.score = PairState.OPEN, likeness.score
    pair.reasons = [list(each) for each in likeness.reasons]
    pair.save(update_fields=["state", "score", "reasons", "updated_at"])
    audit.record(
        pair.left,
        "enterprises.ask_again",
        actor=None,
        data={**audit.BY_SYSTEM, "other": pair.right_id},
    )
    return True


def find_all(*, progress: Any | None = None) -> Outcome:
    """Compare the whole registry, commune by commune, then records that share a number, phone, e-mail or name.

    Keeps one commune in memory. Pairs that were told apart stay so unless new strong evidence came. Running it
    twice changes nothing more. ``progress`` is a job's.
    """
    book, places = _Book(), selectors.places_today()
    for one, other in _candidates(places, progress):
        likeness = rules.compare(one, other)
        if likeness.is_worth_a_look:
            book.note(one.key, other.key, likeness)
    book.close()
    return book.outcome


def _candidates(
    places: dict[int, frozenset[int]], progress: Any | None
) -> Iterator[tuple[Traits, Traits]]:
    present = set(
        Enterprise.objects.unmerged().order_by().values_list("place", flat=True).distinct()
    )
    todays = sorted({today for place in present for today in places.get(place, {place})})
    if progress is not None:
        progress.total = len(todays) + 1
    for today in todays:
        near = [place for place in present if today in places.get(place, {place})]
        records = selectors.traits_of(Enterprise.objects.unmerged().filter(place__in=near), places)
        yield from rules.candidates(records)
        if progress is not None:
            progress.advance()
    yield from _sharing(places)
    if progress is not None:
        progress.advance()


def _sharing(places: dict[int, frozenset[int]]) -> Iterator[tuple[Traits, Traits]]:
    waiting: list[list[int]] = []
    size = 0
    for group in selectors.sharing(rules.MOST_IN_A_BLOCK):
        waiting.append(group)
        size += len(group)
        if size >= 2000:
            yield from _pairs_of(waiting, places)
            waiting, size = [], 0
    yield from _pairs_of(waiting, places)


def _pairs_of(
    groups: Iterable[list[int]], places: dict[int, frozenset[int]]
) -> Iterator[tuple[Traits, Traits]]:
    groups = list(groups)
    known = selectors.traits_by_id({pk for group in groups for pk in group}, places)
    seen: set[tuple[int, int]] = set()
    for group in groups:
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if (one, other) not in seen and one in known and other in known:
                    seen.add((one, other))
                    yield known[one], known[other]


def look_at(enterprise: Enterprise) -> list[selectors.LookAlike]:
    """Compare one record (just entered or changed) with the registry and put what looks alike into the queue."""
    one = selectors.traits_by_id([enterprise.pk]).get(enterprise.pk)
    if one is None:
        return []
    found = selectors.look_alikes(one, limit=10, besides=enterprise.pk)
    for each in found:
        left, right = sorted((enterprise.pk, each.enterprise.pk))
        DuplicatePair.objects.get_or_create(
            left_id=left,
            right_id=right,
            defaults={
                "score": each.likeness.score,
                "reasons": [list(reason) for reason in each.likeness.reasons],
            },
        )
    return found


@transaction.atomic
def mark_distinct(pair: DuplicatePair, note: str, *, actor: Any) -> DuplicatePair:
    """Remember that two records are two businesses, and why.

    Refuses a pair without a reason, and one that was merged meanwhile.
    """
    row = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    reason = text.clean(note)[:300]
    if not reason:
        raise RuleBroken(
            "reason_missing", _("Say in a few words why they are not the same."), "note"
        )
    if row.state == PairState.MERGED:
        raise RuleBroken("pair_merged", _("These two were merged meanwhile."))
    row.state, row.note = PairState.DISTINCT, reason
    row.decided_at, row.decided_by = clock.now(), actor
    row.save(update_fields=["state", "note", "decided_at", "decided_by", "updated_at"])
    for one, other in ((row.left, row.right), (row.right, row.left)):
        audit.record(one, "enterprises.tell_apart", actor=actor, data={"other": other.pk})
    return row


@transaction.atomic
def ask_again(pair: DuplicatePair, *, actor: Any) -> DuplicatePair:
    """Put a pair that was told apart back into the queue; its reason stays readable. Twice is once."""
    row = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if row.state == PairState.DISTINCT:
        row.state = PairState.OPEN
        row.save(update_fields=["state", "updated_at"])
        audit.record(row.left, "enterprises.ask_again", actor=actor, data={"other": row.right_id})
    return row


def carry_over(kept: Enterprise, gone: Enterprise) -> dict[str, list[int]]:
    """What was told apart from the record that goes is told apart from the one that stays.

    Returns the pairs that were made and those that were open before, for ``take_back``. Call it in the merge.
    """
    made, opened = [], []
    told = DuplicatePair.objects.filter(state=PairState.DISTINCT)
    for pair in told.filter(Q(left=gone) | Q(right=gone)).exclude(Q(left=kept) | Q(right=kept)):
        other = pair.right_id if pair.left_id == gone.pk else pair.left_id
        left, right = sorted((kept.pk, other))
        same, is_new = DuplicatePair.objects.get_or_create(
            left_id=left,
            right_id=right,
            defaults={**_decision(pair), "score": pair.score, "reasons": pair.reasons},
        )
        if is_new:
            made.append(same.pk)
        elif same.state == PairState.OPEN:
            DuplicatePair.objects.filter(pk=same.pk).update(**_decision(pair))
            opened.append(same.pk)
    return {"made": made, "opened": opened}


def _decision(pair: DuplicatePair) -> dict[str, Any]:
    names = ("state", "note", "decided_at", "decided_by_id")
    return {name: getattr(pair, name) for name in names}


def take_back(carried: Mapping[str, list[int]]) -> None:
    """Undo ``carry_over`` where nobody decided otherwise since."""
    told = DuplicatePair.objects.filter(state=PairState.DISTINCT)
    told.filter(pk__in=carried.get("made", [])).delete()
    told.filter(pk__in=carried.get("opened", [])).update(
        state=PairState.OPEN, note="", decided_at=None, decided_by=None
    )
