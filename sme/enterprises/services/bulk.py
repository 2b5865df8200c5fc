"""Entering very many enterprises at once, with the same checks and derived columns as one."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Contact, Enterprise, Identifier
from sme.enterprises.rules import GivenIdentifier, core_name
from sme.enterprises.selectors.quality import class_by_figures
from sme.enterprises.services import derived, succession
from sme.enterprises.services.registering import BY_OFFICE

BATCH = 2_000


@transaction.atomic
def register_many(rows: Iterable[Mapping[str, Any]], *, actor: Any | None) -> int:
    """Enter the rows (keywords of ``register`` without ``actor`` and ``owner``) in one transaction; returns how many.

    Takes any iterable and holds one batch of it in memory. One audit entry for each batch, on its first
    record. Refuses the whole when one row is refused or a number is held already.
    """
    waiting, done = iter(rows), 0
    while batch := list(islice(waiting, BATCH)):
        done += len(enter(batch, actor=actor))
    return done


def enter(batch: Sequence[Mapping[str, Any]], *, actor: Any | None) -> list[Enterprise]:
    """One batch that fits in memory, in the caller's transaction; returns the records in the order of the rows."""
    if not batch:
        return []
    prepared = [_prepare(dict(row)) for row in batch]
    made = Enterprise.objects.bulk_create([each[0] for each in prepared], batch_size=500)
    numbers, people = [], []
    for enterprise, (_row, given, contacts) in zip(made, prepared, strict=True):
        numbers += [
            Identifier(enterprise=enterprise, source=BY_OFFICE, **each._asdict()) for each in given
        ]
        people += [Contact(enterprise=enterprise, **each) for each in contacts]
    try:
        with transaction.atomic():
            Identifier.objects.bulk_create(numbers, batch_size=1000)
    except IntegrityError:
        raise RuleBroken(
            "identifier_taken", _("A number in this list is already in the registry.")
        ) from None
    Contact.objects.bulk_create(people, batch_size=1000)
    branched = [each.enterprise for each in numbers if "-" in each.value]
    if branched:
        succession.link_branches(branched)
    audit.record(
        made[0],
        "enterprises.register_many",
        actor=actor,
        data={
            **({} if actor else audit.BY_SYSTEM),
            "count": len(made),
            "first": made[0].pk,
            "last": made[-1].pk,
        },
    )
    return made


def _prepare(
    row: dict[str, Any],
) -> tuple[Enterprise, list[GivenIdentifier], list[Mapping[str, Any]]]:
    given = derived.clean_identifiers(row.pop("identifiers", ()), may_keep=True)
    contacts = list(row.pop("contacts", ()))
    is_demo = bool(row.pop("is_demo", False))
    values = derived.clean_fields(row)
    values["legal_form"] = values.get("legal_form") or derived.default_form(values["kind"])
    enterprise = Enterprise(**values, is_demo=is_demo)
    enterprise.sort_key = derived.sort_key(enterprise.name)
    enterprise.core_name = core_name(enterprise.name)
    enterprise.has_identifier = bool(given)
    enterprise.size_class = class_by_figures(enterprise, clock.today())
    enterprise.search_text = derived.search_text(
        enterprise.name,
        enterprise.place,
        numbers=[each.value for each in given],
        phones=[enterprise.phone, *(each.get("phone", "") for each in contacts)],
        words=[
            enterprise.email,
            *(each.get(key, "") for each in contacts for key in ("name", "email")),
        ],
    )
    return enterprise, given, contacts
