"""OCOP decisions of products: rows are the truth, the product's own columns repeat the present one.

A product has the stars of the newest decision that holds on a day; ``expires_on`` is the last day with them, as
the paper says (certificates hold 36 months, Decision 148/QĐ-TTg of 2023).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.marketplaces import rules
from sme.marketplaces.models import OcopAward, Product
from sme.marketplaces.services import publishing

COLUMNS = {
    "ocop_stars": "stars",
    "ocop_decision": "decision",
    "ocop_decided_on": "decided_on",
    "ocop_expires_on": "expires_on",
}
OWN = {name: own for own, name in COLUMNS.items()}
NOTHING: dict[str, Any] = {
    "ocop_stars": None,
    "ocop_decision": "",
    "ocop_decided_on": None,
    "ocop_expires_on": None,
}


@transaction.atomic
def award_stars(
    product: Product,
    *,
    stars: int,
    decision: str = "",
    decided_on: date | None = None,
    expires_on: date | None = None,
    actor: User | None,
) -> OcopAward:
    """Record that a decision gives a product 3 to 5 stars for a time; a decision of the same day is corrected.

    Refuses other numbers of stars, a decision of the future, and one that ends before it begins.
    """
    rules.check_award(stars, decided_on, expires_on, today=clock.today())
    _lock(product)
    values = {"stars": stars, "decision": decision, "expires_on": expires_on}
    award, _is_new = OcopAward.objects.update_or_create(
        product=product,
        decided_on=decided_on,
        defaults=values,
        create_defaults={**values, "recorded_by": actor},
    )
    show_present(product)
    publishing.show_anew(product)
    audit.record(
        product, "marketplaces.award_stars", actor=actor, data={**_by(actor), **_plain(award)}
    )
    return award


@transaction.atomic
def end_award(award: OcopAward, *, on: date, actor: User | None) -> OcopAward:
    """The stars of a decision end on a day, the last with them. Refuses a day before the decision."""
    if award.decided_on and on <= award.decided_on:
        raise RuleBroken(
            "award_order",
            _("The stars cannot end before they were given, on %(day)s.")
            % {"day": f"{award.decided_on:%d/%m/%Y}"},
            field="ocop_expires_on",
        )
    _lock(award.product)
    award.expires_on = on
    award.save(update_fields=["expires_on"])
    show_present(award.product)
    publishing.show_anew(award.product)
    audit.record(
        award.product, "marketplaces.end_award", actor=actor, data={**_by(actor), **_plain(award)}
    )
    return award


@transaction.atomic
def settle(product: Product, given: Mapping[str, Any], *, actor: User | None) -> None:
    """Bring a product's decisions to what its form says of its present stars (``ocop_…``).

    Without stars what holds ends. Another number with a later day is a new decision;
    anything else corrects the present one.
    """
    told = {COLUMNS[name]: given[name] for name in COLUMNS if name in given}
    if not told:
        return
    present = present_award(product)
    if told.get("stars", present.stars if present else None) is None:
        for award in OcopAward.objects.in_force(clock.today()).filter(product=product):
            award.product = product
            _drop(award, actor)
        return
    if present is None:
        award_stars(product, **told, actor=actor)
        return
    if _is_another(present, told):
        award_stars(product, **{"stars": present.stars, **told}, actor=actor)
        return
    _correct(present, told, actor)


def _is_another(present: OcopAward, told: Mapping[str, Any]) -> bool:
    """A renewal: a number of its own and a later day."""
    number, day = told.get("decision"), told.get("decided_on")
    return bool(
        number
        and present.decision
        and number != present.decision
        and day
        and (present.decided_on is None or day > present.decided_on)
    )


def _correct(award: OcopAward, told: Mapping[str, Any], actor: User | None) -> None:
    before = {name: getattr(award, name) for name in told}
    changes = audit.changes(before, dict(told))
    if not changes:
        return
    for name, value in told.items():
        setattr(award, name, value)
    rules.check_award(award.stars, award.decided_on, award.expires_on, today=clock.today())
    _lock(award.product)
    try:
        with transaction.atomic():
            award.save()
    except IntegrityError:
        raise RuleBroken(
            "award_twice",
            _("There is another OCOP decision of this day for this product."),
            field="ocop_decided_on",
        ) from None
    show_present(award.product)
    shown = {OWN[name]: values for name, values in changes.items()}
    audit.record(
        award.product,
        "marketplaces.award_stars",
        actor=actor,
        data={**_by(actor), "changes": shown},
    )


def _drop(award: OcopAward, actor: User | None) -> None:
    """End it with yesterday; a decision of yesterday or today was a slip, and goes."""
    yesterday = clock.today() - timedelta(days=1)
    if award.decided_on is None or award.decided_on < yesterday:
        end_award(award, on=yesterday, actor=actor)
        return
    data = {**_by(actor), **_plain(award), "taken_back": True}
    product = award.product
    award.delete()
    show_present(product)
    audit.record(product, "marketplaces.end_award", actor=actor, data=data)


# --- the product's own columns ----------------------------------------------------------------------


def present_award(product: Product) -> OcopAward | None:
    """The newest decision that holds today."""
    rows = OcopAward.objects.in_force(clock.today()).filter(product=product)
    return rows.select_related("product").last()


def _columns(award: OcopAward | None) -> dict[str, Any]:
    return {own: getattr(award, name) for own, name in COLUMNS.items()} if award else dict(NOTHING)


def show_present(product: Product) -> bool:
    """Let the product repeat what holds today; true when that changed."""
    wanted = _columns(present_award(product))
    if all(getattr(product, name) == value for name, value in wanted.items()):
        return False
    update_versioned(product, product.version, **wanted)
    return True


def refresh_awards() -> int:
    """Take off stars that have ended and put on those that have begun; returns how many. For each night."""
    today = clock.today()
    holding = OcopAward.objects.in_force(today).order_by().filter(product=OuterRef("pk"))
    newer = holding.filter(decided_on__gt=OuterRef("ocop_decided_on"))
    stale = Product.objects.filter(
        Q(ocop_expires_on__lt=today)
        | Q(Exists(newer))
        | Q(Exists(holding), ocop_stars__isnull=True)
        | Q(~Exists(holding), ocop_stars__isnull=False)
    )
    changed = 0
    for pk in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            product = Product.objects.select_for_update().get(pk=pk)
            if show_present(product):
                publishing.show_anew(product)
                changed += 1
    return changed


def write_many(products: Iterable[Product]) -> None:
    """A decision for each new product that came with stars; for rows written in bulk."""
    OcopAward.objects.bulk_create(
        [
            OcopAward(product=each, **{name: getattr(each, own) for own, name in COLUMNS.items()})
            for each in products
            if each.ocop_stars
        ],
        batch_size=1000,
    )


def _lock(product: Product) -> None:
    Product.objects.select_for_update().filter(pk=product.pk).values_list("pk").first()


def _plain(award: OcopAward) -> dict[str, Any]:
    return {
        "stars": award.stars,
        "decision": award.decision,
        "decided_on": award.decided_on,
        "expires_on": award.expires_on,
    }


def _by(actor: User | None) -> dict[str, str]:
    return {} if actor else dict(audit.BY_SYSTEM)
