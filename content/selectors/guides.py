"""Reads of guides: the list, those to begin with, those to go on with; and the headline figure."""

from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from content import rules
from content.models import GuidePage
from content.selectors.frame import without_restricted
from content.selectors.ties import nearest_to
from sme.marketplaces import selectors as marketplaces


def guides(locale_id: int) -> Any:
    """Published guides of a language: those to begin with first, then in the editors' order."""
    order = Case(
        *[When(level=level, then=Value(place)) for place, level in enumerate(rules.Level)],
        output_field=IntegerField(),
    )
    published = GuidePage.objects.live().filter(locale_id=locale_id).defer("body", "plain_text")
    return without_restricted(published).order_by(order, "path")


def front_guides(locale_id: int, latest: int = 4) -> tuple[list[GuidePage], list[GuidePage]]:
    """What the front page shows, in one query: the guides to begin with, and the latest of the others."""
    published = list(guides(locale_id))
    first = _first(published, 6)
    others = [guide for guide in published if guide not in first and guide.first_published_at]
    others.sort(key=lambda guide: (guide.first_published_at, guide.pk), reverse=True)
    return first, others[:latest]


def first_guides(locale_id: int, most: int = 6) -> list[GuidePage]:
    """The guides to begin with: the first of each pillar, then whatever comes next."""
    return _first(list(guides(locale_id)), most)


def _first(published: list[GuidePage], most: int) -> list[GuidePage]:
    firsts = {guide.pillar: guide for guide in reversed(published)}.values()
    rest = [guide for guide in published if guide not in firsts]
    return [*sorted(firsts, key=published.index), *rest][:most]


def next_guides(guide: GuidePage, most: int = 3) -> list[GuidePage]:
    """Where to go on: the guides nearest by topic, by what they help with, by words and level."""
    return nearest_to(guide, guides(guide.locale_id).order_by("path"), most)


def headline(as_of: date) -> Any:
    """Products and enterprises on marketplaces at a day; the room of marketplaces knows."""
    return marketplaces.headline(as_of)
