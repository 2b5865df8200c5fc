"""Why a marketplace did not accept a product, and what mends it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules.checking import RejectionReason
from sme.marketplaces.rules.states import ListingState

R = RejectionReason

# What to do, in plain words; and the short name of the guide that shows how, where one is written.
MENDED_BY: dict[str, tuple[Any, str]] = {
    R.PAPERS: (
        gettext_lazy(
            "See which paper the marketplace names, renew it or have it made, then send it in again."
        ),
        "giay-to-ban-thuc-pham",
    ),
    R.PHOTOS: (
        gettext_lazy(
            "Take new photographs by daylight on a plain ground, without writing over them."
        ),
        "chup-anh-san-pham-bang-dien-thoai",
    ),
    R.DESCRIPTION: (
        gettext_lazy(
            "Take promises of cures, telephone numbers and other shops' names out of the name and description."
        ),
        "viet-mo-ta-san-pham",
    ),
    R.CATEGORY: (
        gettext_lazy(
            "Look for a similar product that is sold there and take the category in which it stands."
        ),
        "",
    ),
    R.BRAND: (
        gettext_lazy(
            "Send the trademark registration or the owner's consent; without one, take the brand out of the name."
        ),
        "",
    ),
    R.FORBIDDEN: (
        gettext_lazy(
            "Ask the office before you send it in again: some goods may not be sold there at all."
        ),
        "",
    ),
    R.ACCOUNT: (
        gettext_lazy(
            "Finish the confirmation of the shop: identity papers, tax code and bank account of one name."
        ),
        "mo-gian-hang-tren-san",
    ),
    R.OTHER: (
        gettext_lazy(
            "Read the marketplace's note again, or call the office; bring the note along."
        ),
        "",
    ),
}


def check_reason(state: str, reason: str, note: str) -> None:
    """Refuse a rejection of which nobody says why, an unknown reason, and a reason for anything else."""
    if state != ListingState.REJECTED:
        if reason:
            raise RuleBroken(
                "reason_of_nothing", _("Only a rejection has a reason."), field="reason"
            )
        return
    if reason and reason not in R.values:
        raise RuleBroken("reason_unknown", _("Choose one of the reasons."), field="reason")
    if not reason and not note:
        raise RuleBroken(
            "rejection_reason", _("Say why the marketplace rejected it."), field="reason"
        )
    if reason == R.OTHER and not note:
        raise RuleBroken(
            "rejection_note", _("Write what the marketplace gave as its reason."), field="note"
        )
