"""Acts on products and on the shops in which they are sold."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, searching
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Marketplace, Product, Storefront
from sme.marketplaces.services import awards, progress, publishing

FIELDS = frozenset(
    {
        "name_vi", "name_en", "description_vi", "description_en", "category", "unit", "price_band",
        "barcode", "origin", "traceability_url", "ocop_stars", "ocop_decision", "ocop_decided_on",
        "ocop_expires_on", "is_public",
    }
)  # fmt: skip


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    if "name_vi" in fields and not fields["name_vi"]:
        raise RuleBroken("product_name", _("Enter the product's name."), field="name_vi")
    if barcode := fields.get("barcode"):
        rules.check_barcode(barcode)
    if address := fields.get("traceability_url"):
        fields = {**fields, "traceability_url": rules.check_traceability(address)}
    return fields


def _parted(fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The product's own values, and what is said of its OCOP stars."""
    own = {name: value for name, value in fields.items() if name not in awards.COLUMNS}
    return own, {name: value for name, value in fields.items() if name in awards.COLUMNS}


def search_text(product: Product) -> str:
    """What a search looks through: both names and the barcode."""
    return searching.text_of(product.name_vi, product.name_en, product.barcode)


def refresh_search_texts() -> int:
    """Write anew what a search looks through, where it is not as it should be; returns how many it wrote."""
    stale = []
    for product in Product.objects.order_by("pk").iterator(chunk_size=1000):
        wanted = search_text(product)
        if wanted != product.search_text:
            product.search_text = wanted
            stale.append(product)
    return Product.objects.bulk_update(stale, ["search_text"], batch_size=200) if stale else 0


def _taken() -> RuleBroken:
    return RuleBroken(
        "barcode_taken",
        _("Another product of this enterprise has this barcode already."),
        field="barcode",
    )


@transaction.atomic
def add_product(
    enterprise: Enterprise, *, actor: User | None, is_demo: bool = False, **fields: Any
) -> Product:
    """Add a product of an enterprise; ``fields`` are those of the model that people may set.

    ``ocop_…`` become an OCOP decision. Refuses a missing name, a barcode with a wrong check digit, one that
    the enterprise uses already, an unsafe traceability address, and stars that cannot be (``rules.check_award``).
    """
    own, stars = _parted(_checked(fields))
    product = Product(enterprise=enterprise, is_demo=is_demo, **own)
    product.search_text = search_text(product)
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError:
        raise _taken() from None
    audit.record(product, "marketplaces.add_product", actor=actor, data=_by(actor))
    awards.settle(product, stars, actor=actor)
    publishing.show_anew(product)
    return product


@transaction.atomic
def change_product(
    product: Product, *, expected_version: int, actor: User, **fields: Any
) -> Product:
    """Change a product; refuses what ``add_product`` refuses, and a stale form (``StaleVersion``)."""
    own, stars = _parted(_checked(fields))
    was_public = product.is_public
    before = {name: getattr(product, name) for name in own}
    changes = audit.changes(before, own)
    for name, value in own.items():
        setattr(product, name, value)
    if changes:
        _write(product, expected_version, own)
        audit.record(product, "marketplaces.change_product", actor=actor, data={"changes": changes})
    awards.settle(product, stars, actor=actor)
    publishing.show_anew(product, was_public=was_public)
    return product


def _write(product: Product, expected_version: int, own: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            update_versioned(product, expected_version, **own, search_text=search_text(product))
    except IntegrityError:
        raise _taken() from None


@transaction.atomic
def show_product(product: Product, *, is_public: bool, actor: User) -> Product:
    """Show a product in the public list of local products, or take it off; twice the same changes nothing."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.is_public != is_public:
        change_product(product, expected_version=product.version, actor=actor, is_public=is_public)
    return product


@transaction.atomic
def open_storefront(
    enterprise: Enterprise,
    marketplace: Marketplace,
    *,
    actor: User | None,
    address: str = "",
    seller_name: str = "",
    **fields: Any,
) -> Storefront:
    """The enterprise's shop on a marketplace: the one that exists, or a new one.

    ``address`` may be blank; otherwise it must be the marketplace's own and belong to nobody else.
    """
    key = ""
    if address:
        found = rules.recognise(address, [marketplace.hints])
        address, key = found.address, found.key
    same = Storefront.objects.filter(enterprise=enterprise, marketplace=marketplace)
    known = same.filter(address_key=key).first() if key else same.first()
    if known:
        return known
    if key and Storefront.objects.filter(address_key=key).exists():
        raise RuleBroken(
            "shop_taken",
            _("This shop is recorded for another enterprise. The office will look at it."),
            field="address",
        )
    shop = Storefront.objects.create(
        enterprise=enterprise,
        marketplace=marketplace,
        address=address,
        address_key=key,
        seller_name=seller_name,
        **fields,
    )
    progress.refresh(enterprise.pk, marketplace.pk)
    audit.record(shop, "marketplaces.open_storefront", actor=actor, data=_by(actor))
    return shop


def _by(actor: User | None) -> dict[str, str] | None:
    return None if actor else dict(audit.BY_SYSTEM)
