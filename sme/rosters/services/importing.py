"""Edited rosters that come back: the kind of list that the engine of imports knows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.errors import RuleBroken
from portal.shared.imports import (
    Context,
    ImportField,
    ImportKind,
    Judged,
    Problem,
    ReadRow,
    Verdict,
)
from portal.shared.spreadsheets import cells, open_rows
from portal.shared.text import clean, fold
from sme.enterprises.rules import GivenIdentifier, IdentifierType, parse_identifier, read_tax_number
from sme.programmes import permissions
from sme.programmes import selectors as programmes
from sme.programmes import services as acts
from sme.programmes.models import Cohort, Enrolment
from sme.programmes.rules import EnrolmentState
from sme.rosters import exports, rules
from sme.rosters.rules import EDITABLE
from sme.rosters.services.returning import STATES, Run, day_and_reason, judge_new, judge_returned

FIELDS = (
    ImportField("key", exports.KEY_COLUMN.header_vi, exports.KEY_COLUMN.header_en),
    *(
        ImportField(each.key, each.header_vi, each.header_en, is_required=each.key == "name")
        for each in exports.COLUMNS.values()
    ),
)
LONGEST = {"reason": 500, "note": 500}


class RosterReturn(ImportKind):
    """A cohort's roster, edited in Excel."""

    key = "rosters"
    label = gettext_lazy("rosters")
    noun = gettext_lazy(
        "A roster that was exported here and edited in Excel. Only its coloured columns are taken; what others "
        "changed meanwhile is shown and kept."
    )
    fields = FIELDS
    matches_itself = True

    def can_use(self, user: Any) -> bool:
        """Officers and administrators."""
        return bool(user.is_authenticated and user.is_officer)

    def extra_fields(self, user: Any) -> dict[str, forms.Field]:
        """The cohort, and what happens where somebody else changed the same cell."""
        cohorts = programmes.cohorts_visible_to(user).order_by("-starts_on", "code")
        return {
            "cohort": forms.ChoiceField(
                label=gettext_lazy("Cohort"),
                choices=[(each.pk, f"{each.code} · {each.title}") for each in cohorts],
            ),
            "on_conflict": forms.ChoiceField(
                label=gettext_lazy("Where somebody else changed the same cell"),
                choices=[
                    ("skip", gettext_lazy("keep theirs; I decide row by row")),
                    ("mine", gettext_lazy("take mine")),
                ],
            ),
        }

    def result_url(self, ctx: Context) -> str:
        """The roster."""
        return reverse("rosters:cohort", args=[ctx.params["cohort"]])

    def target_url(self, target_id: int) -> str:
        """The enrolment's page."""
        return reverse("programmes:enrolment", args=[target_id])

    # --- reading --------------------------------------------------------------------------------------------

    def read(self, raw: Mapping[str, Any], ctx: Context) -> ReadRow:
        """A row with its key opened and its cells as they are compared; no queries."""
        name = clean(str(raw.get("name") or ""))
        written = raw.get("key")
        if written in (None, ""):
            return _added(raw, name)
        try:
            base = _seal(ctx).read(str(written))
            if base.cohort != int(ctx.params["cohort"]):
                raise RuleBroken(
                    "key_cohort", _("This row belongs to another cohort’s roster."), "key"
                )
        except RuleBroken as broken:
            return ReadRow({}, [Problem("key", str(broken.sentence))], name)
        values: dict[str, Any] = {
            "pk": base.enrolment, "total": base.total, "base": list(base.values),
        }  # fmt: skip
        problems = _read_open_cells(raw, values)
        wanted = exports.compared(list(raw))
        if rules.fingerprint_of(wanted) == base.columns:
            plain = {key: rules.plain_cell(raw[key]) for key in wanted}
            if rules.digest(plain.values()) != base.locked:
                values["locked"] = plain
        return ReadRow(values, problems, name, keys=[f"key:{base.enrolment}"])

    def judge(self, rows: Sequence[ReadRow], ctx: Context) -> list[Judged]:
        """Rows with keys are merged, rows without are offered as new."""
        run = run_of(ctx)
        returned = [row for row in rows if "pk" in row.values]
        answers = dict(
            zip((id(row) for row in returned), judge_returned(returned, run), strict=True)
        )
        return [answers.get(id(row)) or judge_new(row, run) for row in rows]

    def told(self, ctx: Context) -> dict[str, Any]:
        """Counts of cells, for the command."""
        run = run_of(ctx)
        return {
            **{cell.value: run.cells[cell.value] for cell in rules.Cell},
            "new": run.new,
            "missing": run.missing,
        }

    # --- writing --------------------------------------------------------------------------------------------

    def apply(self, pairs: Sequence[tuple[ReadRow, Judged]], ctx: Context) -> Any:
        """Through the acts that the screen uses; returns what takes it back."""
        run = run_of(ctx)
        changed = [j.target_id for _row, j in pairs if j.verdict == Verdict.CHANGES]
        held = Enrolment.objects.select_related("cohort").in_bulk(changed)
        undo: dict[str, list[Any]] = {"changed": [], "made": []}
        for row, judged in pairs:
            if judged.verdict == Verdict.CHANGES:
                undo["changed"].append(_change(held[judged.target_id or 0], row, judged, run))
            else:
                undo["made"].append(_enrol(judged, row, run))
        return undo

    def undo(self, data: Any, ctx: Context) -> None:
        """Take one call of ``apply`` back."""
        for pk, version, before in reversed(data["changed"]):
            acts.put_back(_enrolment(pk), before, expected_version=version, actor=ctx.actor)
        for pk, version in reversed(data["made"]):
            acts.take_back(_enrolment(pk), expected_version=version, actor=ctx.actor)


def cohort_of_file(path: str) -> int:
    """The cohort whose roster a file is, by the first key that stands in it; refuses a file without any."""
    seal = exports.seal()
    with Path(path).open("rb") as stream:
        for sheet in open_rows(stream, path):
            for row in sheet.rows:
                for value in row.values:
                    if isinstance(value, str) and value.startswith(f"{rules.MARK}."):
                        return seal.read(value).cohort
    raise RuleBroken("no_keys", _("This file holds no roster that was exported here."))


def run_of(ctx: Context) -> Run:
    """What this run shares; refuses a cohort that the person may not change."""
    if "rosters" not in ctx.memory:
        cohorts = Cohort.objects.all()
        if ctx.actor is not None:
            cohorts = programmes.cohorts_visible_to(ctx.actor)
        cohort = cohorts.filter(pk=int(ctx.params["cohort"])).first()
        if cohort is None or (ctx.actor and not permissions.can_enrol(ctx.actor, cohort)):
            raise RuleBroken("cohort_gone", _("You may not change this cohort’s roster."))
        free = cohort.capacity - cohort.enrolments.seated().count()
        ctx.memory["rosters"] = Run(
            cohort, ctx.actor, ctx.params.get("on_conflict") == "mine", free
        )
    found: Run = ctx.memory["rosters"]
    return found


def _seal(ctx: Context) -> rules.Seal:
    found: rules.Seal = ctx.memory.setdefault("seal", exports.seal())
    return found


def _read_open_cells(raw: Mapping[str, Any], values: dict[str, Any]) -> list[Problem]:
    mine: dict[str, str] = {}
    invalid: list[str] = []
    problems = []
    for name in EDITABLE:
        if name not in raw:
            continue
        try:
            mine[name] = _open_cell(name, raw[name])
        except RuleBroken as broken:
            invalid.append(name)
            problems.append(Problem(name, str(broken.sentence), is_warning=True))
    values |= {"mine": mine, "invalid": invalid}
    return problems


def _open_cell(name: str, value: Any) -> str:
    """The value of an editable cell, canonical; refuses what it cannot be."""
    if name == "state":
        return _state(value)
    if name == "state_on":
        day = cells.as_date(value)
        return day.isoformat() if day else ""
    words = cells.as_text(value)
    if len(words) > LONGEST[name]:
        raise RuleBroken(
            "too_long", _("At most %(n)d characters fit here.") % {"n": LONGEST[name]}, name
        )
    return words


def _state(value: Any) -> str:
    typed = fold(cells.as_text(value))
    for key, words in _state_words().items():
        if typed in words:
            return key
    raise RuleBroken(
        "state_unknown",
        _("“%(typed)s” is no state. States: %(known)s.")
        % {
            "typed": cells.as_text(value) or "–",
            "known": ", ".join(str(each) for each in STATES.values()),
        },
        "state",
    )


def _state_words() -> dict[str, set[str]]:
    """What each state may be called: its key and its words in both languages, folded."""
    from django.utils import translation

    found: dict[str, set[str]] = {key: {fold(key)} for key in EnrolmentState.values}
    for language in ("vi", "en"):
        with translation.override(language):
            for key, words in EnrolmentState.choices:
                found[key].add(fold(str(words)))
    return found


def _added(raw: Mapping[str, Any], name: str) -> ReadRow:
    """A row without a key."""
    said: dict[str, str] = {"name": name, "place": clean(str(raw.get("place") or ""))}
    problems: list[Problem] = []
    for field, kind in (("tax_code", ""), ("coop_number", IdentifierType.COOPERATIVE_NUMBER)):
        typed = raw.get(field)
        if typed in (None, "") or said.get("number"):
            continue
        try:
            code = cells.as_code(typed)
            number = (
                GivenIdentifier(kind, parse_identifier(kind, code))
                if kind
                else GivenIdentifier(*read_tax_number(code))
            )
            said["number"] = f"{number.type}:{number.value}"
        except RuleBroken as broken:
            problems.append(Problem(field, str(broken.sentence)))
    for field in ("state", "note"):
        if raw.get(field) not in (None, ""):
            try:
                said[field] = _open_cell(field, raw[field])
            except RuleBroken as broken:
                problems.append(Problem(field, str(broken.sentence)))
    return ReadRow({"new": said}, problems, name)


def _change(enrolment: Enrolment, row: ReadRow, judged: Judged, run: Run) -> list[Any]:
    mine = row.values["mine"]
    base = dict(zip(EDITABLE, row.values["base"], strict=True))
    fields = {each.field for each in judged.differences}
    before = acts.kept_of(enrolment)
    day, reason = day_and_reason(base, mine)
    given: dict[str, Any] = {"note": mine["note"]} if "note" in fields else {}
    if "state" in fields:
        given |= {"state": mine["state"], "day": day, "reason": reason}
    now = acts.change_enrolment(
        enrolment, expected_version=enrolment.version, actor=run.actor, **given
    )
    return [now.pk, now.version, before]


def _enrol(judged: Judged, row: ReadRow, run: Run) -> list[Any]:
    from sme.enterprises.models import Enterprise

    said = row.values["new"]
    made = acts.enrol(
        run.cohort,
        Enterprise.objects.get(pk=judged.target_id or 0),
        actor=run.actor,
        state=said.get("state") or EnrolmentState.ENROLLED,
        note=said.get("note", ""),
    )
    return [made.pk, made.version]


def _enrolment(pk: int) -> Enrolment:
    found = Enrolment.objects.select_related("cohort").filter(pk=pk).first()
    if found is None:
        raise RuleBroken("enrolment_gone", _("One of these enrolments is no longer there."))
    return found
