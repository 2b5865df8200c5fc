"""Published guides by their short name: where advice leads to; no room needs to know the guidance for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Page, Site


@dataclass(frozen=True)
class Guide:
    """A published guide that advice leads to."""

    title: str
    url: str


def guides_by_slug(slugs: Iterable[str]) -> dict[str, Guide]:
    """Published guides by the short name of their Vietnamese page, in the reader's language where translated.

    Advice whose guide is not published leads nowhere and is shown without a link.
    """
    wanted = {slug for slug in slugs if slug}
    if not wanted:
        return {}
    language = (get_language() or "vi")[:2]
    named = dict(Page.objects.live().filter(slug__in=wanted).values_list("translation_key", "slug"))
    pages = Page.objects.live().filter(translation_key__in=named).select_related("locale")
    roots = Site.get_site_root_paths()
    found: dict[str, Guide] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code == language):
        page._wagtail_cached_site_root_paths = roots  # asked once instead of for each page
        url = page.get_url()
        if url and (page.locale.language_code in (language, "vi")):
            found[named[page.translation_key]] = Guide(page.title, url)
    return found
