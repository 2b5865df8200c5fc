"""Giving an enterprise a number, and ending the one it had."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise, Identifier
from sme.enterprises.rules import GivenIdentifier, IdentifierType

# Somebody has one tax number, be it a code or a person's number.
_ONE_OF = (
    {IdentifierType.TAX_CODE, IdentifierType.PERSONAL_ID},
    {IdentifierType.COOPERATIVE_NUMBER},
)
_FIELDS: dict[str, str] = {IdentifierType.COOPERATIVE_NUMBER: "cooperative_number"}


def taken(given: GivenIdentifier) -> RuleBroken:
    """The refusal of a number that another enterprise holds; does not tell which."""
    return RuleBroken(
        "identifier_taken",
        _(
            "This number is already in the registry. If the business is yours, call the office: "
            "they will link it to your account. Do not register it a second time."
        ),
        _FIELDS.get(given.type, "number"),
    )


def give(
    enterprise: Enterprise, identifiers: Iterable[GivenIdentifier], *, source: str
) -> list[Identifier]:
    """Add identifiers in canonical form; refuses one that is held by another enterprise."""
    made = []
    for given in identifiers:
        holder = selectors.holder_of(given.type, given.value)
        if holder is not None and holder.pk != enterprise.pk:
            raise taken(given)
        if holder is not None:
            continue
        try:
            with transaction.atomic():
                made.append(
                    Identifier.objects.create(
                        enterprise=enterprise,
                        type=given.type,
                        value=given.value,
                        kept_reason=given.kept_reason,
                        source=source,
                    )
                )
        except IntegrityError:  # somebody else was quicker
            raise taken(given) from None
    enterprise.__dict__.pop("_present_identifiers", None)
    return made


def replace(enterprise: Enterprise, given: GivenIdentifier | None, *, of: str, source: str) -> bool:
    """Make this the present number of its sort (``None``: none yet); the former one ends today and is kept.

    ``of`` is any type of the sort. Returns whether something changed.
    """
    sort = next(each for each in _ONE_OF if of in each)
    present = enterprise.identifiers.present().filter(type__in=sort)
    ending = [
        each
        for each in present
        if given is None or (each.type, each.value) != (given.type, given.value)
    ]
    is_new = given is not None and not present.filter(type=given.type, value=given.value).exists()
    for each in ending:
        each.valid_to = max(clock.today(), each.valid_from or clock.today())
        each.save(update_fields=["valid_to", "updated_at"])
    if given is not None and is_new:
        give(enterprise, [given], source=source)
    enterprise.__dict__.pop("_present_identifiers", None)
    return bool(ending) or is_new
