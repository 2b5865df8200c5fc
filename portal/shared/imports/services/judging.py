"""Columns are matched, rows judged and kept."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.imports import judging, memory, reading
from portal.shared.imports.headings import Layout
from portal.shared.imports.kinds import Context, Verdict, kind_of
from portal.shared.imports.services import standing
from portal.shared.imports.spooling import Spool
from portal.shared.models import ImportBatch, ImportChunk, ImportState


def match(
    batch: ImportBatch, columns: Sequence[str], *, sheet: str, row: int, actor: Any
) -> ImportBatch:
    """Take the columns as a person chose them, remember them, and have the rows judged.

    Short lists are judged at once, long ones by a job (``batch.job``). Refuses a field chosen twice, a needed
    field without a column, an import that has been applied or is being worked on.
    """
    kind = standing.kind_for(batch, actor=actor)
    layout = layout_at(batch, sheet=sheet, row=row)
    known = {each.key for each in kind.fields}
    chosen = [key if key in known else "" for key in columns][: len(layout.headings)]
    chosen += [""] * (len(layout.headings) - len(chosen))
    layout = replace(layout, columns=chosen, guessed=[])
    reading.check_columns(kind, layout)
    with transaction.atomic():
        standing.refuse_while_busy(batch)
        memory.remember(kind, layout, actor=actor)
        standing.move(
            batch,
            (ImportState.UPLOADED, ImportState.MATCHED, ImportState.JUDGED),
            ImportState.MATCHED,
            layout=reading.layout_to_json(layout),
            counts={},
            error="",
            job=None,
        )
        if batch.is_large:
            standing.start_job("imports.judge", batch, actor=actor)
            return batch
    return judge(batch, actor=actor)


def layout_at(batch: ImportBatch, *, sheet: str, row: int) -> Layout:
    """How the kept file is read when a person names the sheet and the row of the headings."""
    kind = kind_of(batch.kind)
    kept = reading.layout_from_json(batch.layout)
    if kind is None or (kept.sheet, kept.row) == (sheet, row):
        return kept
    with standing.opened(batch) as stream:
        sheets = reading.sheets_of(stream, batch.name)
    return reading.layout_of(kind, sheets, name=sheet, row=row)


def judge(
    batch: ImportBatch, *, actor: Any, progress: judging.Progress | None = None
) -> ImportBatch:
    """Read and judge every row, and keep them; what was decided before is forgotten. Writes nothing of the room.

    A file that turns out to be unreadable goes back to its columns, with the sentence.
    """
    kind = standing.kind_for(batch, actor=actor)
    ctx, asides = Context(actor, batch.params), reading.Asided()
    layout = reading.layout_from_json(batch.layout)
    with Spool() as read, Spool() as judged:
        try:
            with standing.opened(batch) as stream:
                repeated = judging.read_into(
                    read, kind, stream, batch.name, layout, ctx, asides, progress
                )
        except RuleBroken as broken:
            standing.move(
                batch,
                (ImportState.MATCHED,),
                ImportState.UPLOADED,
                error=str(broken.sentence)[:500],
            )
            raise
        for lines in judging.judge_from(read, kind, ctx, repeated, progress):
            judged.add([line.to_plain() for line in lines])
        with transaction.atomic():
            standing.move(
                batch,
                (ImportState.MATCHED,),
                ImportState.JUDGED,
                counts=_keep(batch, judged),
                skipped=asides.rows,
                outcome={"aside": asides.count},
                judged_at=clock.now(),
            )
    return batch


def _keep(batch: ImportBatch, judged: Spool) -> dict[str, int]:
    """Put the judged rows in the place of former ones; how many there are of each verdict."""
    batch.chunks.all().delete()
    batch.decisions.all().delete()
    total = dict.fromkeys(Verdict.values, 0)
    for position, chunk in enumerate(judged):
        counts = dict.fromkeys(Verdict.values, 0)
        for line in chunk:
            counts[line[5]] += 1
        for verdict, count in counts.items():
            total[verdict] += count
        ImportChunk.objects.create(
            batch=batch,
            position=position,
            first=chunk[0][0],
            last=chunk[-1][0],
            counts=counts,
            rows=chunk,
        )
    return total


def judge_again(batch: ImportBatch, *, actor: Any) -> ImportBatch:
    """Look at all rows anew, because things changed meanwhile."""
    layout = reading.layout_from_json(batch.layout)
    return match(batch, layout.columns, sheet=layout.sheet, row=layout.row, actor=actor)
