"""Reads of products with what belongs to them: photographs, papers, places where they are sold."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due
from sme.marketplaces import rules
from sme.marketplaces.models import Certificate, Listing, OcopAward, Product


def own_products(enterprise: Enterprise) -> list[Product]:
    """An enterprise's products with their photographs and places, and what each does not tell yet; three queries."""
    listings = Listing.objects.select_related("marketplace").order_by("marketplace__order", "pk")
    rows = Product.objects.filter(enterprise=enterprise).prefetch_related(
        Prefetch("listings", queryset=listings), "photos"
    )
    found = list(rows)
    for each in found:
        each.missing = missing(each, each.photos.all(), each.listings.all())  # type: ignore[attr-defined]
    return found


def missing(product: Product, photos: Collection[Any], listings: Collection[Any]) -> list[Any]:
    """What a product does not tell yet, given what belongs to it."""
    return rules.what_is_missing(
        photos=len(photos),
        description=product.description_vi,
        unit=product.unit,
        price_band=product.price_band,
        listings=len(listings),
    )


def awards_of(product: Product) -> QuerySet[OcopAward]:
    """The OCOP decisions about a product, the newest first."""
    return product.awards.order_by("-decided_on", "-pk")


def papers_of(enterprise: Enterprise, product: Product | None = None) -> list[Certificate]:
    """An enterprise's papers (for a product: its own and those for all), what has ended or ends first before others."""
    rows = Certificate.objects.filter(enterprise=enterprise).select_related("product")
    if product:
        rows = rows.filter(product=product) | rows.filter(product=None)
    return with_states(rows, clock.today())


def with_states(papers: Iterable[Certificate], day: date) -> list[Certificate]:
    """Each paper with its ``state`` on a day, what ends first before others."""
    found = list(papers)
    for paper in found:
        paper.state = paper.state_on(day)  # type: ignore[attr-defined]
    return sorted(found, key=lambda each: (each.valid_to or date.max, each.pk))


def papers_that_end(enterprise: Enterprise) -> list[Certificate]:
    """Those that have ended or end within 30 days."""
    wanted = (rules.PaperState.SOON, rules.PaperState.ENDED)
    return [each for each in papers_of(enterprise) if each.state in wanted]  # type: ignore[attr-defined]


def papers_panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What the officer's page of an enterprise shows of its papers (one query)."""
    return {"papers": papers_of(enterprise)}


def papers_due(enterprise: Enterprise, user: Any) -> list[Due]:
    """Papers that have ended or end soon, for the top of the officer's page (one query)."""
    rows = Certificate.objects.filter(
        enterprise=enterprise, valid_to__lte=clock.today() + rules.SOON
    ).order_by("valid_to", "pk")[:20]
    return [Due(_due_words(each), "#papers", each.valid_to) for each in rows]


def papers_todo(enterprise: Enterprise) -> list[Due]:
    """The same for the business itself: it shows a new paper (one query)."""
    return [
        Due(each.words, reverse("marketplaces:papers"), each.on)
        for each in papers_due(enterprise, None)
    ]


def _due_words(paper: Certificate) -> str:
    ended = paper.state_on(clock.today()) == rules.PaperState.ENDED
    words = _("%(paper)s has ended") if ended else _("%(paper)s ends")
    return words % {"paper": paper}
