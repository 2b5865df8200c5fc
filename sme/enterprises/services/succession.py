"""Closing, reopening, and one record coming from another: became, merged, split, branch, taken over."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken, StaleVersion
from portal.shared.models import update_versioned
from sme.enterprises import moving, permissions, selectors
from sme.enterprises.models import Enterprise, Lineage
from sme.enterprises.rules import ENDING, LineageKind, State
from sme.enterprises.services import history, quality


@transaction.atomic
def close(
    enterprise: Enterprise,
    *,
    on: date,
    reason: str,
    actor: Any,
    expected_version: int | None = None,
) -> Enterprise:
    """It gave up business on a day; what it sold ends then. Its history and support stay, members can change nothing.

    Refuses an empty reason, a day in the future or before it was founded, and a closed one.
    """
    row = _locked(enterprise, expected_version)
    if row.state == State.CLOSED:
        raise RuleBroken("closed_already", _("This record is closed already."))
    reason = text.clean(reason)[:200]
    if not reason:
        raise RuleBroken("reason_missing", _("Say why it closed."), "reason")
    _check_day(row, on)
    _close(row, on, reason, actor)
    moving.left(row, on, actor)
    return row


def _check_day(row: Enterprise, on: date) -> None:
    history.refuse_future(on, "on")
    if row.founded_on and on < row.founded_on:
        raise RuleBroken(
            "before_founding",
            _("It was founded on %(day)s. Enter a later day.")
            % {"day": f"{row.founded_on:%d/%m/%Y}"},
            "on",
        )


def _close(row: Enterprise, on: date, reason: str, actor: Any) -> None:
    before = {"state": row.state, "closed_on": row.closed_on}
    update_versioned(row, row.version, state=State.CLOSED, closed_on=on, closed_reason=reason)
    _record(row, "enterprises.close", actor, before)
    quality.check_one(row)


@transaction.atomic
def reopen(
    enterprise: Enterprise, *, actor: Any, expected_version: int | None = None
) -> Enterprise:
    """It is in business after all; the office checks it again. Refuses one that is not closed."""
    row = _locked(enterprise, expected_version)
    if row.state != State.CLOSED:
        raise RuleBroken("not_closed", _("This record is not closed."))
    before = {"state": row.state, "closed_on": row.closed_on}
    update_versioned(
        row,
        row.version,
        state=State.NEW,
        closed_on=None,
        closed_reason="",
        verified_at=None,
        verified_by=None,
    )
    _record(row, "enterprises.reopen", actor, before)
    quality.check_one(row)
    return row


def _record(row: Enterprise, act: str, actor: Any, before: dict[str, Any]) -> None:
    after = {"state": row.state, "closed_on": row.closed_on}
    by = {} if actor else audit.BY_SYSTEM
    audit.record(row, act, actor=actor, data={**by, "changes": audit.changes(before, after)})


@transaction.atomic
def succeed(
    predecessor: Enterprise,
    successor: Enterprise,
    *,
    kind: str,
    on: date,
    actor: Any,
    note: str = "",
) -> Lineage:
    """One record came from another on a day.

    Where the first goes on in the second (became, merged, taken over) it is closed on that day unless it is
    closed already; where a part was split off or a branch opened it stays open. Refuses one and the same
    record, a circle, a succession that stands already, and a day in the future.
    """
    if kind not in LineageKind.values:
        raise RuleBroken("kind_unknown", _("Choose what happened."), "kind")
    first, second = _both_locked(predecessor, successor)
    _check_day(first, on)
    if Lineage.objects.filter(predecessor=first, successor=second, kind=kind).exists():
        raise RuleBroken("lineage_twice", _("This is recorded already."), "other")
    if first.pk in selectors.descendants_of(second):
        raise RuleBroken(
            "lineage_circle",
            _("The second record itself came from the first one's successor. Check the direction."),
            "other",
        )
    if kind in ENDING and second.state == State.CLOSED:
        raise RuleBroken(
            "successor_closed",
            _("The record that goes on is closed. Reopen it first, or choose another."),
            "other",
        )
    made = Lineage.objects.create(
        predecessor=first,
        successor=second,
        kind=kind,
        on=on,
        note=text.clean(note)[:300],
        recorded_by=actor,
    )
    if kind in ENDING and first.state != State.CLOSED:
        _close(first, on, str(LineageKind(kind).label)[:200], actor)
    _tell_both(made, "enterprises.succeed", actor)
    return made


@transaction.atomic
def undo_succession(lineage: Lineage, *, actor: Any) -> None:
    """It was recorded by mistake. A record that it closed stays closed until somebody reopens it."""
    _tell_both(lineage, "enterprises.undo_succession", actor)
    lineage.delete()


def _tell_both(lineage: Lineage, act: str, actor: Any) -> None:
    data: dict[str, Any] = {} if actor else dict(audit.BY_SYSTEM)
    data |= {
        "kind": lineage.kind,
        "on": lineage.on,
        "from": lineage.predecessor_id,
        "to": lineage.successor_id,
    }
    for each in (lineage.predecessor, lineage.successor):
        audit.record(each, act, actor=actor, data=data)


def link_branches(enterprises: Iterable[Enterprise]) -> int:
    """Branches (tax code ``…-001``) lead to the company with the first ten digits, and the other way round.

    Returns how many were linked; twice is once. Follows from the numbers, so it is not an act of a person.
    """
    found = selectors.unlinked_branches([each.pk for each in enterprises])
    Lineage.objects.bulk_create(
        [
            Lineage(
                predecessor_id=company,
                successor_id=branch,
                kind=LineageKind.BRANCH,
                on=day,
            )
            for company, branch, day in found
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return len(found)


@transaction.atomic
def assign(enterprises: Iterable[Enterprise], officer: Any | None, *, actor: Any) -> int:
    """Put records into an officer's charge (``None``: nobody's); returns how many changed hands.

    Refuses somebody who does not answer for the place of each of them, and then assigns none.
    """
    ids = [each.pk for each in enterprises]
    rows = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    moving = [
        each for each in rows.order_by("pk") if each.responsible_id != getattr(officer, "pk", None)
    ]
    if officer is not None:
        outside = [each for each in moving if not permissions.is_responsible_officer(officer, each)]
        if outside or not officer.is_active:
            raise RuleBroken(
                "not_their_area",
                _("%(name)s does not answer for the place of %(record)s.")
                % {"name": officer, "record": outside[0] if outside else "–"},
                "officer",
            )
    told = [
        (each, {"officer": getattr(officer, "pk", None), "was": each.responsible_id})
        for each in moving
    ]
    Enterprise.objects.filter(pk__in=[each.pk for each in moving]).update(
        responsible=officer, updated_at=clock.now()
    )
    audit.record_many(told, "enterprises.assign", actor=actor)
    return len(moving)


def _locked(enterprise: Enterprise, expected_version: int | None) -> Enterprise:
    row = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if expected_version is not None and row.version != int(expected_version):
        raise StaleVersion()
    if row.merged_into_id:
        raise RuleBroken("merged_already", _("This record was merged into another one."))
    return row


def _both_locked(one: Enterprise, other: Enterprise) -> tuple[Enterprise, Enterprise]:
    """Both rows, held in one order, so that two acts cannot wait for each other."""
    if one.pk == other.pk:
        raise RuleBroken(
            "lineage_of_one", _("This is the same record. Choose the other one."), "other"
        )
    found = dict.fromkeys(sorted((one.pk, other.pk)))
    rows = {pk: _locked(one if pk == one.pk else other, None) for pk in found}
    return rows[one.pk], rows[other.pk]
