"""Published guides by their short name, their key or what they are tied to: where advice leads to.

No room needs to know the guidance for it: the room of guidance registers what there is.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Guide:
    """A published guide that advice leads to; ``key`` is the same in every language and stays for ever."""

    title: str
    url: str
    key: uuid.UUID
    ties: frozenset[str] = frozenset()  # what else it helps with, as ``kind:key``

    def tied(self, kind: str) -> list[str]:
        """The keys of what it is tied to of one kind: the programmes that it prepares for, say."""
        start = f"{kind}:"
        return sorted(each.removeprefix(start) for each in self.ties if each.startswith(start))


@dataclass(frozen=True)
class Told:
    """One published guide as the room of guidance tells it: short names, ties (``kind:key``), language → title, url."""

    key: uuid.UUID
    slugs: frozenset[str]
    ties: frozenset[str]
    pages: Mapping[str, tuple[str, str]]


_libraries: dict[str, Callable[[], Sequence[Told]]] = {}


def register(library: Callable[[], Sequence[Told]]) -> None:
    """Let the room of guidance tell which guides there are, in the editors' order; again replaces it."""
    _libraries["guidance"] = library


def guides_by_slug(slugs: Iterable[str]) -> dict[str, Guide]:
    """Published guides by the short name of their page, in the reader's language where translated.

    Advice whose guide is not published leads nowhere and is shown without a link.
    """
    wanted = {slug for slug in slugs if slug}
    return {slug: guide for told, guide in _shown(bool(wanted)) for slug in told.slugs & wanted}


def guides_by_key(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Guide]:
    """Published guides by the key that they share with their translations."""
    wanted = set(keys)
    return {told.key: guide for told, guide in _shown(bool(wanted)) if told.key in wanted}


def guides_tied_to(*ties: str) -> list[Guide]:
    """Published guides that editors tied to any of these, each once, in the editors' order."""
    return [guide for told, guide in _shown(bool(ties)) if told.ties & set(ties)]


def guides_for(wanted: Mapping[str, str], *, stated_first: bool = False) -> dict[str, Guide]:
    """The one guide for each tie: what editors tied to it, else the short name that is stated.

    ``wanted`` gives each tie its stated short name, perhaps none; ``stated_first`` prefers that one.
    """
    shown = list(_shown(bool(wanted)))
    found: dict[str, Guide] = {}
    for tie, slug in wanted.items():
        tied = [guide for told, guide in shown if tie in told.ties]
        stated = [guide for told, guide in shown if slug and slug in told.slugs]
        guides = [*stated, *tied] if stated_first else [*tied, *stated]
        if guides:
            found[tie] = guides[0]
    return found


def _shown(is_wanted: bool) -> Iterable[tuple[Told, Guide]]:
    """Each guide with its page in the reader's language, else in Vietnamese."""
    language = (get_language() or "vi")[:2]
    library = _libraries.get("guidance")
    for told in library() if is_wanted and library else ():
        page = told.pages.get(language) or told.pages.get("vi")
        if page is not None:
            yield told, Guide(*page, told.key, told.ties)
