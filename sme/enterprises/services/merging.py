"""Merging two records into one, and taking that back while it is possible."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion
from portal.shared.models import update_versioned
from sme.enterprises import moving
from sme.enterprises.models import Enterprise, Identifier, Merge
from sme.enterprises.moving import Conflict, Mover, Plan, Step
from sme.enterprises.rules import IdentifierType
from sme.enterprises.rules import merging as rules
from sme.enterprises.services import derived
from sme.enterprises.services.duplicates import carry_over, take_back

_SORTS: Mapping[str, tuple[str, ...]] = {
    "number": (IdentifierType.TAX_CODE, IdentifierType.PERSONAL_ID),
    "cooperative_number": (IdentifierType.COOPERATIVE_NUMBER,),
}


@dataclass(frozen=True)
class Preview:
    """What a merge would do: the plan for each kind of rows, and what stands in the way."""

    kept: Enterprise
    gone: Enterprise
    plans: list[tuple[Mover, Plan]]
    defaults: dict[str, str]

    @property
    def conflicts(self) -> list[Conflict]:
        """All that must be settled first."""
        return [conflict for _mover, plan in self.plans for conflict in plan.conflicts]


def preview_merge(kept: Enterprise, gone: Enterprise) -> Preview:
    """What merging ``gone`` into ``kept`` would do; writes nothing."""
    plans = [(mover, mover.plan(kept, gone)) for mover in moving.movers()]
    return Preview(
        kept, gone, [each for each in plans if not each[1].is_empty], _defaults(kept, gone)
    )


def _defaults(kept: Enterprise, gone: Enterprise) -> dict[str, str]:
    mine, theirs = vars(kept), vars(gone)
    found = {}
    for key, fields in rules.CHOICES.items():
        if key in _SORTS:
            found[key] = (
                rules.KEPT if _present(kept, key) or not _present(gone, key) else rules.GONE
            )
        else:
            found[key] = rules.default_choice(mine, theirs, fields)
    return found


def _present(enterprise: Enterprise, key: str) -> list[Identifier]:
    return [each for each in enterprise.identifiers.present() if each.type in _SORTS[key]]


@transaction.atomic
def merge(
    kept: Enterprise,
    gone: Enterprise,
    *,
    chosen: Mapping[str, str],
    expected_versions: tuple[int | None, int | None],
    actor: Any,
) -> Merge:
    """Merge ``gone`` into ``kept``: its rows move, the chosen values are written, its page leads to the kept one.

    ``chosen`` maps keys of ``rules.CHOICES`` to ``kept`` or ``gone`` (what is left out: the default);
    ``expected_versions`` are those the person saw (kept, gone). Refuses a record that was merged meanwhile, a
    stale version, and what stands in the way, with a sentence each. Numbers are all kept: of two of one sort
    the one not chosen ends today.
    """
    kept, gone = _both_locked(kept, gone)
    for row, expected in zip((kept, gone), expected_versions, strict=True):
        if expected is not None and row.version != int(expected):
            raise StaleVersion()
    plan = preview_merge(kept, gone)
    if plan.conflicts:
        raise RuleBroken("merge_conflict", plan.conflicts[0].sentence)
    choice = {**plan.defaults, **{k: v for k, v in chosen.items() if v in (rules.KEPT, rules.GONE)}}
    before = {"kept": _columns(kept), "gone": _columns(gone)}
    moved = [("own", _ending_numbers(kept, gone, choice))]
    moved += [(mover.key, each.steps) for mover, each in plan.plans]
    _do(moved)
    _write(kept, _chosen_values(kept, gone, choice))
    update_versioned(gone, gone.version, merged_into_id=kept.pk)
    _tell(moved, kept)
    kept.refresh_from_db()
    told_apart = carry_over(kept, gone)
    done = Merge.objects.create(
        kept=kept,
        gone=gone,
        chosen=choice,
        before={**before, "after": _columns(kept), "told_apart": told_apart},
        moved=[{"key": key, "steps": [step.as_data() for step in steps]} for key, steps in moved],
        merged_by=actor,
    )
    _record(done, "enterprises.merge", actor, before["kept"], _columns(kept))
    return done


def _both_locked(kept: Enterprise, gone: Enterprise) -> tuple[Enterprise, Enterprise]:
    """The two rows as they are now, held in one order, so that two merges cannot wait for each other."""
    rows = Enterprise.objects.select_for_update(of=("self",)).select_related("place__parent")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    if len(found) != 2:
        raise RuleBroken("merge_of_one", _("A record cannot be merged into itself."))
    if any(row.merged_into_id for row in found.values()):
        raise RuleBroken("merged_already", _("One of the two was merged meanwhile. Look again."))
    return found[kept.pk], found[gone.pk]


def _columns(enterprise: Enterprise) -> dict[str, Any]:
    """All columns as JSON keeps them."""
    return {
        each.attname: _plain(getattr(enterprise, each.attname))
        for each in enterprise._meta.concrete_fields
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _ending_numbers(kept: Enterprise, gone: Enterprise, choice: Mapping[str, str]) -> list[Step]:
    steps, today = [], clock.today()
    for key in _SORTS:
        mine, theirs = _present(kept, key), _present(gone, key)
        ending = (theirs if choice[key] == rules.KEPT else mine) if mine and theirs else []
        for each in ending:
            rows = Identifier.objects.filter(pk=each.pk)
            steps += moving.change(rows, "valid_to", None, max(today, each.valid_from or today))
    return steps


def _chosen_values(kept: Enterprise, gone: Enterprise, choice: Mapping[str, str]) -> dict[str, Any]:
    values = rules.settled(vars(kept), vars(gone))
    for key, fields in rules.CHOICES.items():
        if choice[key] == rules.GONE:
            values.update({name: getattr(gone, name) for name in fields})
    ends = kept.former_profiles.order_by("-valid_to").values_list("valid_to", flat=True).first()
    if ends is not None and (kept.profile_since is None or kept.profile_since < ends):
        values["profile_since"] = ends
    return values


def _do(moved: list[tuple[str, list[Step]]]) -> None:
    try:
        with transaction.atomic():
            for _key, steps in moved:
                for step in steps:
                    step.do()
    except IntegrityError:
        raise RuleBroken(
            "merge_conflict", _("Something of both cannot stand together. Nothing was changed.")
        ) from None


def _write(enterprise: Enterprise, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(enterprise, name, value)
    enterprise.__dict__.pop("_present_identifiers", None)
    follow = derived.follow(enterprise)
    update_versioned(enterprise, enterprise.version, **{**follow, **values})


def _tell(moved: list[tuple[str, list[Step]]], *enterprises: Enterprise) -> None:
    """Have the rooms whose rows moved tell their facts anew."""
    with_rows = {key for key, steps in moved if steps}
    for mover in moving.movers():
        if mover.key in with_rows:
            for each in enterprises:
                mover.after(each)


def _record(
    done: Merge, act: str, actor: Any, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    quiet = {"version", "updated_at", "search_text", "sort_key", "core_name"}
    changed = audit.changes(
        {name: value for name, value in before.items() if name not in quiet},
        {name: value for name, value in after.items() if name not in quiet},
        personal=("address", "phone", "email"),
    )
    counts: dict[str, int] = {}
    for each in done.moved:
        counts[each["key"]] = sum(len(step["pks"]) for step in each["steps"])
    data = {"merge": done.pk, "moved": {key: count for key, count in counts.items() if count}}
    audit.record(
        done.kept, act, actor=actor, data={**data, "other": done.gone_id, "changes": changed}
    )
    audit.record(done.gone, act, actor=actor, data={**data, "other": done.kept_id})


# --- taking it back ---------------------------------------------------------------------------------------


def why_not_undone(done: Merge) -> RuleBroken | None:
    """What speaks against taking a merge back now: it was, the time is over, or a later merge builds on it."""
    if done.undone_at is not None:
        return RuleBroken("undone_already", _("This merge was taken back already."))
    if not rules.can_still_be_undone(clock.local_day(done.created_at), clock.today()):
        return RuleBroken(
            "undo_too_late",
            _("A merge can be taken back for %(n)d days; this one is older.")
            % {"n": rules.UNDO_DAYS},
        )
    both = [done.kept_id, done.gone_id]
    later = Merge.objects.filter(undone_at__isnull=True, pk__gt=done.pk)
    if later.filter(Q(kept__in=both) | Q(gone__in=both)).exists():
        return RuleBroken(
            "later_merge", _("A later merge of the same record must be taken back first.")
        )
    return None


@transaction.atomic
def undo_merge(done: Merge, *, actor: Any) -> Merge:
    """Take a merge back: rows that moved go back, values stand as before, and the other record stands again.

    What was changed on the kept record since then stays as it is. Refuses after 90 days, under a later merge,
    and when something new holds the place of what would come back.
    """
    done = Merge.objects.select_for_update(of=("self",)).get(pk=done.pk)
    broken = why_not_undone(done)
    if broken is not None:
        raise broken
    rows = Enterprise.objects.select_for_update(of=("self",)).select_related("place__parent")
    found = {row.pk: row for row in rows.filter(pk__in=[done.kept_id, done.gone_id]).order_by("pk")}
    kept, gone = found[done.kept_id], found[done.gone_id]
    now = _columns(kept)
    moved = [(each["key"], moving.steps_of(each["steps"])) for each in done.moved]
    try:
        with transaction.atomic():
            for _key, steps in reversed(moved):
                for step in reversed(steps):
                    step.undo()
            update_versioned(gone, gone.version, merged_into_id=None)
            _write(kept, _restored(kept, done.before))
    except IntegrityError:
        raise RuleBroken(
            "undo_blocked",
            _("Something entered since then holds the place of what would come back."),
        ) from None
    take_back(done.before.get("told_apart") or {})
    _tell(moved, kept, gone)
    done.undone_at, done.undone_by = clock.now(), actor
    done.save(update_fields=["undone_at", "undone_by", "updated_at"])
    kept.refresh_from_db()
    _record(done, "enterprises.undo_merge", actor, now, _columns(kept))
    return done


def _restored(kept: Enterprise, before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the merge wrote and nobody changed since, as they were."""
    old, after, now = before["kept"], before["after"], _columns(kept)
    left = {"id", "version", "updated_at", "merged_into_id"}
    fields = {each.attname: each for each in kept._meta.concrete_fields}
    return {
        name: None if value is None else fields[name].to_python(value)
        for name, value in old.items()
        if name in fields
        and name not in left
        and value != after.get(name)
        and now[name] == after[name]
    }
