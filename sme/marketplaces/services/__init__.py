"""Acts on marketplaces, shops, products and listings."""

from sme.marketplaces.services.awards import award_stars, end_award, refresh_awards
from sme.marketplaces.services.bulk import Row, record_many
from sme.marketplaces.services.deriving import derive, tell_registry
from sme.marketplaces.services.listings import (
    add_listing,
    correct_fact,
    record_state,
    withdraw_fact,
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
from sme.marketplaces.services.reporting import is_intact, report_figure

__all__ = [
    "MOST_PHOTOS",
    "Row",
    "add_listing",
    "add_paper",
    "add_photo",
    "add_product",
    "award_stars",
    "change_paper",
    "change_product",
    "correct_fact",
    "derive",
    "describe_photo",
    "end_award",
    "is_intact",
    "load_marketplaces",
    "open_storefront",
    "order_photos",
    "put_first",
    "record_many",
    "record_state",
    "refresh_awards",
    "remind_of_papers",
    "remove_paper",
    "remove_photo",
    "report_figure",
    "show_product",
    "tell_registry",
    "withdraw_fact",
]
