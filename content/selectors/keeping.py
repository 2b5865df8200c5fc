"""Reads for those who keep guidance right: what is due for another look, translations, what leads to a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from content.models import GuidePage
from content.rules import TieKind, clean_ties


def due_guides(day: date) -> Any:
    """Published guides to look at again by a day, those without a day first, then the longest due; both languages."""
    found = GuidePage.objects.live().filter(Q(review_on__isnull=True) | Q(review_on__lte=day))
    return (
        found.select_related("locale", "owner")
        .defer("body", "plain_text")
        .order_by("review_on", "path")
    )


@dataclass(frozen=True)
class Cell:
    """One page in one language; ``state`` is published, draft, old (the source changed since) or missing."""

    state: str
    page: Page | None = None


@dataclass(frozen=True)
class Row:
    """One page with a cell for each language, in the order of the settings."""

    title: str
    cells: list[Cell]

    @property
    def is_whole(self) -> bool:
        """Published and up to date in every language."""
        return all(each.state == "published" for each in self.cells)


def translations() -> list[Row]:
    """Every page beside its translations, those that need work first, then in the order of the tree; one query."""
    same: dict[Any, dict[str, Page]] = {}
    pages = Page.objects.filter(depth__gt=1, alias_of=None).select_related("locale")
    for page in pages.order_by("path"):
        same.setdefault(page.translation_key, {})[page.locale.language_code] = page
    codes = [code for code, _name in settings.LANGUAGES]
    rows = [_row(found, codes) for found in same.values()]
    return sorted(rows, key=lambda row: row.is_whole)


def _row(found: dict[str, Page], codes: Iterable[str]) -> Row:
    source = found.get("vi") or next(iter(found.values()))
    cells = [_cell(found.get(code), source) for code in codes]
    return Row(str(source.title), cells)


def _cell(page: Page | None, source: Page) -> Cell:
    if page is None:
        return Cell("missing")
    if not page.live:
        return Cell("draft", page)
    ours, theirs = page.last_published_at, source.last_published_at
    is_old = page.pk != source.pk and ours is not None and theirs is not None and ours < theirs
    return Cell("old" if is_old else "published", page)


@dataclass(frozen=True)
class Uses:
    """What leads to a page: other pages that link to it, and ties to what the houses know, counted by kind."""

    pages: int
    ties: dict[TieKind, int]

    def __bool__(self) -> bool:
        return bool(self.pages or self.ties)


def uses_of(page: Page) -> Uses:
    """What would lead into nothing if this page were taken down; two queries."""
    linking = ReferenceIndex.get_references_to(page).values("object_id", "content_type").distinct()
    ties: dict[TieKind, int] = {}
    for each in clean_ties(getattr(page, "helps_with", [])):
        kind = TieKind(each.partition(":")[0])
        if kind != TieKind.TERM:
            ties[kind] = ties.get(kind, 0) + 1
    return Uses(linking.count(), ties)
