"""Reads of the site's settings and of the frame of a page: navigation, breadcrumbs, languages, links.

Where a function takes the request, it only lets Wagtail tell the site by its host and remember
the sites' addresses while a page is made.
"""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Site

from content.models import ContentPage, GuideIndexPage, HomePage, SiteSettings
from portal.shared import pagecache


def site_settings_of(request: Any) -> SiteSettings:
    """The settings of the site that serves this request; unsaved defaults before a site is set up."""
    kept = getattr(request, "_site_settings", None)
    if kept is None:
        host = request.get_host()
        kept = pagecache.part(f"settings:{host}", lambda: _settings_of_site(request))
        request._site_settings = kept
    return kept


def _settings_of_site(request: Any) -> SiteSettings:
    site = Site.find_for_request(request)
    if site is None:
        return SiteSettings()
    found = SiteSettings.objects.select_related("logo").filter(site=site).first()
    return found or SiteSettings(site=site)


# --- the frame of a page ---------------------------------------------------------------------------


def _frame(request: Any) -> list[Page]:
    """The front page and the pages right below it in the active language, and the shown page's translations.

    One query for the whole frame: navigation, footer, breadcrumb and language links all read it.
    """
    kept = getattr(request, "_content_frame", None)
    if kept is None:
        wanted = Q(locale__language_code=get_language(), depth__in=(2, 3))
        page = getattr(request, "content_page", None)
        if page is not None and page.pk:
            wanted |= Q(translation_key=page.translation_key)
        pages = Page.objects.live().filter(wanted).select_related("locale").order_by("path")
        kept = list(without_restricted(pages))
        request._content_frame = kept
    return kept


def without_restricted(pages: Any) -> Any:
    """The pages that anybody may read, told in the same query (Wagtail's ``public()`` asks one of its own)."""
    beginning = Substr(OuterRef("path"), 1, Length("page__path"))
    return pages.exclude(
        Exists(
            PageViewRestriction.objects.alias(beginning=beginning).filter(page__path=F("beginning"))
        )
    )


def _is_a(page: Page, model: type[Page]) -> bool:
    return page.content_type_id == ContentType.objects.get_for_model(model).pk


def addresses_for(request: Any) -> dict[str, str]:
    """Language → address of the guidance page that is being shown; empty on other pages.

    A language into which the page is not translated gets that language's front page.
    """
    page = getattr(request, "content_page", None)
    if page is None or page.pk is None:
        return {}
    same = [each for each in _frame(request) if each.translation_key == page.translation_key]
    found = {each.locale.language_code: each.get_url(request) or "" for each in same}
    if len(found) < len(settings.LANGUAGES):
        for home in HomePage.objects.live().select_related("locale"):
            found.setdefault(home.locale.language_code, home.get_url(request) or "")
    return {code: url for code, url in found.items() if url}


def crumbs_of(page: Page, request: Any) -> list[dict[str, str]]:
    """The way from the front page to this one, without this one."""
    above = [
        each
        for each in _frame(request)
        if page.path.startswith(each.path) and page.path != each.path
    ]
    if len(above) < page.depth - 2:
        above = list(page.get_ancestors().filter(depth__gt=1))
    return [
        {"label": _("Home") if each.depth == 2 else each.title, "url": each.get_url(request) or ""}
        for each in above
    ]


def guides_address(request: Any) -> str:
    """Where the list of guides is in the active language; the search, while there is none."""
    language = get_language()
    for each in _frame(request):
        if (
            each.depth == 3
            and each.locale.language_code == language
            and _is_a(each, GuideIndexPage)
        ):
            return each.get_url(request) or reverse("content:search")
    return reverse("content:search")


def footer_pages(request: Any) -> list[dict[str, str]]:
    """The plain pages below the front page (help, contact, legal), in the active language: label, url."""
    language = get_language()
    return [
        {"label": each.title, "url": each.get_url(request) or ""}
        for each in _frame(request)
        if each.depth == 3 and each.locale.language_code == language and _is_a(each, ContentPage)
    ]


def link_addresses(ids: set[int], request: Any) -> dict[str, str]:
    """Number of a page → its address, in the active language where it is translated; one query."""
    if not ids:
        return {}
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    pages = list(Page.objects.filter(translation_key__in=keys, live=True).select_related("locale"))
    here = {
        each.translation_key: each for each in pages if each.locale.language_code == get_language()
    }
    named = [each for each in pages if each.pk in ids]
    # A link to a page that is not published any more stays words without a link.
    return {
        str(each.pk): here.get(each.translation_key, each).get_url(request) or "" for each in named
    }
