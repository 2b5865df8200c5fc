"""What became of each cell of an edited roster, against its base and against what stands now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.imports import Candidate, Difference, Judged, Problem, ReadRow, Verdict
from sme.enterprises import selectors as registry
from sme.enterprises.models import Enterprise
from sme.programmes import rules as programmes
from sme.programmes.models import Cohort
from sme.programmes.rules import EnrolmentState
from sme.rosters import exports, rules, selectors
from sme.rosters.rules import EDITABLE, Cell

STATES = dict(EnrolmentState.choices)


def shown(name: str, value: str) -> str:
    """An editable value in words."""
    if name == "state":
        return str(STATES.get(value, value))
    if name == "state_on" and value:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return value or "–"


@dataclass
class Run:
    """What the calls of one run share: the cohort, who sends the file, free places, what was counted."""

    cohort: Cohort
    actor: Any
    takes_mine: bool
    free: int
    cells: Counter[str] = field(default_factory=Counter)
    returned: int = 0
    left: int = 0
    new: int = 0
    names: set[int] = field(default_factory=set)

    @property
    def missing(self) -> int:
        """How many rows left the house and did not come back."""
        return max(0, self.left - self.returned)


@dataclass
class Merged:
    """One row after the merge: what is to be written, and a sentence for each cell that is not."""

    cells: dict[str, Cell] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_move_refused: bool = False

    def change(self, name: str, before: str, after: str) -> None:
        """A cell that is written."""
        self.cells[name] = Cell.CHANGED
        self.differences.append(Difference(name, shown(name, before), shown(name, after)))

    def tell(self, name: str, cell: Cell, sentence: str) -> None:
        """A cell that is not written, and why."""
        self.cells[name] = cell
        self.problems.append(Problem(name, sentence, is_warning=True))


def merge_row(
    values: Mapping[str, Any], now: Mapping[str, str], run: Run, *, takes_mine: bool
) -> Merged:
    """Merge the editable cells of one row. ``values``: ``base``, ``mine`` (of the columns there are), ``invalid``."""
    base, mine = dict(zip(EDITABLE, values["base"], strict=True)), dict(values["mine"])
    merged = Merged()
    for name in values.get("invalid", ()):
        merged.cells[name] = Cell.INVALID
        mine.pop(name, None)
    found = {
        name: rules.compare(base[name], mine[name], now[name]) for name in EDITABLE if name in mine
    }
    for name in ("state", "note"):
        cell = found.get(name)
        if cell is None:
            continue
        if cell == Cell.CONFLICT and takes_mine:
            cell = Cell.CHANGED
        if cell == Cell.CHANGED and name == "state":
            _move(merged, base, mine, now, run)
        elif cell == Cell.CHANGED:
            merged.change(name, now[name], mine[name])
        else:
            _leave(merged, name, cell, base, mine, now)
    if merged.cells.get("state") != Cell.CHANGED:
        _without_move(merged, found, mine, now)
    return merged


def _leave(
    merged: Merged,
    name: str,
    cell: Cell,
    base: Mapping[str, str],
    mine: Mapping[str, str],
    now: Mapping[str, str],
) -> None:
    words = {
        "base": shown(name, base[name]),
        "mine": shown(name, mine[name]),
        "now": shown(name, now[name]),
    }
    if cell == Cell.STALE:
        merged.tell(
            name,
            cell,
            _(
                "Somebody changed it meanwhile, from “%(base)s” to “%(now)s”; you did not, so it stays."
            )
            % words,
        )
    elif cell == Cell.CONFLICT:
        merged.tell(
            name,
            cell,
            _(
                "It was “%(base)s”, you made it “%(mine)s”, somebody else “%(now)s”. It is not applied."
            )
            % words,
        )
    else:
        merged.cells[name] = cell


def _move(
    merged: Merged,
    base: Mapping[str, str],
    mine: Mapping[str, str],
    now: Mapping[str, str],
    run: Run,
) -> None:
    """A changed state, with its day and its reason where the person gave new ones."""
    day, reason = day_and_reason(base, mine)
    try:
        if day > clock.today():
            raise RuleBroken(
                "day_future",
                _("%(day)s is in the future. Enter the day on which it happened.")
                % {"day": f"{day:%d/%m/%Y}"},
                "state_on",
            )
        programmes.check_enrolment_move(now["state"], mine["state"], run.cohort.state, reason)
        seats = (mine["state"] in programmes.SEATED) - (now["state"] in programmes.SEATED)
        if seats > run.free:
            programmes.check_capacity(run.cohort.capacity, run.cohort.capacity)
    except RuleBroken as broken:
        merged.is_move_refused = True  # one cell is wrong: the one that the sentence is about
        merged.tell(broken.field or "state", Cell.INVALID, str(broken.sentence))
        return
    run.free -= seats
    merged.change("state", now["state"], mine["state"])
    for name in ("state_on", "reason"):
        if name in mine and mine[name] != base[name]:
            merged.change(name, now[name], mine[name])


def day_and_reason(base: Mapping[str, str], mine: Mapping[str, str]) -> tuple[date, str]:
    """The day and the reason of a move: what the person wrote newly, else today and none."""
    written = mine.get("state_on", "")
    day = date.fromisoformat(written) if written and written != base["state_on"] else clock.today()
    reason = mine.get("reason", "")
    return day, reason if reason != base["reason"] else ""


def _without_move(
    merged: Merged,
    found: Mapping[str, Cell],
    mine: Mapping[str, str],
    now: Mapping[str, str],
) -> None:
    """Day and reason belong to a change of state; alone they say nothing that could be written."""
    state = merged.cells.get("state")
    for name in ("state_on", "reason"):
        cell = found.get(name)
        if cell is None or name in merged.cells:
            continue
        if cell not in (Cell.CHANGED, Cell.CONFLICT):
            merged.cells[name] = cell
        elif merged.is_move_refused or state == Cell.CONFLICT:
            merged.cells[name] = (
                Cell.UNCHANGED
            )  # it goes with the state, of which the sentence tells
        else:
            merged.tell(
                name,
                Cell.INVALID,
                _("This is written only together with a new state. It stays “%(now)s”.")
                % {"now": shown(name, now[name])},
            )


# --- rows that left the house --------------------------------------------------------------------------


def judge_returned(rows: Sequence[ReadRow], run: Run) -> list[Judged]:
    """What became of rows with keys, in their order."""
    ids = [row.values["pk"] for row in rows]
    known = {
        each["pk"]: each
        for each in selectors.roster(run.cohort, run.actor)
        .filter(pk__in=ids)
        .values(*selectors.FIELDS)
    }
    selectors.filled(list(known.values()))
    return [_returned(row, known.get(row.values["pk"]), run) for row in rows]


def _returned(row: ReadRow, now: selectors.Row | None, run: Run) -> Judged:
    run.returned += 1
    run.left = max(run.left, row.values["total"])
    if now is None:
        run.cells[Cell.INVALID] += 1
        return _wrong(_("This enrolment is no longer there, or you may no longer change it."))
    takes_mine = run.takes_mine or (row.decision is not None and row.decision.choice == "same")
    standing = dict(zip(EDITABLE, exports.base_values(now), strict=True))
    merged = merge_row(row.values, standing, run, takes_mine=takes_mine)
    _tell_locked(merged, row.values, now)
    run.cells.update(each.value for each in merged.cells.values())
    name = now["enterprise__name"]
    judged = Judged(_verdict(merged), now["pk"], name, merged.differences, problems=merged.problems)
    if judged.verdict == Verdict.DUPLICATE:
        judged.candidates = [Candidate(now["pk"], name, _("apply your values"))]
    return judged


def _verdict(merged: Merged) -> str:
    kinds = set(merged.cells.values())
    if merged.differences:
        return Verdict.CHANGES
    if Cell.CONFLICT in kinds:
        return Verdict.DUPLICATE
    return Verdict.WRONG if Cell.INVALID in kinds else Verdict.SAME


def _tell_locked(merged: Merged, values: Mapping[str, Any], now: selectors.Row) -> None:
    """Cells that were edited though their column is not for it; only where the whole differs is each looked at."""
    for name, written in values.get("locked", {}).items():
        column = exports.COLUMNS[name]
        stands = exports.as_read(column)(column.value(now))
        if written != stands:
            merged.tell(
                name,
                Cell.READONLY,
                _("This column is not for editing: “%(mine)s” is not applied, it stays “%(now)s”.")
                % {"mine": written or "–", "now": stands or "–"},
            )


def _wrong(sentence: str) -> Judged:
    return Judged(Verdict.WRONG, problems=[Problem("", sentence)])


# --- rows without a key --------------------------------------------------------------------------------


def judge_new(row: ReadRow, run: Run) -> Judged:
    """A row that somebody added: an enrolment is offered where it means one enterprise for certain."""
    found = _meant(row.values["new"], run.actor)
    if isinstance(found, str):
        run.cells[Cell.INVALID] += 1
        return _wrong(found)
    live = run.cohort.enrolments.live().filter(enterprise=found).exists()
    if live or found.pk in run.names:
        return Judged(Verdict.SAME, target_label=found.name, problems=[
            Problem("", _("This enterprise is in the cohort already."), is_warning=True)
        ])  # fmt: skip
    state = row.values["new"].get("state") or EnrolmentState.ENROLLED
    try:
        if run.cohort.state not in programmes.TAKES_IN:
            programmes.check_enrolment_move(EnrolmentState.WAITING, state, run.cohort.state, "")
        if state not in (EnrolmentState.ENROLLED, EnrolmentState.WAITING):
            raise RuleBroken(
                "enrolment_start", _("An enrolment begins with a place or on the waiting list.")
            )
        if state == EnrolmentState.ENROLLED and run.free < 1:
            programmes.check_capacity(run.cohort.capacity, run.cohort.capacity)
    except RuleBroken as broken:
        run.cells[Cell.INVALID] += 1
        return _wrong(str(broken.sentence))
    run.free -= state == EnrolmentState.ENROLLED
    run.names.add(found.pk)
    run.new += 1
    return Judged(
        Verdict.NEW, found.pk, found.name, [Difference("state", "", shown("state", state))]
    )


def _meant(said: Mapping[str, str], actor: Any) -> Enterprise | str:
    """The enterprise that a row means for certain, or a sentence; never the first of several."""
    visible = Enterprise.objects.all() if actor is None else Enterprise.objects.visible_to(actor)
    rows = registry.find_strictly(
        visible, number=said.get("number", ""), name=said.get("name", ""), place=said.get("place", "")
    )  # fmt: skip
    match list(rows[:4]):
        case [one]:
            return one
        case []:
            return _(
                "This row has no key and means no enterprise of the registry that you may see. "
                "Register the enterprise first."
            )
        case several:
            names = "; ".join(f"{each.name} ({each.place.name})" for each in several)
            return _("This row may mean several: %(names)s. Enter its tax code.") % {"names": names}
