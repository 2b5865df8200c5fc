"""Makers of products, shops and listings, through the room's own services."""

from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sme.enterprises.models import Enterprise
from sme.marketplaces import rules, services
from sme.marketplaces.models import Listing, Marketplace, Onboarding, Product, Storefront

_serial = count(1)


def marketplace(key: str = "shopee") -> Marketplace:
    """One of the shipped marketplaces."""
    services.load_marketplaces()
    return Marketplace.objects.get(key=key)


def product(enterprise: Enterprise, **fields: Any) -> Product:
    """A product of an enterprise."""
    fields.setdefault("name_vi", f"Bánh tráng {next(_serial)}")
    return services.add_product(enterprise, actor=None, category="food", **fields)


def shop(enterprise: Enterprise, key: str = "shopee", **fields: Any) -> Storefront:
    """Its shop on a marketplace."""
    return services.open_storefront(enterprise, marketplace(key), actor=None, **fields)


def address(key: str = "shopee") -> str:
    """An address of a product's page that nobody has yet."""
    number = next(_serial) + 1000
    return {
        "shopee": f"https://shopee.vn/banh-i.77.{number}",
        "tiki": f"https://tiki.vn/banh-p{number}.html",
        "lazada": f"https://www.lazada.vn/products/banh-i{number}.html",
    }[key]


def listing(of: Product, key: str = "shopee", live: date | None = None) -> Listing:
    """A product in its enterprise's shop; on sale since ``live`` when it is given."""
    made = services.add_listing(of, shop(of.enterprise, key), address=address(key), actor=None)
    if live:
        services.record_state(
            made,
            rules.ListingState.LIVE,
            effective_on=live,
            source=rules.Source.ENTERPRISE,
            actor=None,
        )
        made.refresh_from_db()
    return made


def picture(
    width: int = 640, height: int = 480, *, seed: int | None = None, kind: str = "JPEG"
) -> SimpleUploadedFile:
    """A photograph as it is sent, another one each time unless ``seed`` says which."""
    number = next(_serial) if seed is None else seed
    drawn = Image.new("RGB", (width, height), (40, 120, 60))
    for step in range(24):  # the number, as a row of blocks
        if number >> step & 1:
            drawn.paste((230, 200, 90), (step * 12, 0, step * 12 + 11, 60))
    stream = BytesIO()
    drawn.save(stream, kind)
    ending = {"JPEG": "jpg"}.get(kind, kind.lower())
    return SimpleUploadedFile(f"anh.{ending}", stream.getvalue())


def onboarding(enterprise: Enterprise, key: str = "shopee", **fields: Any) -> Onboarding:
    """Its way onto a marketplace."""
    fields.setdefault("actor", None)
    return services.start_onboarding(enterprise, marketplace(key), **fields)
