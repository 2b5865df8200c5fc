"""Changing and verifying a record that several people may have open at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion
from portal.shared.models import update_versioned
from sme.enterprises import permissions
from sme.enterprises.models import Contact, Enterprise
from sme.enterprises.rules import GivenIdentifier, IdentifierType, Kind, State, facts_to_check_again
from sme.enterprises.services import derived, history, numbers, quality, succession
from sme.enterprises.services.history import How
from sme.enterprises.services.registering import BY_ITSELF, BY_OFFICE


class _Keep:
    """Stands for "leave it as it is", where ``None`` means "there is none"."""


KEEP = _Keep()


def _locked(enterprise: Enterprise, expected_version: int | None) -> Enterprise:
    """The row as it is now, held until the transaction ends; refuses a version that is no longer the present one."""
    now = Enterprise.objects.select_for_update(of=("self",)).select_related("place__parent")
    row = now.get(pk=enterprise.pk)
    if expected_version is not None and row.version != int(expected_version):
        raise StaleVersion()
    return row


@transaction.atomic
def change(
    enterprise: Enterprise,
    *,
    expected_version: int | None,
    actor: Any | None,
    number: "GivenIdentifier | _Keep | None" = KEEP,
    cooperative_number: "GivenIdentifier | _Keep | None" = KEEP,
    contact: "Mapping[str, Any] | _Keep" = KEEP,
    effective_on: date | None = None,
    reason: str = "",
    is_correction: bool = False,
    **fields: Any,
) -> Enterprise:
    """Change a record; a stale version is refused and nothing is written.

    ``number`` is the tax number (code or personal), ``None`` for none yet; the former one is kept as
    history. ``contact`` sets the first person to call. When a member changes what the office vouched
    for (name, kind, place), a verified record waits to be checked again. Returns the record as stored.

    A new name, kind, form, place, sector, size class or number holds from ``effective_on`` (default
    today), and what held before is kept for figures of earlier days; ``is_correction`` says that the
    old value was a mistake and never held. Filling a gap makes no history unless a day is given.
    Refuses a day in the future, and one before a later change of the same value.
    """
    row = _locked(enterprise, expected_version)
    is_office = actor is None or permissions.is_responsible_officer(actor, row)
    given = history.how(row, effective_on, reason, is_correction)
    before, profile = _shown(row), history.profile_of(row)
    values = derived.clean_fields(fields, row)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    acts = _change_parts(row, number, cooperative_number, contact, given, is_office=is_office)
    if not changed and not acts:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    if not is_office and row.is_verified and facts_to_check_again(set(changed)):
        changed.update(state=State.NEW, verified_at=None, verified_by=None)
    follows = derived.follow(row, () if is_correction else [profile["name"]])
    kept = history.keep(row, profile, history.profile_of(row, **follows), given, actor=actor)
    update_versioned(row, row.version, **{**changed, **follows, **kept})
    _tell(row, before, acts, given, actor)
    quality.check_one(row)
    return row


def _tell(
    row: Enterprise, before: Mapping[str, Any], acts: list[str], given: How, actor: Any
) -> None:
    """Remember what changed, from which day, or that it was corrected."""
    told: dict[str, Any] = {} if actor else dict(audit.BY_SYSTEM)
    if given.effective_on and not given.is_correction:
        told["on"] = given.effective_on
    personal = {"address"} if row.kind == Kind.HOUSEHOLD else ()
    differences = audit.changes(before, _shown(row), personal=personal)
    if differences:
        act = "enterprises.correct" if given.is_correction else "enterprises.change"
        audit.record(row, act, actor=actor, data={**told, "changes": differences})
    for act in acts:
        audit.record(row, act, actor=actor, data=told)


def _change_parts(
    row: Enterprise,
    number: Any,
    cooperative_number: Any,
    contact: Any,
    given_how: How,
    *,
    is_office: bool,
) -> list[str]:
    """Change numbers and the first contact; returns the acts that took place."""
    acts = []
    source = BY_OFFICE if is_office else BY_ITSELF
    asked = (
        (number, IdentifierType.TAX_CODE),
        (cooperative_number, IdentifierType.COOPERATIVE_NUMBER),
    )
    for given, sort in asked:
        if isinstance(given, _Keep):
            continue
        clean = derived.clean_identifiers([given], may_keep=is_office)[0] if given else None
        if numbers.replace(row, clean, of=sort, source=source, how=given_how):
            corrects = given_how.is_correction
            acts.append("enterprises." + ("correct_number" if corrects else "change_number"))
            succession.link_branches([row])
    if not isinstance(contact, _Keep) and _set_contact(row, contact):
        acts.append("enterprises.change_contact")
    return acts


def _set_contact(row: Enterprise, values: Mapping[str, Any]) -> bool:
    first = row.contacts.first()
    if not values.get("name"):
        if first is not None:
            first.delete()
        return first is not None
    if first is None:
        Contact.objects.create(enterprise=row, **values)
        return True
    if all(getattr(first, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(first, name, value)
    first.save()
    return True


def _shown(row: Enterprise) -> dict[str, Any]:
    """The values as history shows them."""
    shown = {name: getattr(row, name) for name in sorted(derived.OWN_FIELDS - {"place"})}
    return {**shown, "place": row.place.full_name, "state": row.state, "size_class": row.size_class}


@transaction.atomic
def verify(
    enterprise: Enterprise, *, actor: Any, expected_version: int | None = None
) -> Enterprise:
    """Say that the office has checked the record against its papers. Refuses a closed one; twice is once."""
    row = _locked(enterprise, expected_version)
    if row.state == State.CLOSED:
        raise RuleBroken("closed", _("This record is closed; a closed business is not verified."))
    if row.state == State.VERIFIED:
        return row
    before = {"state": row.state}
    update_versioned(
        row, row.version, state=State.VERIFIED, verified_at=clock.now(), verified_by=actor
    )
    audit.record(
        row,
        "enterprises.verify",
        actor=actor,
        data={
            **({} if actor else audit.BY_SYSTEM),
            "changes": audit.changes(before, {"state": row.state}),
        },
    )
    quality.check_one(row)
    return row
