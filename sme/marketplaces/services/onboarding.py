"""Acts on the way of an enterprise onto a marketplace: beginning, planning, ticking steps, pausing, confirming."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import (
    Confirmation,
    Marketplace,
    Onboarding,
    OnboardingStep,
    Product,
    Requirement,
)
from sme.marketplaces.services import progress

S = rules.OnboardingState


@transaction.atomic
def start_onboarding(
    enterprise: Enterprise,
    marketplace: Marketplace,
    *,
    actor: User | None,
    officer: User | None = None,
    started_on: date | None = None,
    is_demo: bool = False,
) -> Onboarding:
    """Begin an enterprise's way onto a marketplace; what is recorded of it already is ticked at once.

    Without an ``officer`` the one in charge of the enterprise accompanies it. Refuses a second way onto the
    same marketplace, a day in the future and a marketplace that has closed.
    """
    day = started_on or clock.today()
    rules.check_start(day, today=clock.today(), closed_on=marketplace.closed_on)
    if officer:
        _check_officer(officer)
    way = Onboarding(
        enterprise=enterprise,
        marketplace=marketplace,
        officer=officer or enterprise.responsible,
        started_on=day,
        moved_on=day,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            way.save()
    except IntegrityError:
        raise RuleBroken(
            "onboarding_twice",
            _("This enterprise is on its way onto %(marketplace)s already.")
            % {"marketplace": marketplace},
            field="marketplace",
        ) from None
    progress.refresh(enterprise.pk, marketplace.pk)
    way.refresh_from_db()
    _trail(way, "marketplaces.start_onboarding", actor, {"marketplace": marketplace.key})
    return way


def _check_officer(officer: User) -> None:
    if not officer.is_officer:
        raise RuleBroken(
            "not_an_officer", _("Choose somebody who works in the office."), field="officer"
        )


@transaction.atomic
def plan_onboarding(
    way: Onboarding,
    *,
    officer: User | None,
    due: Mapping[str, date | None],
    who: Mapping[str, str],
    expected_version: int | None,
    actor: User,
) -> Onboarding:
    """Say who accompanies it, until when each step is to be done and by whom.

    ``due`` and ``who`` are by step; steps that are not named stay as they are. Refuses days that are new and
    past, before the start or not in the order of the steps; somebody who is no officer; and a stale form.
    """
    way = _locked(way)
    steps = _steps(way)
    before = {step: row.due_on for step, row in steps.items()}
    days = {**before, **due}
    rules.check_due_days(
        {step: day for step, day in days.items() if step not in steps or not steps[step].done_on},
        before=before,
        started_on=way.started_on,
        today=clock.today(),
    )
    if officer and officer.pk != way.officer_id:
        _check_officer(officer)
    update_versioned(way, expected_version, officer_id=officer.pk if officer else None)
    for step in rules.ORDER:
        _plan_step(way, steps.get(step), step, due, who, actor)
    data = {step: day for step, day in due.items() if day != before.get(step)}
    _trail(way, "marketplaces.plan_onboarding", actor, {"due": data, "officer": way.officer_id})
    return way


def _plan_step(
    way: Onboarding,
    row: OnboardingStep | None,
    step: str,
    due: Mapping[str, date | None],
    who: Mapping[str, str],
    actor: User,
) -> None:
    known = row or OnboardingStep(onboarding=way, step=step)
    wanted = (due.get(step, known.due_on), who.get(step, known.who))
    if wanted != (known.due_on, known.who):
        known.due_on, known.who = wanted
        known.recorded_by = actor
        known.save()


@transaction.atomic
def complete_step(
    way: Onboarding, step: str, *, done_on: date, actor: User | None, note: str = ""
) -> OnboardingStep:
    """Tick a step that people do themselves, with the day on which it was done.

    Refuses steps that follow from shop and listings, a day in the future, and one after the shop opened.
    """
    way = _locked(way)
    _check_under_way(way)
    steps = _steps(way)
    shop = steps.get(rules.Step.SHOP)
    rules.check_done_day(
        step,
        done_on,
        today=clock.today(),
        shop_on=shop.done_on if shop else None,
        opened_on=way.marketplace.opened_on,
    )
    row = steps.setdefault(step, OnboardingStep(onboarding=way, step=step))
    row.done_on, row.note, row.recorded_by = done_on, note, actor
    row.save()
    progress.settle(way, steps.values())
    _trail(way, "marketplaces.complete_step", actor, {"step": step, "done_on": done_on})
    return row


@transaction.atomic
def reopen_step(way: Onboarding, step: str, *, actor: User) -> None:
    """Take a tick back that was a mistake; refuses one that follows from what is recorded."""
    way = _locked(way)
    steps = _steps(way)
    row = steps.get(step)
    days = {rules.Step(name): each.done_on for name, each in steps.items() if each.done_on}
    if step not in rules.BY_PEOPLE or step in rules.implied_days(days):
        raise RuleBroken(
            "step_is_derived",
            _(
                "This step follows from the shop and listings: record those, and it is done by itself."
            ),
        )
    if row is None or row.done_on is None:
        return
    row.done_on, row.recorded_by = None, actor
    row.save()
    progress.settle(way, steps.values())
    _trail(way, "marketplaces.reopen_step", actor, {"step": step})


def _check_under_way(way: Onboarding) -> None:
    if way.state in (S.PAUSED, S.STOPPED):
        raise RuleBroken(
            "onboarding_halted",
            _("This way is at rest (%(state)s). Take it up again first.")
            % {"state": way.get_state_display()},
        )


@transaction.atomic
def pause_onboarding(way: Onboarding, *, reason: str, actor: User) -> Onboarding:
    """Let it rest for a while: it is not stuck, nobody is reminded. Refuses without a reason."""
    return _become(way, S.PAUSED, reason, "marketplaces.pause_onboarding", actor)


@transaction.atomic
def stop_onboarding(way: Onboarding, *, reason: str, actor: User) -> Onboarding:
    """Give it up; what was recorded stays. Refuses without a reason."""
    return _become(way, S.STOPPED, reason, "marketplaces.stop_onboarding", actor)


@transaction.atomic
def resume_onboarding(way: Onboarding, *, actor: User) -> Onboarding:
    """Take it up again; the days without progress are counted from today."""
    way = _become(way, S.ACTIVE, "", "marketplaces.resume_onboarding", actor)
    way.moved_on = clock.today()
    way.save(update_fields=["moved_on"])
    progress.refresh(way.enterprise_id, way.marketplace_id)
    way.refresh_from_db()
    return way


@transaction.atomic
def remove_onboarding(way: Onboarding, *, actor: User) -> None:
    """Take a way away that was given up (two records became one, a slip); refuses one that is not stopped."""
    way = _locked(way)
    if way.state != S.STOPPED:
        raise RuleBroken(
            "onboarding_not_stopped", _("Give it up first; then it can be taken away.")
        )
    audit.record(
        way,
        "marketplaces.remove_onboarding",
        actor=actor,
        data={"enterprise": way.enterprise_id, "marketplace": way.marketplace.key},
        deleted=True,
    )
    way.delete()


def give_up_all(enterprise: Enterprise, on: date, *, actor: User | None) -> None:
    """The enterprise gave up business: its ways that are under way or paused end with it."""
    ways = Onboarding.objects.filter(enterprise=enterprise, state__in=(S.ACTIVE, S.PAUSED))
    for way in ways.order_by("pk"):
        reason = _("The business closed on %(day)s.") % {"day": f"{on:%d/%m/%Y}"}
        _become(way, S.STOPPED, reason, "marketplaces.stop_onboarding", actor)


def _become(way: Onboarding, state: str, reason: str, act: str, actor: User | None) -> Onboarding:
    way = _locked(way)
    rules.check_becomes(way.state, state, reason)
    update_versioned(way, None, state=state, reason=reason)
    _trail(way, act, actor, {"state": state})
    return way


# --- what people confirm ----------------------------------------------------------------------------


@transaction.atomic
def confirm(
    requirement: Requirement,
    product: Product,
    *,
    is_there: bool,
    actor: User | None,
) -> None:
    """Say that what the portal cannot see (a bank account, packaging) is there, or no longer.

    What is asked whatever the product (a bank account, an identity card) is the enterprise's and counts for all its
    products; packaging is each product's own. Refuses what the portal sees itself.
    """
    if requirement.kind not in rules.CONFIRMED_BY_PEOPLE:
        raise RuleBroken(
            "not_confirmed_by_people",
            _("This is seen in the record itself: add it there, and it is ticked."),
        )
    is_shared = requirement.kind != rules.RequirementKind.PACKAGING and not requirement.category
    which = {
        "enterprise_id": product.enterprise_id,
        "requirement": requirement,
        "product": None if is_shared else product,
    }
    if is_there:
        _row, changed = Confirmation.objects.get_or_create(
            **which, defaults={"confirmed_by": actor}
        )
    else:
        changed = bool(Confirmation.objects.filter(**which).delete()[0])
    if changed:
        audit.record(
            product,
            "marketplaces.confirm",
            actor=actor,
            data={**_by(actor), "requirement": requirement.key, "is_there": is_there},
        )


# --- shared -----------------------------------------------------------------------------------------


def _locked(way: Onboarding) -> Onboarding:
    rows = Onboarding.objects.select_for_update(of=("self",))
    return rows.select_related("marketplace", "enterprise").get(pk=way.pk)


def _steps(way: Onboarding) -> dict[str, OnboardingStep]:
    return {row.step: row for row in OnboardingStep.objects.filter(onboarding=way)}


def _by(actor: User | None) -> dict[str, Any]:
    return {} if actor else dict(audit.BY_SYSTEM)


def _trail(way: Onboarding, act: str, actor: User | None, data: Mapping[str, Any]) -> None:
    audit.record(way, act, actor=actor, data={**_by(actor), **data})
