"""Records that wait to be completed, and the officers in whose charge records may be."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from portal.accounts.models import User
from portal.accounts.rules import REGISTRY_ROLES
from portal.shared import text
from sme.enterprises.models import Contact, EnterpriseQuerySet
from sme.enterprises.selectors.records import in_list
from sme.enterprises.selectors.search import nearest

GAP_CAP = 1000


def _no_contact(rows: EnterpriseQuerySet) -> EnterpriseQuerySet:
    """Neither phone nor e-mail, not even of a person to call."""
    reachable = Contact.objects.filter(enterprise=OuterRef("pk")).exclude(phone="", email="")
    return rows.filter(~Exists(reachable), phone="", email="")


# What may be missing: key → the records without it.
GAPS: Mapping[str, Callable[[EnterpriseQuerySet], EnterpriseQuerySet]] = {
    "number": lambda rows: rows.filter(has_identifier=False),
    "phone": _no_contact,
    "sector": lambda rows: rows.filter(sector=""),
}


def incomplete(user: Any, gap: str) -> EnterpriseQuerySet:
    """Open records that a person may see and that lack something (a key of ``GAPS``), with their columns."""
    return GAPS[gap](in_list(user).open())


def gap_count(rows: EnterpriseQuerySet) -> int:
    """How many, counted up to one more than ``GAP_CAP``."""
    return rows.order_by()[: GAP_CAP + 1].count()


def officers() -> list[User]:
    """Those who may be in charge of records, by name; one query."""
    wanted = User.objects.filter(Q(groups__name__in=REGISTRY_ROLES), is_active=True)
    return list(wanted.distinct().order_by("display_name", "pk"))


def named(rows: EnterpriseQuerySet, written: str, most: int = 6) -> list[Any]:
    """The records of a list that a person means by a tax code, a record number (``#12``) or words."""
    number = text.digits(written)
    if written.strip().startswith("#") and number[1:].isdigit():
        return list(rows.filter(pk=int(number[1:][:15])))
    exact = rows.filter(
        identifiers__valid_to__isnull=True, identifiers__value__in=_as_codes(number)
    )
    return list(exact[:most]) or nearest(rows, written, most)


def _as_codes(number: str) -> list[str]:
    """The number as it is stored, a branch with its dash."""
    return [number, f"{number[:10]}-{number[10:]}"] if len(number) == 13 else [number]
