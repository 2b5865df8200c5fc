"""Links between pages inside running text, resolved for a whole body at once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

_LINKED = re.compile(r'linktype="page"[^>]*?\bid="(\d+)"|\bid="(\d+)"[^>]*?linktype="page"')
_known: ContextVar[dict[str, str] | None] = ContextVar("content_known_links", default=None)


def linked_ids(source: str) -> set[int]:
    """The numbers of the pages that a piece of stored rich text links to."""
    return {int(first or second) for first, second in _LINKED.findall(source)}


@contextmanager
def known_links(addresses: dict[str, str]) -> Iterator[None]:
    """While this holds, links take their addresses from here instead of asking for each block."""
    token = _known.set(addresses)
    try:
        yield
    finally:
        _known.reset(token)


class BodyLinks(PageLinkHandler):
    """Wagtail's page links; inside a body whose links are known, without a query."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        known = _known.get()
        if known is None:
            return super().expand_db_attributes_many(attrs_list)
        found = [known.get(str(attrs.get("id"))) for attrs in attrs_list]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]
