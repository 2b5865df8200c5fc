"""What a product may be: its category, its OCOP stars, its barcode."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules import addresses


class Category(models.TextChoices):
    """What kind of goods it is, as a buyer would look for it."""

    RICE = "rice", gettext_lazy("Rice and grain")
    FRUIT = "fruit", gettext_lazy("Fresh fruit and vegetables")
    FISH = "fish", gettext_lazy("Fish and meat")
    FOOD = "food", gettext_lazy("Processed food and snacks")
    DRINK = "drink", gettext_lazy("Tea and drinks")
    HERBAL = "herbal", gettext_lazy("Herbal and care products")
    FLOWER = "flower", gettext_lazy("Flowers and ornamental plants")
    CRAFT = "craft", gettext_lazy("Handicraft and household goods")
    TOURISM = "tourism", gettext_lazy("Tourism and experiences")
    OTHER = "other", gettext_lazy("Other goods")


class OcopStars(models.IntegerChoices):
    """Stars of the One Commune One Product programme; below three there is no certificate."""

    THREE = 3, gettext_lazy("3 stars")
    FOUR = 4, gettext_lazy("4 stars")
    FIVE = 5, gettext_lazy("5 stars")


class PriceBand(models.TextChoices):
    """What one unit costs a buyer; a band says enough and ages well."""

    TO_50 = "to50", gettext_lazy("Below 50.000 ₫")
    TO_200 = "to200", gettext_lazy("50.000 to 200.000 ₫")
    TO_500 = "to500", gettext_lazy("200.000 to 500.000 ₫")
    ABOVE = "above", gettext_lazy("Above 500.000 ₫")


class Missing(models.TextChoices):
    """What buyers look for and a product does not tell yet; the value is the part of its page."""

    PHOTOS = "photos", gettext_lazy("a photograph")
    FACTS = "facts", gettext_lazy("a description")
    PRICE = "price", gettext_lazy("unit and price")
    PLACES = "places", gettext_lazy("where it is sold")


def what_is_missing(
    *, photos: int, description: str, unit: str, price_band: str, listings: int
) -> list[Missing]:
    """What a product should still tell, the most useful first."""
    wanted = (
        (Missing.PHOTOS, photos),
        (Missing.FACTS, description),
        (Missing.PRICE, unit and price_band),
        (Missing.PLACES, listings),
    )
    return [each for each, given in wanted if not given]


EARLIEST_AWARD = date(2018, 5, 7)  # Decision 490/QĐ-TTg began the programme on this day


def check_award(
    stars: int | None, decided_on: date | None, expires_on: date | None, *, today: date
) -> None:
    """Refuse stars other than 3 to 5, a decision of the future or before the programme, and an end before its day."""
    if stars not in OcopStars.values:
        raise RuleBroken(
            "award_stars", _("A product has 3, 4 or 5 OCOP stars, or none."), field="ocop_stars"
        )
    if decided_on and decided_on > today:
        raise RuleBroken(
            "award_future",
            _("%(day)s is in the future. Enter the day of the decision.")
            % {"day": f"{decided_on:%d/%m/%Y}"},
            field="ocop_decided_on",
        )
    if decided_on and decided_on < EARLIEST_AWARD:
        raise RuleBroken(
            "award_too_early",
            _("The OCOP programme began on %(start)s; %(day)s is before. Check the year.")
            % {"start": f"{EARLIEST_AWARD:%d/%m/%Y}", "day": f"{decided_on:%d/%m/%Y}"},
            field="ocop_decided_on",
        )
    if decided_on and expires_on and expires_on <= decided_on:
        raise RuleBroken(
            "award_order",
            _("The stars cannot end before they were given, on %(day)s.")
            % {"day": f"{decided_on:%d/%m/%Y}"},
            field="ocop_expires_on",
        )


def check_traceability(typed: str) -> str:
    """The address of a traceability page as it is kept; refuses what ``addresses.parse`` refuses, and plain http.

    What was typed is kept as it stands: such pages may need each part of their address.
    """
    written = typed.strip()
    addresses.parse(written, field="traceability_url")
    if written.lower().startswith("http:"):
        raise RuleBroken(
            "traceability_http",
            _("Use the address that begins with https://; the plain http:// one is not safe."),
            field="traceability_url",
        )
    if written.lower().startswith("https:"):
        return f"https{written[5:]}"
    return f"https://{written.removeprefix('//')}"


GTIN_LENGTHS = frozenset({8, 12, 13, 14})


def check_digit(body: str) -> int:
    """The last digit of a GTIN whose other digits are given (GS1 General Specifications, section 7.9)."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    return -total % 10


def check_barcode(barcode: str) -> None:
    """Refuse a GTIN (8, 12, 13 or 14 digits) of a wrong length or with a wrong check digit."""
    if not (barcode.isascii() and barcode.isdigit()) or len(barcode) not in GTIN_LENGTHS:
        raise RuleBroken(
            "barcode_length",
            _("A barcode has 8, 12, 13 or 14 digits; most in Vietnam have 13 and begin with 893."),
            field="barcode",
        )
    if check_digit(barcode[:-1]) != int(barcode[-1]):
        raise RuleBroken(
            "barcode_check_digit",
            _(
                "The last digit of this barcode does not fit the others. Check it against the package."
            ),
            field="barcode",
        )
