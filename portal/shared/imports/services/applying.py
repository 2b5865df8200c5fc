"""Rows are written in one transaction, as the person saw them, or taken back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.imports import judging, reading
from portal.shared.imports.kinds import Context, Decision, ImportKind, Verdict
from portal.shared.imports.services import standing
from portal.shared.imports.spooling import Spool
from portal.shared.models import ImportBatch, ImportChunk, ImportDecision, ImportState

LEFT_TOLD = 200


def start_applying(batch: ImportBatch, *, actor: Any, is_strict: bool = False) -> ImportBatch:
    """Write the rows: a short list at once, a long one by a job. Applying twice writes once."""
    standing.kind_for(batch, actor=actor)
    if not batch.is_large:
        return apply(batch, actor=actor, is_strict=is_strict)
    with transaction.atomic():
        standing.refuse_while_busy(batch)
        standing.move(batch, (ImportState.JUDGED,), ImportState.JUDGED, error="")
        standing.start_job("imports.apply", batch, actor=actor, is_strict=is_strict)
    return batch


def apply(
    batch: ImportBatch,
    *,
    actor: Any,
    is_strict: bool = False,
    progress: judging.Progress | None = None,
) -> ImportBatch:
    """Write what is new or changes, in one transaction, exactly as the person saw it.

    Rows are judged again: one whose verdict, target or differences are others now is left out and told.
    ``is_strict`` refuses the whole list as soon as one row is wrong, undecided or other than it was. An import
    that was applied before stays as it is.
    """
    kind = standing.kind_for(batch, actor=actor)
    ctx = Context(actor, batch.params, memory={}, batch_id=batch.pk)
    ctx.headings = _headings(batch)
    with transaction.atomic(), Spool() as written:
        if not standing.claim(
            batch, ImportState.JUDGED, ImportState.APPLIED, applied_at=clock.now()
        ):
            batch.refresh_from_db()
            if batch.state == ImportState.APPLIED:
                return batch
            raise standing.not_now()
        outcome = _settle(batch, kind, ctx, written, progress)
        if is_strict and (outcome["wrong"] or outcome["undecided"] or outcome["moved"]):
            raise RuleBroken(
                "import_not_all",
                _(
                    "Nothing was imported: some rows are wrong, undecided, or are no longer as you saw them. "
                    "Check the list again."
                ),
            )
        for position, lines in _chunks(written):
            data = kind.apply([(line.row(), line.judged()) for line in lines], ctx)
            batch.chunks.filter(position=position).update(undo=data)
            if progress is not None:
                progress.advance(len(lines))
        kind.finish(ctx)
        ImportBatch.objects.filter(pk=batch.pk).update(outcome=outcome)
        standing.record(batch, "imports.apply", outcome, actor=actor)
    batch.refresh_from_db()
    return batch


def _chunks(written: Spool) -> Iterator[tuple[int, list[judging.Line]]]:
    """The chunks that were laid aside to be written: position, lines."""
    for position, *rows in written:
        yield position, [judging.Line.from_plain(each) for each in rows]


def _settle(
    batch: ImportBatch,
    kind: ImportKind,
    ctx: Context,
    written: Spool,
    progress: judging.Progress | None,
) -> dict[str, Any]:
    """Judge again what would be written, lay the unchanged aside, count what became of all."""
    decided = {each.number: each for each in batch.decisions.all()}
    keys = ("new", "changes", "same", "skipped", "wrong", "undecided", "moved")
    outcome: dict[str, Any] = {**dict.fromkeys(keys, 0), "moved_rows": []}
    outcome["aside"] = batch.outcome.get("aside", 0)
    for chunk in batch.chunks.order_by("position").iterator(chunk_size=20):
        lines = [_decided(each, decided.get(each[0]), outcome) for each in chunk.rows]
        good = [line for line in lines if line is not None]
        moved = _moved(kind, good, ctx, decided)
        rows = [line.to_plain() for line in good if line.number not in moved]
        for line in good:
            if line.number not in moved:
                outcome[line.verdict] += 1
        outcome["moved"] += len(moved)
        outcome["moved_rows"] += list(moved.items())[: LEFT_TOLD - len(outcome["moved_rows"])]
        if moved:
            _note_moved(chunk, moved)
        if rows:
            written.add([chunk.position, *rows])
        if progress is not None:
            progress.advance(len(chunk.rows))
    return outcome


def _decided(
    kept: Sequence[Any], decision: ImportDecision | None, outcome: dict[str, Any]
) -> judging.Line | None:
    """The line as it is to be written, or ``None`` (and counted) when nothing is written for it."""
    verdict = kept[5]
    if decision is not None and decision.choice == "skip":
        outcome["skipped"] += 1
        return None
    if decision is not None:
        kept = decision.judged
        verdict = kept[5]
    if verdict in judging.WRITTEN:
        return judging.Line.from_plain(kept)
    outcome["undecided" if verdict == Verdict.DUPLICATE else verdict] += 1
    return None


def _moved(
    kind: ImportKind,
    lines: Sequence[judging.Line],
    ctx: Context,
    decided: Mapping[int, ImportDecision],
) -> dict[int, str]:
    """Rows that are judged otherwise now, each with a sentence."""
    if not lines:
        return {}
    rows = []
    for line in lines:
        found = decided.get(line.number)
        rows.append(line.row(Decision(found.choice, found.target_id) if found else None))
    moved = {}
    for line, now in zip(lines, kind.judge(rows, ctx), strict=True):
        before = (line.verdict, line.target_id)
        same = before == (now.verdict, now.target_id) and len(line.differences) == len(
            now.differences
        )
        if same and line.differences:
            same = [(each.field, each.before, each.after) for each in line.differences] == [
                (each.field, str(each.before), str(each.after)) for each in now.differences
            ]
        if not same:
            moved[line.number] = _("It was “%(before)s” when you looked, it is “%(now)s” now.") % {
                "before": Verdict(line.verdict).label,
                "now": Verdict(now.verdict).label,
            }
            if line.verdict == now.verdict:
                moved[line.number] = _("Somebody changed the record after you looked.")
    return moved


def _note_moved(chunk: ImportChunk, moved: Mapping[int, str]) -> None:
    rows = [[*each[:-1], "moved"] if each[0] in moved else each for each in chunk.rows]
    ImportChunk.objects.filter(pk=chunk.pk).update(rows=rows)


def start_undoing(batch: ImportBatch, *, actor: Any) -> ImportBatch:
    """Take everything back: a short list at once, a long one by a job."""
    standing.kind_for(batch, actor=actor)
    if not batch.is_large:
        return undo(batch, actor=actor)
    with transaction.atomic():
        standing.refuse_while_busy(batch)
        standing.move(batch, (ImportState.APPLIED,), ImportState.APPLIED, error="")
        standing.start_job("imports.undo", batch, actor=actor)
    return batch


def undo(
    batch: ImportBatch, *, actor: Any, progress: judging.Progress | None = None
) -> ImportBatch:
    """Take back all that an import wrote, in one transaction.

    Refuses when one of the things was changed since (the kind says so); then all stays. Taken back before: so be it.
    """
    kind = standing.kind_for(batch, actor=actor)
    ctx = Context(actor, batch.params, batch_id=batch.pk)
    with transaction.atomic():
        if not standing.claim(
            batch, ImportState.APPLIED, ImportState.UNDONE, undone_at=clock.now()
        ):
            batch.refresh_from_db()
            if batch.state == ImportState.UNDONE:
                return batch
            raise standing.not_now()
        batch.refresh_from_db()
        wrote = batch.outcome.get("new", 0) + batch.outcome.get("changes", 0)
        if wrote and not batch.chunks.filter(undo__isnull=False).exists():
            raise RuleBroken(
                "undo_forgotten",
                _("This import is too long ago: what is needed to take it back is no longer kept."),
            )
        chunks = batch.chunks.filter(undo__isnull=False).defer("rows").order_by("-position")
        for chunk in chunks.iterator(chunk_size=20):
            kind.undo(chunk.undo, ctx)
            if progress is not None:
                progress.advance(sum(chunk.counts.values()))
        kind.finish(ctx)
        standing.record(batch, "imports.undo", batch.outcome, actor=actor)
    batch.refresh_from_db()
    return batch


def _headings(batch: ImportBatch) -> dict[str, str]:
    layout = reading.layout_from_json(batch.layout)
    return {key: layout.headings[place] for key, place in layout.matched.items()}
