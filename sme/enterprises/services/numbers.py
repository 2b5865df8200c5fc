"""Giving an enterprise a number, and ending the one it had."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise, Identifier
from sme.enterprises.rules import GivenIdentifier, IdentifierType
from sme.enterprises.services.history import How

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
    enterprise: Enterprise,
    identifiers: Iterable[GivenIdentifier],
    *,
    source: str,
    valid_from: date | None = None,
) -> list[Identifier]:
    """Add identifiers in canonical form, held since a day (``None``: as long as it exists).

    Refuses one that is held by another enterprise.
    """
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
                        valid_from=valid_from,
                    )
                )
        except IntegrityError:  # somebody else was quicker
            raise taken(given) from None
    enterprise.__dict__.pop("_present_identifiers", None)
    return made


def replace(
    enterprise: Enterprise, given: GivenIdentifier | None, *, of: str, source: str, how: How
) -> bool:
    """Make this the present number of its sort (``None``: none yet); the former one ends on the day and is kept.

    ``of`` is any type of the sort. A correction rewrites the number: the wrong one never was theirs.
    Refuses a day on which the present number did not hold yet. Returns whether something changed.
    """
    sort = next(each for each in _ONE_OF if of in each)
    present = list(enterprise.identifiers.present().filter(type__in=sort))
    asked = (given.type, given.value) if given else None
    ending = [each for each in present if (each.type, each.value) != asked]
    is_new = given is not None and len(ending) == len(present)
    if not ending and not is_new:
        return _keep_reason(present, given)
    since = ending[0].valid_from if ending and how.is_correction else None
    for each in ending:
        if how.is_correction:
            each.delete()
        else:
            _end(each, how)
    if given is not None and is_new:
        if not how.is_correction:
            since = how.day if ending else how.effective_on
        give(enterprise, [given], source=source, valid_from=since)
    enterprise.__dict__.pop("_present_identifiers", None)
    return True


def _keep_reason(present: list[Identifier], given: GivenIdentifier | None) -> bool:
    """Another reason to keep a doubtful number that stands already."""
    for each in present:
        if given and each.kept_reason and given.kept_reason not in ("", each.kept_reason):
            each.kept_reason = given.kept_reason
            each.save(update_fields=["kept_reason", "updated_at"])
            return True
    return False


def _end(number: Identifier, how: How) -> None:
    """It held until the day before."""
    if number.valid_from and how.day < number.valid_from:
        raise RuleBroken(
            "number_later",
            _(
                "The present number holds since %(day)s. Enter that day or a later one; "
                "if it is a mistake, choose “correction”."
            )
            % {"day": f"{number.valid_from:%d/%m/%Y}"},
            "effective_on",
        )
    number.valid_to = how.day
    number.save(update_fields=["valid_to", "updated_at"])
