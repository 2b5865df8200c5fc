"""The site's search: pages and help, programmes, products; the same answers on every database.

Pages and programmes are few (hundreds), so their words stay in memory and one rule orders them
(``content.rules.judge``); products are many, so the directory's own index finds them.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page

from content import rules
from content.models import ContentPage, GuideIndexPage, GuidePage
from content.selectors.frame import without_restricted
from portal.shared import pagecache, searching
from portal.shared.text import clean
from sme.marketplaces import selectors as marketplaces
from sme.programmes import selectors as programmes

RESULTS_MOST = 50
PRODUCTS_MOST = 20
QUERY_LONGEST = 200
OTHER_WORDS = Path(__file__).resolve().parent.parent / "data" / "other_words.toml"
PAGE_MODELS: tuple[type[Page], ...] = (GuidePage, ContentPage, GuideIndexPage)


class Kind(models.TextChoices):
    """What can be found."""

    GUIDE = "guide", _("Guides")
    PAGE = "page", _("Help and pages")
    PROGRAMME = "programme", _("Programmes")
    PRODUCT = "product", _("Local products")


@dataclass(frozen=True)
class Found:
    """One thing that answers a search; ``page`` is the page, programme or product itself."""

    kind: Kind
    page: Any
    score: float
    excerpt: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def is_guide(self) -> bool:
        """The page is a guide, and therefore has a pillar and minutes."""
        return self.kind == Kind.GUIDE

    @property
    def is_page(self) -> bool:
        """Wagtail knows the address."""
        return self.kind in (Kind.GUIDE, Kind.PAGE)

    @property
    def url(self) -> str:
        """The address of what is not one of Wagtail's pages."""
        if self.kind == Kind.PROGRAMME:
            return reverse("programmes:public_detail", args=[self.page.slug])
        return str(self.page.get_public_url())

    @property
    def title(self) -> str:
        """Its name."""
        return str(getattr(self.page, "title", None) or self.page.name)


@dataclass(frozen=True)
class Results:
    """What was found of every kind, best first; of one kind when the visitor chose it.

    ``mended`` is the question without its slips when something was mended. ``more`` tells that the directory
    has more products than are shown.
    """

    rows: list[Found]
    counts: dict[Kind, int]
    mended: str = ""
    more: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]


NOTHING = Results([], {})


def search(query: str, language_code: str, kind: str = "") -> Results:
    """What anybody may read that answers the query, best first; with or without Vietnamese marks.

    Nothing unpublished and nothing behind a password is in it, even while an old library is in memory.
    """
    query = clean(query)[:QUERY_LONGEST]
    if not rules.query_words(query):
        return NOTHING
    answer = rules.judge(query, _library(language_code), other_words())
    rows = _dressed(answer, language_code)
    products = [
        Found(Kind.PRODUCT, each, 0.0) for each in _products(answer.mended or query) if each
    ]
    rows += products[:PRODUCTS_MOST]
    counts = {each: sum(row.kind == each for row in rows) for each in Kind}
    if kind in Kind.values:
        rows = [row for row in rows if row.kind == kind]
    return Results(rows, counts, answer.mended, len(products) > PRODUCTS_MOST)


def suggestions(query: str, language_code: str, most: int = 6) -> list[str]:
    """Titles that begin like what is being typed."""
    return rules.titles_beginning(clean(query)[:QUERY_LONGEST], _library(language_code), most)


@lru_cache(maxsize=1)
def other_words() -> rules.OtherWords:
    """What people write instead of the words on pages."""
    written = tomllib.loads(OTHER_WORDS.read_text("utf-8"))
    alike: dict[str, list[str]] = {}
    for line in written["alike"]["lines"]:
        for word in line:
            alike.setdefault(word, []).extend(each for each in line if each != word)
    short = {word: meant.split() for word, meant in written["short"].items()}
    return rules.OtherWords(short, alike)


# --- what is searched ------------------------------------------------------------------------------


def _library(language_code: str) -> rules.Library:
    """The words of everything but products, in one language; made anew when an editor publishes."""
    return pagecache.part(
        f"library:{language_code}", lambda: rules.Library(_candidates(language_code))
    )


def _candidates(language_code: str) -> Iterable[rules.Candidate]:
    for model in PAGE_MODELS:
        for page in _readable(model, language_code):
            yield rules.Candidate(
                key=page.pk,
                title=page.title,
                keywords=page.keywords,
                summary=_summary(page),
                body=page.plain_text,
            )
    with override(language_code):
        for each in programmes.public_programmes():
            yield rules.Candidate(
                key=f"programme {each.pk}",
                title=str(each.title),
                keywords="chương trình, hỗ trợ, programme, support",
                summary=str(each.summary),
                body="",
            )


def _readable(model: Any, language_code: str) -> Any:
    """Pages of a kind that anybody may read in a language."""
    pages = model.objects.live().filter(locale__language_code=language_code).order_by("path")
    if model is not GuideIndexPage:
        pages = pages.defer("body")
    return without_restricted(pages)


def readable_pages() -> Any:
    """Every published page of either language that anybody may read."""
    return without_restricted(Page.objects.live().filter(depth__gt=1))


def _summary(page: Any) -> str:
    return getattr(page, "summary", "") or getattr(page, "lead", "")


def _products(query: str) -> list[Any]:
    rows = marketplaces.in_directory().select_related("enterprise")
    return list(searching.find(rows, query).nearest("pk")[: PRODUCTS_MOST + 1])


# --- what is shown ---------------------------------------------------------------------------------


def _dressed(answer: rules.Answer, language_code: str) -> list[Found]:
    """The things that were found, as they are now; what may not be read any more is left out."""
    order = answer.order[:RESULTS_MOST]
    keys = [key for key, _score in order if isinstance(key, int)]
    things: dict[Any, tuple[Kind, Any, str]] = {}
    for model in PAGE_MODELS if keys else ():
        kind = Kind.GUIDE if model is GuidePage else Kind.PAGE
        for page in _readable(model, language_code).filter(pk__in=keys):
            things[page.pk] = (kind, page, page.plain_text or _summary(page))
    if len(keys) < len(order):
        for each in programmes.public_programmes():
            things[f"programme {each.pk}"] = (Kind.PROGRAMME, each, str(each.summary))
    return [
        Found(kind, thing, score, rules.excerpt(text, answer.sought))
        for key, score in order
        if key in things
        for kind, thing, text in (things[key],)
    ]
