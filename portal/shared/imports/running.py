"""A list read, judged and applied in one go, without pages and without keeping its rows: for commands."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.files import display_name
from portal.shared.imports import headings, judging, memory, reading
from portal.shared.imports.kinds import Context, Decision, ImportKind, Verdict
from portal.shared.imports.services.uploading import digest_of
from portal.shared.imports.spooling import Spool
from portal.shared.models import ImportBatch, ImportChunk, ImportState

MOST_TOLD = 10_000  # problems that a summary lists; more are counted


@dataclass
class RowProblem:
    """Why one row was not written, or what is doubtful about it."""

    row: int
    field: str
    sentence: str
    verdict: str
    candidates: Sequence[int] = ()


@dataclass
class Summary:
    """What a list holds and what became of it."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Verdict.values, 0))
    rows: int = 0
    aside: int = 0
    written: dict[str, int] = field(default_factory=lambda: {"new": 0, "changes": 0})
    problems: list[RowProblem] = field(default_factory=list)
    problems_untold: int = 0
    is_dry_run: bool = False
    batch_id: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    def tell(self, line: judging.Line) -> None:
        """Count a line, and keep what is wrong with it."""
        self.counts[line.verdict] += 1
        self.rows += 1
        for each in line.problems:
            self._add(RowProblem(line.number, each.field, str(each.sentence), line.verdict))
        if line.verdict == Verdict.DUPLICATE:
            names = "; ".join(str(each.label) for each in line.candidates)
            sentence = _("Possibly the same as: %(names)s") % {"names": names}
            ids = [each.id for each in line.candidates]
            self._add(RowProblem(line.number, "", sentence, line.verdict, ids))

    def _add(self, problem: RowProblem) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)
        else:
            self.problems_untold += 1


def run_file(
    kind: ImportKind,
    file: str | Path | IO[bytes],
    *,
    actor: Any,
    name: str = "",
    is_dry_run: bool = False,
    on_duplicates: str = "skip",
    params: Mapping[str, Any] | None = None,
    progress: judging.Progress | None = None,
) -> Summary:
    """Import a file in one transaction; good rows are written, the others told.

    ``on_duplicates`` is ``"skip"`` or ``"new"`` (each possible duplicate is a new one). The result can be taken
    back like any other import (``batch_id``). ``actor`` ``None`` is the system, which may import everywhere;
    such a list belongs to nobody, and nobody takes it back. Refuses a person who may not, a file that cannot be
    read, headings of which a needed field is missing or that stand there twice.
    """
    if actor is not None and not kind.can_use(actor):
        raise RuleBroken("import_not_yours", _("You may not import this kind of list."))
    if isinstance(file, (str, Path)):
        with Path(file).open("rb") as stream:
            return _run(kind, stream, name or PurePath(file).name, actor, is_dry_run,
                        on_duplicates, dict(params or {}), progress)  # fmt: skip
    return _run(kind, file, name or "list.xlsx", actor, is_dry_run, on_duplicates,
                dict(params or {}), progress)  # fmt: skip


def _run(
    kind: ImportKind,
    stream: IO[bytes],
    name: str,
    actor: Any,
    is_dry_run: bool,
    on_duplicates: str,
    params: dict[str, Any],
    progress: judging.Progress | None,
) -> Summary:
    layout = reading.layout_of(kind, reading.sheets_of(stream, name))
    layout = memory.recalled(kind, layout, actor=actor)
    _refuse_twins(kind, layout)
    reading.check_columns(kind, layout)
    ctx, summary = Context(actor, params), Summary(is_dry_run=is_dry_run)
    asides = reading.Asided()
    with Spool() as read, Spool() as written:
        repeated = judging.read_into(read, kind, stream, name, layout, ctx, asides, progress)
        summary.aside = asides.count
        with nullcontext() if is_dry_run else transaction.atomic():
            for lines in judging.judge_from(read, kind, ctx, repeated, progress):
                _sort(lines, kind, ctx, on_duplicates, summary, written)
            summary.more = kind.told(ctx)
            if not is_dry_run:
                batch = _batch(kind, stream, name, layout, ctx, summary, asides)
                _write(batch, kind, ctx, written)
    return summary


def _refuse_twins(kind: ImportKind, layout: headings.Layout) -> None:
    known = headings.known_words(kind.fields)
    for places in headings.twins(layout.headings):
        if headings.plain(layout.headings[places[0]]) in known and not any(
            layout.columns[place] for place in places
        ):
            raise RuleBroken(
                "heading_twice",
                _("Two columns have the heading “%(heading)s”. Rename or delete one.")
                % {"heading": layout.headings[places[0]]},
            )


def _sort(
    lines: list[judging.Line],
    kind: ImportKind,
    ctx: Context,
    on_duplicates: str,
    summary: Summary,
    written: Spool,
) -> None:
    """Count the lines, settle duplicates as asked, and lay aside what is to be written."""
    if on_duplicates == "new":
        doubtful = [line for line in lines if line.verdict == Verdict.DUPLICATE]
        judging.ask(kind, doubtful, ctx, Decision("new"))
    for line in lines:
        summary.tell(line)
    good = [line.to_plain() for line in lines if line.verdict in judging.WRITTEN]
    if good:
        written.add(good)


def _batch(
    kind: ImportKind,
    stream: IO[bytes],
    name: str,
    layout: headings.Layout,
    ctx: Context,
    summary: Summary,
    asides: reading.Asided,
) -> ImportBatch:
    stream.seek(0)
    now = clock.now()
    summary.written = {key: summary.counts[key] for key in ("new", "changes")}
    left = {key: summary.counts[key] for key in ("same", "wrong")}
    batch = ImportBatch.objects.create(
        kind=kind.key,
        owner=ctx.actor,
        name=display_name(name),
        digest=digest_of(stream),
        params=dict(ctx.params),
        state=ImportState.APPLIED,
        layout=reading.layout_to_json(layout),
        is_large=True,
        counts=summary.counts,
        skipped=asides.rows,
        outcome={**summary.written, **left, "undecided": summary.counts["duplicate"]},
        judged_at=now,
        applied_at=now,
    )
    summary.batch_id = ctx.batch_id = batch.pk
    return batch


def _write(batch: ImportBatch, kind: ImportKind, ctx: Context, written: Spool) -> None:
    for position, chunk in enumerate(written):
        lines = [judging.Line.from_plain(each) for each in chunk]
        data = kind.apply([(line.row(), line.judged()) for line in lines], ctx)
        ImportChunk.objects.create(
            batch=batch,
            position=position,
            first=lines[0].number,
            last=lines[-1].number,
            undo=data,
        )
    kind.finish(ctx)
    audit.record(
        batch,
        "imports.apply",
        actor=ctx.actor,
        data={
            **({} if ctx.actor else audit.BY_SYSTEM),
            "kind": kind.key,
            "counts": batch.outcome,
            "digest": batch.digest,
        },
    )
