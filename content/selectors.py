"""Reads of guidance, of the site's settings, and the search."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest
from wagtail.models import Locale, Page, PageManager, Site

from content import rules
from content.models import ContentPage, GuideIndexPage, GuidePage, HomePage, SiteSettings
from portal.shared.text import clean

RESULTS_MOST = 50
CANDIDATES_MOST = 200
QUERY_LONGEST = 200


def site_settings_of(request: HttpRequest) -> SiteSettings | None:
    """The settings of the site that serves this request; unsaved defaults before a site is set up."""
    site = Site.find_for_request(request)
    if site is None:
        return SiteSettings()
    kept = getattr(request, "_site_settings", None)
    if kept is None:
        kept = SiteSettings.objects.select_related("logo").filter(site=site).first() or SiteSettings(site=site)
        request._site_settings = kept  # type: ignore[attr-defined]
    return kept


# --- languages -----------------------------------------------------------------------------------


def translations_of(page: Page) -> list[Page]:
    """The page in every language in which it is published, its own first; one query."""
    others = (
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
    )
    return [page, *others]


def alternates_of(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    """For ``hreflang``: the whole addresses of the page in its languages, and the default one."""
    links = [
        {"code": each.locale.language_code, "url": each.get_full_url(request) or ""} for each in translations_of(page)
    ]
    default = [{"code": "x-default", "url": link["url"]} for link in links if link["code"] == settings.LANGUAGE_CODE]
    return links + default if len(links) > 1 else []


def addresses_for(request: HttpRequest) -> dict[str, str]:
    """Language → address of the guidance page that is being shown; empty on other pages.

    A language into which the page is not translated gets its nearest translated ancestor.
    """
    page = getattr(request, "content_page", None)
    if page is None or page.pk is None:
        return {}
    found = {each.locale.language_code: each.get_url(request) for each in translations_of(page)}
    if len(found) < len(settings.LANGUAGES):
        homes = HomePage.objects.live().select_related("locale")
        for home in homes:
            found.setdefault(home.locale.language_code, home.get_url(request))
    return {code: url for code, url in found.items() if url}


def crumbs_of(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    """The way from the front page to this one, without this one."""
    ancestors = page.get_ancestors().filter(depth__gt=1).specific(defer=True)
    return [{"label": each.title, "url": each.get_url(request) or ""} for each in ancestors]


# --- guides --------------------------------------------------------------------------------------


def guides(locale_id: int) -> Any:
    """Published guides of a language: those to begin with first, then in the editors' order."""
    order = Case(
        *[When(level=level, then=Value(place)) for place, level in enumerate(rules.Level)],
        output_field=IntegerField(),
    )
    return GuidePage.objects.live().public().filter(locale_id=locale_id).defer("body", "plain_text").order_by(
        order, "path"
    )


def first_guides(locale_id: int, most: int = 6) -> list[GuidePage]:
    """The guides that the front page shows."""
    return list(guides(locale_id)[:most])


def next_guides(guide: GuidePage, most: int = 3) -> list[GuidePage]:
    """Where to go on: the following guides of the same pillar, then the following ones of all."""
    others = list(guides(guide.locale_id).exclude(pk=guide.pk).order_by("path"))
    following = [each for each in others if each.path > guide.path] + [each for each in others if each.path < guide.path]
    following.sort(key=lambda each: each.pillar != guide.pillar)
    return following[:most]


def guide_index(locale_id: int) -> GuideIndexPage | None:
    """The list of guides in a language."""
    return GuideIndexPage.objects.live().filter(locale_id=locale_id).first()


def headline(as_of: date) -> Any:
    """Products and enterprises on marketplaces at a day; the room of marketplaces knows."""
    from sme.marketplaces import selectors as marketplaces

    return marketplaces.headline(as_of)


# --- search --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """One page that answers a search."""

    page: Page
    score: float
    excerpt: list[tuple[str, bool]]

    @property
    def is_guide(self) -> bool:
        """The page is a guide, and therefore has a pillar and minutes."""
        return isinstance(self.page, GuidePage)


def search(query: str, language_code: str) -> list[Found]:
    """Published pages of a language that answer the query, best first; with or without Vietnamese marks.

    The search index of the database proposes pages (the same folded words on SQLite and PostgreSQL);
    ``rules.judge`` puts them in order, so that both databases answer alike.
    """
    query = clean(query)[:QUERY_LONGEST]
    words = rules.query_words(query)
    locale = Locale.objects.filter(language_code=language_code).first()
    if not words or locale is None:
        return []
    pages = _searchable(locale)
    proposed = _proposed(pages, words)
    order = rules.judge(query, [_candidate(page) for page in proposed.values()], pages.count())
    return [
        Found(page=proposed[key], score=score, excerpt=rules.excerpt(_readable(proposed[key]), query))
        for key, score in order[:RESULTS_MOST]
    ]


def _searchable(locale: Locale) -> Any:
    """Live, public pages of ours in a language; the front page is where people search from."""
    return Page.objects.live().public().filter(locale=locale).type(GuidePage, GuideIndexPage, ContentPage)


def _proposed(pages: Any, words: list[str]) -> dict[int, Page]:
    """Pages that have any of the words, and those in whose title the last word is being typed."""
    whole = pages.search(" ".join(words), operator="or", order_by_relevance=True)[:CANDIDATES_MOST]
    keys = {page.pk for page in whole}
    if len(words[-1]) > 1:
        keys |= {page.pk for page in pages.autocomplete(words[-1])[:CANDIDATES_MOST]}
    found: dict[int, Page] = {}
    for model in (GuidePage, ContentPage, GuideIndexPage):
        manager: PageManager = model.objects
        plain = manager.filter(pk__in=keys)
        found |= {page.pk: page for page in (plain if model is GuideIndexPage else plain.defer("body"))}
    return found


def _candidate(page: Any) -> rules.Candidate:
    return rules.Candidate(
        key=page.pk,
        title=page.title,
        keywords=page.keywords,
        summary=_summary(page),
        body=page.plain_text,
    )


def _summary(page: Any) -> str:
    return getattr(page, "summary", "") or getattr(page, "lead", "")


def _readable(page: Any) -> str:
    return page.plain_text or _summary(page)
