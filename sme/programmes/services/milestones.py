"""Acts on milestones: a cohort's list with its days, and where each enterprise stands with them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.programmes import rules
from sme.programmes.models import Cohort, Enrolment, Milestone, Reached
from sme.programmes.rules import SEATED, EnrolmentState
from sme.programmes.services import writing
from sme.programmes.services.cohorts import locked

FIELDS = frozenset(("title_vi", "title_en", "due_on"))
TWICE = _("This cohort has a milestone of this name already.")


def add_milestone(
    cohort: Cohort, *, title_vi: str, due_on: date, title_en: str = "", actor: User
) -> Milestone:
    """Add a milestone to a cohort; whoever has a place gets it too. Refuses a name that it has already."""
    with transaction.atomic():
        now = locked(cohort)
        made = Milestone(
            cohort=now, title_vi=text.clean(title_vi), title_en=text.clean(title_en), due_on=due_on
        )
        writing.insert(made, "milestone_twice", TWICE, "title_vi")
        _give([made], now.enrolments.seated())
        data = _data(made, None, due_on)
        audit.record(now, "programmes.add_milestone", actor=actor, data=data)
    return made


def change_milestone(
    milestone: Milestone, *, expected_version: int, actor: User, **fields: Any
) -> Milestone:
    """Change its name or its day; the day of whoever was given more time stays, unless the new one is later.

    Refuses a stale version and a name that the cohort has already.
    """
    writing.only(fields, FIELDS)
    with transaction.atomic():
        now = Milestone.objects.select_for_update().get(pk=milestone.pk)
        before = {name: getattr(now, name) for name in fields}
        writing.update(now, expected_version, fields, "milestone_twice", TWICE, "title_vi")
        if before.get("due_on", now.due_on) != now.due_on:
            rows = now.reached.filter(done_on__isnull=True)
            rows.filter(more_time="").update(due_on=now.due_on)
            rows.filter(due_on__lt=now.due_on).update(due_on=now.due_on, more_time="")
        changed = writing.changes(before, fields)
        if days := changed.pop("due_on", None):
            changed |= _told(now, *days)
        data = {"milestone": now.pk, "changes": changed}
        audit.record(now.cohort, "programmes.change_milestone", actor=actor, data=data)
    return now


def remove_milestone(milestone: Milestone, *, actor: User) -> None:
    """Take a milestone off the list; refuses one that somebody has done."""
    with transaction.atomic():
        now = Milestone.objects.select_for_update().get(pk=milestone.pk)
        if now.reached.filter(done_on__isnull=False).exists():
            raise RuleBroken(
                "milestone_done", _("Somebody has done this milestone; it stays on the list.")
            )
        data = _data(now, now.due_on, None)
        audit.record(now.cohort, "programmes.remove_milestone", actor=actor, data=data)
        now.delete()


def copy_milestones(source: Cohort, cohort: Cohort, *, actor: User) -> int:
    """Take over another cohort's list, its days moved with the first day; what is there stays. Returns how many."""
    with transaction.atomic():
        now = locked(cohort)
        has = set(now.milestones.values_list("title_vi", flat=True))
        made = [
            Milestone(
                cohort=now,
                title_vi=each.title_vi,
                title_en=each.title_en,
                due_on=rules.shifted(each.due_on, source.starts_on, now.starts_on),
            )
            for each in source.milestones.all()
            if each.title_vi not in has
        ]
        made = Milestone.objects.bulk_create(made)
        _give(made, now.enrolments.seated())
        told = {each.title_vi: [None, f"{each.due_on:%d/%m/%Y}"] for each in made}
        data = {"from": source.code, "changes": told}
        audit.record(now, "programmes.copy_milestones", actor=actor, data=data)
    return len(made)


def follow(moved: Sequence[Enrolment], *, actor: User | None) -> None:
    """Whoever was given a place gets the milestones of the cohort (hears from ``seating``)."""
    seated = [each for each in moved if each.state == EnrolmentState.ENROLLED]
    if not seated:
        return
    listed: dict[int, list[Milestone]] = {}
    for each in Milestone.objects.filter(cohort__in={row.cohort_id for row in seated}):
        listed.setdefault(each.cohort_id, []).append(each)
    for cohort_id, milestones in listed.items():
        _give(milestones, [row for row in seated if row.cohort_id == cohort_id])


def mark_done(reached: Reached, *, done_on: date, actor: User) -> Reached:
    """Write down that an enterprise has done a milestone, on which day.

    Refuses a day to come, and an enterprise without a place. Written a second time, the day is corrected.
    """
    rules.check_done_on(done_on, clock.today())
    return _set(reached, done_on, actor, "programmes.reach_milestone")


def mark_open(reached: Reached, *, actor: User) -> Reached:
    """Take back that it was done: written down by mistake."""
    return _set(reached, None, actor, "programmes.unreach_milestone")


def give_time(reached: Reached, *, due_on: date, reason: str, actor: User) -> Reached:
    """Give one enterprise until another day, with a reason. Refuses an earlier day, and one that is done."""
    said = text.clean(reason)[:300]
    with transaction.atomic():
        now = _locked(reached)
        rules.check_more_time(due_on, now.due_on, said)
        if now.done_on is not None:
            raise RuleBroken("already_done", _("It is done already."), "due_on")
        data = _data(now.milestone, now.due_on, due_on)
        now.due_on, now.more_time = due_on, said
        now.save(update_fields=["due_on", "more_time", "updated_at"])
        audit.record(now.enrolment, "programmes.give_time", actor=actor, data=data)
    return now


def write_milestone(
    milestone: Milestone,
    done: Collection[int],
    *,
    among: Collection[int],
    done_on: date,
    actor: User,
) -> tuple[int, int]:
    """Write down who has done a milestone, by a list: of the enrolments ``among``, those in ``done``.

    Those that had done it keep their day. Returns how many were added and taken off. Refuses a day to come.
    """
    rules.check_done_on(done_on, clock.today())
    with transaction.atomic():
        rows = list(
            milestone.reached.select_for_update(of=("self",))
            .filter(enrolment__in=among, enrolment__state__in=SEATED)
            .select_related("enrolment__cohort")
        )
        added = [each for each in rows if each.enrolment_id in done and each.done_on is None]
        gone = [each for each in rows if each.enrolment_id not in done and each.done_on]
        were = [(each, each.done_on) for each in gone]
        for group, on in ((added, done_on), (gone, None)):
            keys = [each.pk for each in group]
            Reached.objects.filter(pk__in=keys).update(
                done_on=on, written_by=actor, updated_at=clock.now()
            )
        done_now = _data(milestone, None, done_on)
        audit.record_many(
            [(each.enrolment, done_now) for each in added],
            "programmes.reach_milestone",
            actor=actor,
        )
        taken_back = [(each.enrolment, _data(milestone, day_of, None)) for each, day_of in were]
        audit.record_many(taken_back, "programmes.unreach_milestone", actor=actor)
    return len(added), len(gone)


def _give(milestones: Sequence[Milestone], enrolments: Iterable[Enrolment]) -> None:
    rows = [
        Reached(enrolment=who, milestone=each, due_on=each.due_on)
        for who in (enrolments if milestones else ())
        for each in milestones
    ]
    Reached.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _set(reached: Reached, done_on: date | None, actor: User, act: str) -> Reached:
    with transaction.atomic():
        now = _locked(reached)
        if now.done_on != done_on:
            data = _data(now.milestone, now.done_on, done_on)
            now.done_on, now.written_by = done_on, actor
            now.save(update_fields=["done_on", "written_by", "updated_at"])
            audit.record(now.enrolment, act, actor=actor, data=data)
    return now


def _data(milestone: Milestone, old: date | None, new: date | None) -> dict[str, Any]:
    """What the trail keeps: the milestone by its name, its days as people write them."""
    return {"milestone": milestone.pk, "changes": _told(milestone, old, new)}


def _told(milestone: Milestone, old: Any, new: Any) -> dict[str, list[str | None]]:
    days = (date.fromisoformat(day) if isinstance(day, str) else day for day in (old, new))
    return {milestone.title_vi: [f"{day:%d/%m/%Y}" if day else None for day in days]}


def _locked(reached: Reached) -> Reached:
    found = Reached.objects.select_for_update(of=("self",))
    now = found.select_related("milestone", "enrolment__cohort").get(pk=reached.pk)
    if now.enrolment.state not in SEATED:
        raise RuleBroken("no_place_now", _("This enterprise has no place in the cohort now."))
    return now
