"""Entering one enterprise into the registry."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from portal.shared import audit
from sme.enterprises import permissions
from sme.enterprises.models import Contact, Enterprise, Membership
from sme.enterprises.rules import IdentifierType, MemberRole
from sme.enterprises.services import derived, numbers, succession
from sme.places.models import Unit

BY_OFFICE, BY_ITSELF = "office", "self"


@transaction.atomic
def register(
    *,
    kind: str,
    name: str,
    place: Unit,
    actor: Any | None,
    identifiers: Iterable[tuple[str, ...]] = (),
    owner: Any | None = None,
    contacts: Iterable[Mapping[str, Any]] = (),
    is_demo: bool = False,
    **fields: Any,
) -> Enterprise:
    """Enter an enterprise, with its numbers, people to call and owner.

    ``identifiers`` are ``(type, value)`` or ``(type, value, reason to keep a wrong check digit)``;
    no identifier is fine. ``contacts`` hold ``name`` and may hold ``position``, ``phone`` (E.164),
    ``email``, ``is_representative``. ``fields`` are those of ``derived.OWN_FIELDS``; money in đồng.
    Refuses bad numbers and numbers that another enterprise holds. ``actor`` ``None`` is the system.
    """
    may_keep = actor is None or permissions.can_keep_doubtful_values(actor)
    values = derived.clean_fields({"kind": kind, "name": name, "place": place, **fields})
    values["legal_form"] = values.get("legal_form") or derived.default_form(kind)
    given = derived.clean_identifiers(identifiers, may_keep=may_keep)
    enterprise = Enterprise.objects.create(**values, is_demo=is_demo)
    numbers.give(enterprise, given, source=BY_OFFICE if may_keep else BY_ITSELF)
    Contact.objects.bulk_create(Contact(enterprise=enterprise, **each) for each in contacts)
    if owner is not None:
        Membership.objects.create(user=owner, enterprise=enterprise, role=MemberRole.OWNER)
        owner.__dict__.pop("_roles_in_enterprises", None)
    _set(enterprise, derived.follow(enterprise))
    if any(each.type == IdentifierType.TAX_CODE for each in given):
        succession.link_branches([enterprise])
    audit.record(
        enterprise,
        "enterprises.register",
        actor=actor,
        data={
            **({} if actor else audit.BY_SYSTEM),
            "kind": kind,
            "place": place.full_name,
            "numbers": [each.type for each in given],
        },
    )
    return enterprise


def _set(enterprise: Enterprise, values: Mapping[str, Any]) -> None:
    Enterprise.objects.filter(pk=enterprise.pk).update(**values)
    for name, value in values.items():
        setattr(enterprise, name, value)
