"""Reads of the registry, scoped to who may see what."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Prefetch

from portal.accounts.models import User
from portal.shared import clock, text
from sme.enterprises import rules
from sme.enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseQuerySet,
    Identifier,
    Membership,
    RegistrationDraft,
)
from sme.enterprises.rules import Classification, SizeRules, SizeVerdict

DATA = Path(__file__).parent / "data"


# --- whose ------------------------------------------------------------------------------------------


def enterprises_of(user: User) -> EnterpriseQuerySet:
    """The enterprises for which a person acts, by name."""
    return Enterprise.objects.run_by(user).by_name()


def acting_for(user: User, chosen: int | None) -> Enterprise | None:
    """The enterprise a person acts for: the chosen one if it is theirs, else their first."""
    mine = enterprises_of(user)
    return (mine.filter(pk=chosen).first() if chosen else None) or mine.first()


def acting_among(mine: Sequence[Enterprise], chosen: Any) -> Enterprise | None:
    """The same without a query, where the person's enterprises are at hand."""
    return next((each for each in mine if each.pk == chosen), None) or next(iter(mine), None)


def draft_of(user: User) -> dict[str, Any]:
    """What a person has typed so far while registering."""
    draft = RegistrationDraft.objects.filter(user=user).first()
    return dict(draft.values) if draft else {}


# --- one record ---------------------------------------------------------------------------------------


def full(queryset: EnterpriseQuerySet) -> EnterpriseQuerySet:
    """With all that a record's own page shows: four queries more, whatever the rows."""
    return queryset.select_related("place__parent", "verified_by").prefetch_related(
        Prefetch("identifiers", Identifier.objects.order_by("valid_to", "pk")),
        Prefetch("contacts", Contact.objects.all()),
        Prefetch("memberships", Membership.objects.select_related("user").order_by("role", "pk")),
    )


def main_contact(enterprise: Enterprise) -> Contact | None:
    """Whom to call first."""
    return next(iter(enterprise.contacts.all()), None)


def holder_of(kind: str, value: str) -> Enterprise | None:
    """The enterprise that holds an identifier (canonical value) now."""
    found = Identifier.objects.filter(type=kind, value=value, valid_to__isnull=True)
    identifier = found.select_related("enterprise").first()
    return identifier.enterprise if identifier else None


# --- lists --------------------------------------------------------------------------------------------


def in_list(user: User) -> EnterpriseQuerySet:
    """What the officers' list shows a person, with all its columns in three queries."""
    return Enterprise.objects.visible_to(user).select_related("place__parent").with_numbers()


def search(queryset: EnterpriseQuerySet, typed: str) -> EnterpriseQuerySet:
    """Those whose name, numbers, phones, people or place hold every word typed, accents or not.

    A number may be typed with spaces, dots or +84. The one door behind which a full-text or trigram
    index will stand.
    """
    number = text.digits(typed).removeprefix("+84")
    is_number = number.isascii() and number.isdigit() and len(number) >= 6
    words = [number] if is_number else text.fold(typed).split()[:8]
    for word in words:
        queryset = queryset.filter(search_text__contains=word)
    return queryset


# --- rules as data ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def classification() -> Classification:
    """The sectors in use (VSIC 2018)."""
    return rules.read_sections(json.loads((DATA / "vsic-2018.json").read_text("utf-8")))


def sector_choices() -> list[tuple[str, Any]]:
    """The sectors for a choice: each says itself in the reader's language, the empty choice first."""
    sections = classification().sections.values()
    return [("", "–"), *((each.code, each) for each in sections)]


@lru_cache(maxsize=1)
def _all_size_rules() -> list[SizeRules]:
    return rules.read_size_rules(json.loads((DATA / "size-classes.json").read_text("utf-8")))


def size_rules_on(day: date) -> SizeRules | None:
    """The rule for size classes in force on a day, if one is known."""
    return next(
        (
            each
            for each in reversed(_all_size_rules())
            if each.valid_from <= day and (each.valid_to is None or each.valid_to > day)
        ),
        None,
    )


def latest_size_rules() -> SizeRules:
    """The newest rule: its bands are what forms offer."""
    return _all_size_rules()[-1]


def section_of(enterprise: Enterprise) -> rules.Section | None:
    """Its sector, if given."""
    return classification().sections.get(enterprise.sector)


def size_of(enterprise: Enterprise, day: date | None = None) -> SizeVerdict:
    """Its size class on a day (default: today) by its present figures, with the sentence why."""
    known = size_rules_on(day or clock.today())
    section = section_of(enterprise)
    bands = known or latest_size_rules()
    return rules.size_of(
        known,
        kind=enterprise.kind,
        group=section.group if section else None,
        employees=enterprise.employees,
        revenue=rules.amount(enterprise.revenue, bands.revenue_bands.get(enterprise.revenue_band)),
        capital=rules.amount(enterprise.capital, bands.capital_bands.get(enterprise.capital_band)),
    )
