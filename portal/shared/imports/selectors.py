"""Reads of lists that came in: one's own, and a page of their rows by verdict."""

from dataclasses import dataclass
from typing import Any

from portal.shared.http import PageOf
from portal.shared.imports.judging import Line
from portal.shared.imports.kinds import ImportKind, Verdict
from portal.shared.imports.results import outcome_words
from portal.shared.models import ImportBatch, ImportBatchQuerySet, ImportDecision, ImportState

PER_PAGE = 50
TONES = {
    "new": "positive",
    "changes": "info",
    "same": "neutral",
    "duplicate": "warning",
    "wrong": "danger",
}
FIRST_SHOWN = ("wrong", "duplicate", "changes", "new", "same")


def batches_visible_to(user: Any) -> ImportBatchQuerySet:
    """A person's imports, newest first."""
    found = ImportBatch.objects.visible_to(user).select_related("job")
    return found.order_by("-created_at", "-pk")


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """The same bytes, imported before by the same person and not taken back."""
    found = ImportBatch.objects.filter(
        owner_id=batch.owner_id, kind=batch.kind, digest=batch.digest, state=ImportState.APPLIED
    )
    return found.exclude(pk=batch.pk).order_by("-applied_at").first()


def undecided_count(batch: ImportBatch) -> int:
    """Possible duplicates that nobody has decided about."""
    duplicates = batch.counts.get(Verdict.DUPLICATE, 0)
    if not duplicates:
        return 0
    settled = 0
    for choice, judged in batch.decisions.values_list("choice", "judged").iterator():
        settled += choice != "skip" or (bool(judged) and judged[5] == Verdict.DUPLICATE)
    return duplicates - settled


@dataclass
class RowView:
    """One row as the preview shows it."""

    line: Line
    kind: ImportKind
    decision: ImportDecision | None

    @property
    def shown(self) -> Line:
        """As it would be written: decided, if it was."""
        if self.decision is not None and self.decision.judged:
            return Line.from_plain(self.decision.judged)
        return self.line

    @property
    def word(self) -> str:
        """The verdict in a word."""
        if self.decision is not None and self.decision.choice == "skip":
            return str(self.decision.get_choice_display())
        line = self.shown
        line.outcome = self.line.outcome
        return outcome_words(line)

    @property
    def tone(self) -> str:
        """The tag's state."""
        if self.line.outcome or (self.decision and self.decision.choice == "skip"):
            return "neutral"
        return TONES.get(self.shown.verdict, "neutral")

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Each with its field's name and what was typed."""
        return [
            {
                "label": self.kind.label_of(each.field) if each.field else "",
                "typed": self.line.raw.get(each.field, ""),
                "sentence": each.sentence,
                "is_warning": each.is_warning,
            }
            for each in self.shown.problems
        ]

    @property
    def differences(self) -> list[dict[str, str]]:
        """Field by field."""
        return [
            {"label": self.kind.label_of(each.field), "before": each.before, "after": each.after}
            for each in self.shown.differences
        ]

    @property
    def said(self) -> list[dict[str, str]]:
        """What a new row says, field by field, as it was typed."""
        if self.shown.verdict != Verdict.NEW:
            return []
        return [
            {"label": self.kind.label_of(key), "typed": str(typed)}
            for key, typed in self.line.raw.items()
            if typed not in (None, "")
        ]

    @property
    def candidates(self) -> list[dict[str, Any]]:
        """What it may be, with a place to look at it."""
        return [
            {
                "id": each.id,
                "label": each.label,
                "why": each.why,
                "url": each.url or self.kind.target_url(each.id),
                "is_chosen": self.decision is not None and self.decision.target_id == each.id,
            }
            for each in self.line.candidates
        ]

    @property
    def is_open(self) -> bool:
        """A possible duplicate, to be decided."""
        return self.line.verdict == Verdict.DUPLICATE

    @property
    def target_url(self) -> str:
        """The thing that changes."""
        target = self.shown.target_id
        return self.kind.target_url(target) if target else ""


def first_verdict(batch: ImportBatch) -> str:
    """What is looked at first: what is wrong."""
    return next((each for each in FIRST_SHOWN if batch.counts.get(each)), Verdict.NEW.value)


def rows_of(batch: ImportBatch, kind: ImportKind, verdict: str, number: int) -> PageOf:
    """One page of the rows with a verdict; reads only the parts of the list that the page needs."""
    count = batch.counts.get(verdict, 0)
    number = min(max(1, number), max(1, -(-count // PER_PAGE)))
    start, end, passed = (number - 1) * PER_PAGE, number * PER_PAGE, 0
    lines: list[Line] = []
    needed = []
    for pk, counts in batch.chunks.order_by("position").values_list("pk", "counts"):
        here = counts.get(verdict, 0)
        if passed < end and passed + here > start:
            needed.append((pk, passed))
        passed += here
    parts = batch.chunks.in_bulk([pk for pk, _passed in needed])
    for pk, before in needed:
        mine = [each for each in parts[pk].rows if each[5] == verdict]
        lines += [Line.from_plain(each) for each in mine[max(0, start - before) : end - before]]
    decided = {
        each.number: each for each in batch.decisions.filter(number__in=[n.number for n in lines])
    }
    rows = [RowView(line, kind, decided.get(line.number)) for line in lines]
    return PageOf(rows, number, PER_PAGE, count, False, number * PER_PAGE < count)
