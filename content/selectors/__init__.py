"""Reads of guidance, of the site's settings, and the search."""

from content.selectors.frame import (
    addresses_for,
    crumbs_of,
    footer_pages,
    guides_address,
    link_addresses,
    site_settings_of,
    without_restricted,
)
from content.selectors.guides import first_guides, front_guides, guides, headline, next_guides
from content.selectors.keeping import Uses, due_guides, translations, uses_of
from content.selectors.machines import newest_guides, pages_by_translation, told_of
from content.selectors.readers import (
    feedback_by_page,
    feedback_by_version,
    feedback_of,
    feedback_totals,
    misses,
)
from content.selectors.searching import Found, Kind, Results, readable_pages, search, suggestions
from content.selectors.ties import (
    guides_by_term,
    guides_for_gaps,
    helps_with,
    nearest_to,
    terms,
)

__all__ = [
    "Found",
    "Kind",
    "Results",
    "Uses",
    "addresses_for",
    "crumbs_of",
    "due_guides",
    "feedback_by_page",
    "feedback_by_version",
    "feedback_of",
    "feedback_totals",
    "first_guides",
    "footer_pages",
    "front_guides",
    "guides",
    "guides_address",
    "guides_by_term",
    "guides_for_gaps",
    "headline",
    "helps_with",
    "link_addresses",
    "misses",
    "nearest_to",
    "newest_guides",
    "next_guides",
    "pages_by_translation",
    "readable_pages",
    "search",
    "site_settings_of",
    "suggestions",
    "terms",
    "told_of",
    "translations",
    "uses_of",
    "without_restricted",
]
