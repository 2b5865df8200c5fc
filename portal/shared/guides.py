"""Published guides by their short name or their key: where advice leads to; no room needs to know the guidance."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Page, Site


@dataclass(frozen=True)
class Guide:
    """A published guide that advice leads to; ``key`` is the same in every language and stays for ever."""

    title: str
    url: str
    key: uuid.UUID


# What guides are tied to, told by the room that keeps them: ties → the keys of their guides.
Tied = Callable[[Iterable[str]], Mapping[str, list[uuid.UUID]]]
_tied: list[Tied] = []


def register_ties(load: Tied) -> None:
    """Let the room of guidance tell which guides editors tied to what; registering again replaces it."""
    _tied[:] = [load]


def guides_tied_to(*ties: str) -> list[Guide]:
    """Published guides that editors tied to any of these (``kind:key``), each once."""
    keys = dict.fromkeys(key for keys in _keys_of(ties).values() for key in keys)
    found = guides_by_key(keys)
    return [found[key] for key in keys if key in found]


def guides_for(wanted: Mapping[str, str], *, stated_first: bool = False) -> dict[str, Guide]:
    """The one guide for each tie (``kind:key``): what editors tied to it, else the short name that is stated.

    ``wanted`` gives each tie its stated short name, perhaps none; ``stated_first`` prefers that one.
    """
    stated = _keys_by_slug(wanted.values())
    ties = [each for each, slug in wanted.items() if not (stated_first and slug in stated)]
    tied = _keys_of(ties) if ties else {}
    found = guides_by_key([*stated.values(), *(key for own in tied.values() for key in own)])
    chosen: dict[str, Guide] = {}
    for each, slug in wanted.items():
        own, by_editors = [stated[slug]] if slug in stated else [], list(tied.get(each, ()))
        keys = [*own, *by_editors] if stated_first else [*by_editors, *own]
        guide = next((found[key] for key in keys if key in found), None)
        if guide is not None:
            chosen[each] = guide
    return chosen


def _keys_of(ties: Iterable[str]) -> Mapping[str, list[uuid.UUID]]:
    return _tied[0](list(ties)) if _tied else {}


def guides_by_slug(slugs: Iterable[str]) -> dict[str, Guide]:
    """Published guides by the short name of their Vietnamese page, in the reader's language where translated.

    Advice whose guide is not published leads nowhere and is shown without a link.
    """
    keys = _keys_by_slug(slugs)
    found = guides_by_key(keys.values())
    return {slug: found[key] for slug, key in keys.items() if key in found}


def _keys_by_slug(slugs: Iterable[str]) -> dict[str, uuid.UUID]:
    wanted = {slug for slug in slugs if slug}
    if not wanted:
        return {}
    named = Page.objects.live().filter(slug__in=wanted)
    return dict(named.values_list("slug", "translation_key"))


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
