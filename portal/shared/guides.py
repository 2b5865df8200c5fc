"""Published guides by their short name or their key: where advice leads to; no room needs to know the guidance."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Page, Site


@dataclass(frozen=True)
class Guide:
    """A published guide that advice leads to; ``key`` is the same in every language and stays for ever."""

    title: str
    url: str
    key: uuid.UUID


def guides_by_slug(slugs: Iterable[str]) -> dict[str, Guide]:
    """Published guides by the short name of their Vietnamese page, in the reader's language where translated.

    Advice whose guide is not published leads nowhere and is shown without a link.
    """
    wanted = {slug for slug in slugs if slug}
    if not wanted:
        return {}
    named = Page.objects.live().filter(slug__in=wanted).values_list("slug", "translation_key")
    keys = dict(named)
    found = guides_by_key(keys.values())
    return {slug: found[key] for slug, key in keys.items() if key in found}


def guides_by_key(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Guide]:
    """Published pages by the key that they share with their translations, in the reader's language or Vietnamese."""
    wanted = set(keys)
    if not wanted:
        return {}
    language = (get_language() or "vi")[:2]
    pages = Page.objects.live().filter(translation_key__in=wanted).select_related("locale")
    roots = Site.get_site_root_paths()
    found: dict[uuid.UUID, Guide] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code == language):
        page._wagtail_cached_site_root_paths = roots  # asked once instead of for each page
        url = page.get_url()
        if url and (page.locale.language_code in (language, "vi")):
            found[page.translation_key] = Guide(page.title, url, page.translation_key)
    return found
