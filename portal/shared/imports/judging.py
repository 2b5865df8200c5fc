"""From rows as read to rows as judged: repeated rows found, the kind asked a thousand at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from django.utils.translation import gettext as _

from portal.shared.imports import reading
from portal.shared.imports.headings import Layout
from portal.shared.imports.kinds import (
    Candidate,
    Context,
    Decision,
    Difference,
    ImportKind,
    Judged,
    Problem,
    ReadRow,
    Verdict,
)
from portal.shared.imports.spooling import CHUNK, Repeats, Spool

WRITTEN = (Verdict.NEW, Verdict.CHANGES)


class Progress(Protocol):
    """What a long run tells how far it is; a job's progress is one."""

    total: int | None

    def advance(self, steps: int = 1) -> None:
        """Some rows more."""


@dataclass(slots=True)
class Line:
    """One row as it is kept: what was read, what was judged, and (once applied) what became of it."""

    number: int
    label: str
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)
    verdict: str = ""
    target_id: int | None = None
    target_label: str = ""
    differences: list[Difference] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    outcome: str = ""

    def row(self, decision: Decision | None = None) -> ReadRow:
        """As the kind takes it."""
        return ReadRow(self.values, self.problems, self.label, (), self.number, decision)

    def judged(self) -> Judged:
        """What was judged."""
        return Judged(
            self.verdict, self.target_id, self.target_label, self.differences, self.candidates
        )

    def take(self, judged: Judged) -> "Line":
        """Keep what was judged."""
        self.verdict = str(judged.verdict)
        self.target_id, self.target_label = judged.target_id, str(judged.target_label)
        self.differences, self.candidates = judged.differences, judged.candidates
        if judged.problems:
            self.problems = [*self.problems, *judged.problems]
        return self

    def to_plain(self) -> list[Any]:
        """As JSON keeps it."""
        return [
            self.number,
            self.label,
            self.values,
            [[each.field, str(each.sentence), each.is_warning] for each in self.problems]
            if self.problems
            else [],
            self.raw,
            self.verdict,
            self.target_id,
            self.target_label,
            [[each.field, str(each.before), str(each.after)] for each in self.differences]
            if self.differences
            else [],
            [[each.id, str(each.label), str(each.why), each.url] for each in self.candidates]
            if self.candidates
            else [],
            self.outcome,
        ]

    @classmethod
    def from_plain(cls, kept: Sequence[Any]) -> "Line":
        """As it was kept."""
        number, label, values, problems, raw, verdict, target, name, differences, found, out = kept
        return cls(
            number,
            label,
            values,
            [Problem(*each) for each in problems],
            raw,
            verdict,
            target,
            name,
            [Difference(*each) for each in differences],
            [Candidate(*each) for each in found],
            out,
        )


def read_into(
    spool: Spool,
    kind: ImportKind,
    stream: IO[bytes],
    name: str,
    layout: Layout,
    ctx: Context,
    asides: reading.Asided,
    progress: Progress | None = None,
) -> dict[int, list[int]]:
    """Read the whole list into ``spool``; returns which rows are about the same thing (see ``Repeats``)."""
    repeats = Repeats()
    chunk: list[Any] = []
    for row, raw in reading.rows_of(kind, stream, name, layout, ctx, asides):
        if row.keys:
            repeats.add(row.keys, row.number)
        if row.problems:
            problems = [[each.field, str(each.sentence), each.is_warning] for each in row.problems]
            kept = reading.raw_of_problems(row.problems, raw)
            chunk.append((row.number, row.label, row.values, problems, kept, row.is_wrong))
        else:
            chunk.append((row.number, row.label, row.values, None, None, False))
        if len(chunk) == CHUNK:
            spool.add(chunk)
            chunk = []
            if progress is not None:
                progress.advance(CHUNK)
    if chunk:
        spool.add(chunk)
    return repeats.find()


def judge_from(
    spool: Spool,
    kind: ImportKind,
    ctx: Context,
    repeated: dict[int, list[int]],
    progress: Progress | None = None,
) -> Iterator[list[Line]]:
    """The judged lines of each chunk, in the file's order."""
    hashes = _hashes(spool, repeated) if repeated else {}
    for chunk in spool:
        lines: list[Line] = []
        asked: list[Line] = []
        for number, label, values, problems, raw, is_wrong in chunk:
            line = Line(number, label, values)
            if problems:
                line.problems, line.raw = [Problem(*each) for each in problems], raw
            if number in repeated:
                is_wrong = _repeated(line, repeated[number], hashes) or is_wrong
            if is_wrong:
                line.verdict = Verdict.WRONG.value
            elif not line.verdict:
                asked.append(line)
            lines.append(line)
        ask(kind, asked, ctx)
        if progress is not None:
            progress.advance(len(lines))
        yield lines


def ask(
    kind: ImportKind, lines: Sequence[Line], ctx: Context, decision: Decision | None = None
) -> None:
    """Let the kind judge these lines and keep what it says; with a decision about them all."""
    if not lines:
        return
    answers = kind.judge([line.row(decision) for line in lines], ctx)
    for line, judged in zip(lines, answers, strict=True):
        line.take(judged)


def _hashes(spool: Spool, repeated: dict[int, list[int]]) -> dict[int, int]:
    """Of rows that are not alone, what tells whether they say the same."""
    return {
        number: hash(repr(values))
        for chunk in spool
        for number, _label, values, *_rest in chunk
        if number in repeated
    }


def _repeated(line: Line, group: Sequence[int], hashes: dict[int, int]) -> bool:
    """Note what a row shares with others; whether that makes it wrong."""
    others = [number for number in group if number != line.number]
    if len({hashes[number] for number in group}) == 1:
        if line.number != group[0]:
            line.verdict = Verdict.SAME.value
            sentence = _("The same as row %(number)d, word for word.") % {"number": group[0]}
            line.problems = [*line.problems, Problem("", sentence, is_warning=True)]
        return False
    numbers = ", ".join(str(number) for number in others[:10]) + ("…" if len(others) > 10 else "")
    sentence = _(
        "Row %(number)d and row %(others)s are about the same one and differ. "
        "Keep the right row and delete the other."
    ) % {"number": line.number, "others": numbers}
    line.problems = [*line.problems, Problem("", sentence)]
    return True
