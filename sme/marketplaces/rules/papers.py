"""What a marketplace asks of a product before it is on sale: papers, pictures, facts."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class PaperKind(models.TextChoices):
    """Papers that an enterprise shows for itself or for one product."""

    BUSINESS = "business", gettext_lazy("Business or co-operative registration")
    FOOD_SAFETY = "food", gettext_lazy("Food safety certificate")
    DECLARATION = "declared", gettext_lazy("Self-declaration of the product")
    VIETGAP = "vietgap", "VietGAP"
    ORGANIC = "organic", gettext_lazy("Organic certificate")
    HACCP = "haccp", "HACCP"
    ISO_22000 = "iso22000", "ISO 22000"
    GROWING_AREA = "area", gettext_lazy("Growing area or packing house code")
    TRADEMARK = "mark", gettext_lazy("Trademark registration")
    TEST = "test", gettext_lazy("Test report")
    COSMETIC = "cosmetic", gettext_lazy("Cosmetic product notification")
    OTHER = "other", gettext_lazy("Another paper")


# The only papers that speak of the enterprise as a whole even when they name no product.
OF_THE_ENTERPRISE = frozenset(
    {
        PaperKind.BUSINESS, PaperKind.FOOD_SAFETY, PaperKind.HACCP, PaperKind.ISO_22000,
        PaperKind.GROWING_AREA, PaperKind.TRADEMARK, PaperKind.VIETGAP, PaperKind.ORGANIC,
    }
)  # fmt: skip


class RequirementKind(models.TextChoices):
    """What is asked for: a paper, or a fact that the portal can see itself, or one that people tick."""

    PAPER = "paper", gettext_lazy("A paper")
    PHOTOS = "photos", gettext_lazy("Photographs")
    DESCRIPTION = "text", gettext_lazy("A description")
    BARCODE = "barcode", pgettext_lazy("requirement", "A barcode")
    PRICE = "price", gettext_lazy("Unit and price")
    ORIGIN = "origin", gettext_lazy("Origin and traceability")
    BANK = "bank", gettext_lazy("A bank account in the owner's name")
    PACKAGING = "packaging", gettext_lazy("Packaging that survives delivery")
    OTHER = "other", gettext_lazy("Something else that people confirm")


# These are ticked by people; all others are seen in the data.
CONFIRMED_BY_PEOPLE = frozenset(
    {RequirementKind.BANK, RequirementKind.PACKAGING, RequirementKind.OTHER}
)
