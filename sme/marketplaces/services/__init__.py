"""Acts on marketplaces, shops, products and listings."""

from sme.marketplaces.services.awards import award_stars, end_award, refresh_awards
from sme.marketplaces.services.bulk import Row, record_many
from sme.marketplaces.services.closing import close_marketplace, end_closed
from sme.marketplaces.services.deriving import derive, derive_many, tell_registry
from sme.marketplaces.services.listings import (
    add_listing,
    correct_fact,
    record_state,
    withdraw_fact,
)
from sme.marketplaces.services.onboarding import (
    complete_step,
    confirm,
    pause_onboarding,
    plan_onboarding,
    remove_onboarding,
    reopen_step,
    resume_onboarding,
    start_onboarding,
    stop_onboarding,
)
from sme.marketplaces.services.papers import (
    add_paper,
    change_paper,
    remind_of_papers,
    remove_paper,
)
from sme.marketplaces.services.photos import MOST as MOST_PHOTOS
from sme.marketplaces.services.photos import (
    add_photo,
    describe_photo,
    order_photos,
    put_first,
    remove_photo,
)
from sme.marketplaces.services.products import (
    add_product,
    change_product,
    open_storefront,
    show_product,
)
from sme.marketplaces.services.reference import load_marketplaces
from sme.marketplaces.services.reminding import remind_of_onboarding
from sme.marketplaces.services.reporting import is_intact, report_figure
from sme.marketplaces.services.requirements import load_requirements
from sme.marketplaces.services.storefronts import (
    add_storefront,
    change_storefront,
    close_storefront,
    ends_with,
    reopen_storefront,
)

__all__ = [
    "MOST_PHOTOS",
    "Row",
    "add_listing",
    "add_paper",
    "add_photo",
    "add_product",
    "add_storefront",
    "award_stars",
    "change_paper",
    "change_product",
    "change_storefront",
    "close_marketplace",
    "close_storefront",
    "complete_step",
    "confirm",
    "correct_fact",
    "derive",
    "derive_many",
    "describe_photo",
    "end_award",
    "end_closed",
    "ends_with",
    "is_intact",
    "load_marketplaces",
    "load_requirements",
    "open_storefront",
    "order_photos",
    "pause_onboarding",
    "plan_onboarding",
    "put_first",
    "record_many",
    "record_state",
    "refresh_awards",
    "remind_of_onboarding",
    "remind_of_papers",
    "remove_onboarding",
    "remove_paper",
    "remove_photo",
    "reopen_step",
    "reopen_storefront",
    "report_figure",
    "resume_onboarding",
    "show_product",
    "start_onboarding",
    "stop_onboarding",
    "tell_registry",
    "withdraw_fact",
]
