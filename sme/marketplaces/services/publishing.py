"""What the public sees of products: kept pages are made anew when it changes."""

from portal.shared import pagecache
from sme.marketplaces.models import Listing, Product


def show_anew(product: Product, *, was_public: bool = False) -> None:
    """Forget the kept public pages if this product is, or was, on them."""
    if product.is_public or was_public:
        pagecache.renew()


def show_listing_anew(listing: Listing) -> None:
    """The same when the days of one of its listings change."""
    if Product.objects.filter(pk=listing.product_id, is_public=True).exists():
        pagecache.renew()
