"""What a marketplace asks of a product before it is on sale: papers, pictures, facts."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.shared.errors import RuleBroken


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

LARGE_PICTURE, SMALL_PICTURE = 1200, 400  # pixels of a photograph's longest side, as it is kept
SOON = timedelta(days=30)  # so long before its last day a paper is said to end soon


class PaperState(models.TextChoices):
    """Whether a paper holds."""

    HOLDS = "holds", gettext_lazy("Holds")
    SOON = "soon", gettext_lazy("Ends soon")
    ENDED = "ended", pgettext_lazy("paper", "Ended")
    LATER = "later", gettext_lazy("Not yet in force")


def paper_state(issued_on: date | None, valid_to: date | None, day: date) -> PaperState:
    """Whether a paper holds on a day; ``valid_to`` is its last day, without one it does not end."""
    if issued_on and issued_on > day:
        return PaperState.LATER
    if valid_to and valid_to < day:
        return PaperState.ENDED
    if valid_to and valid_to - day <= SOON:
        return PaperState.SOON
    return PaperState.HOLDS


def check_paper(kind: str, title: str, issued_on: date | None, valid_to: date | None) -> None:
    """Refuse an unknown kind, another paper without a name, and one that ends before it was issued."""
    if kind not in PaperKind.values:
        raise RuleBroken("paper_kind", _("Choose what kind of paper it is."), field="kind")
    if kind == PaperKind.OTHER and not title:
        raise RuleBroken("paper_title", _("Enter what this paper is called."), field="title")
    if issued_on and valid_to and valid_to < issued_on:
        raise RuleBroken(
            "paper_order",
            _("It cannot end before it was issued, on %(day)s.") % {"day": f"{issued_on:%d/%m/%Y}"},
            field="valid_to",
        )


def reminder_of(valid_to: date, reminded_for: date | None, today: date) -> date | None:
    """What to remember as reminded of, if its holder is to be told today; else ``None``.

    Told once when 30 days are left (the last day is remembered) and once when it has ended (the first day
    without it). A paper that ended more than 30 days before it was ever told of is left alone.
    """
    ended = valid_to + timedelta(days=1)
    if today < valid_to - SOON or reminded_for == ended:
        return None
    if today <= valid_to:
        return valid_to if reminded_for != valid_to else None
    return ended if reminded_for == valid_to or today - valid_to <= SOON else None


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
