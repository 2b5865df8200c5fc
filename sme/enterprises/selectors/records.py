"""Reads of the registry, scoped to who may see what."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.models import Prefetch

from portal.accounts.models import User
from portal.shared import text
from sme.enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseQuerySet,
    Identifier,
    Membership,
    RegistrationDraft,
)
from sme.enterprises.rules import State
from sme.places.models import Unit

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
    return queryset.select_related("place__parent", "verified_by", "responsible").prefetch_related(
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


def find_strictly(
    among: EnterpriseQuerySet, *, number: str = "", name: str = "", place: str = ""
) -> EnterpriseQuerySet:
    """Open records that hold a number (``tax:1400123456``), or else bear exactly this name in this commune.

    Several are several: whoever asks decides nothing by their order.
    """
    rows = among.filter(merged_into__isnull=True).exclude(state=State.CLOSED)
    rows = rows.select_related("place").order_by("pk")
    if number:
        kind, _sign, value = number.partition(":")
        held = Identifier.objects.filter(type=kind, value=value, valid_to__isnull=True)
        return rows.filter(pk__in=held.values("enterprise"))
    if not (name and place):
        return rows.none()
    folded, called = text.fold(place), text.fold(name)
    units = Unit.objects.communes().values_list("pk", "name")
    here = [pk for pk, known in units if text.fold(known) == folded]
    named = rows.filter(place__in=here).values_list("pk", "name")
    return rows.filter(pk__in=[pk for pk, known in named if text.fold(known) == called])


# --- lists --------------------------------------------------------------------------------------------


def in_list(user: User) -> EnterpriseQuerySet:
    """What the officers' list shows a person, with all its columns in three queries."""
    return Enterprise.objects.visible_to(user).select_related("place__parent").with_numbers()
