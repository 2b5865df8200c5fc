"""Local products for everybody: a directory with filters, and a page for each."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import clock, pagecache
from portal.shared.http import get_or_404_visible, page_of
from portal.shared.replicas import from_replica
from sme.marketplaces import filters, selectors
from sme.marketplaces.models import Product

PER_PAGE = 24
GTIN = {8: "gtin8", 12: "gtin12", 13: "gtin13", 14: "gtin14"}


@require_safe
@from_replica
def directory(request: HttpRequest) -> HttpResponse:
    """Products that can be bought online today, filtered as the address says."""
    filterset = filters.DirectoryFilter(request.GET, selectors.in_directory())
    page = page_of(request, selectors.with_all_that_is_shown(filterset.qs), per_page=PER_PAGE)
    context = {
        "filterset": filterset,
        "page": page,
        "products": selectors.dressed(page),
        "words": request.GET.get("q", "")[:200],
    }
    return pagecache.for_everybody(render(request, "marketplaces/directory.html", context))


@require_safe
def public_product(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One product: what it is, who makes it, where it can be bought."""
    rows = selectors.with_all_that_is_shown(selectors.in_directory())
    found = get_or_404_visible(rows, pk=pk)
    if slug != found.slug:
        return redirect(found.get_public_url(), permanent=True)
    (product,) = selectors.dressed([found])
    context = {
        "product": product,
        "photos": found.photos.all(),
        "address": request.build_absolute_uri(found.get_public_url()),
        "told": _structured(request, product),
        "crumbs": [{"label": _("Local products"), "url": reverse("marketplaces:directory")}],
    }
    return pagecache.for_everybody(render(request, "marketplaces/directory_product.html", context))


def _structured(request: HttpRequest, product: Any) -> dict[str, Any]:
    """The product in the words of schema.org, for search engines; what is not known is left out."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": str(product.name),
        "url": request.build_absolute_uri(product.get_public_url()),
        "description": str(product.description),
        "category": str(product.get_category_display()),
        "image": [request.build_absolute_uri(each.large_url) for each in product.photos.all()],
        "brand": {"@type": "Brand", "name": product.enterprise.name},
        "manufacturer": {
            "@type": "Organization",
            "name": product.enterprise.name,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": product.place,
                "addressCountry": "VN",
            },
        },
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        GTIN.get(len(product.barcode), "gtin"): product.barcode,
        "award": f"OCOP {product.ocop_stars} ★" if product.ocop_stars else "",
        "sameAs": [shop.url for shop in product.shops if shop.url],
    }
    return {key: value for key, value in told.items() if value}


class ProductSitemap(Sitemap):
    """The directory's products for search engines."""

    i18n = True
    alternates = True
    x_default = True
    changefreq = "weekly"
    limit = 5000

    def items(self) -> Any:
        """What the public sees today."""
        return Product.objects.in_directory(clock.today()).order_by("pk")

    def location(self, item: Any) -> str:
        """Its public page."""
        return str(item.get_public_url())

    def lastmod(self, item: Any) -> Any:
        """When it was last changed."""
        return item.updated_at
