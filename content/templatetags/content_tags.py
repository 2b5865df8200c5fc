"""What page templates ask for: the guides around a page, its languages, the headline figure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content import rules, selectors
from content.filters import GuideFilter
from content.models.links import known_links, linked_ids
from portal.shared import clock, pagecache
from portal.shared.text import slug

register = template.Library()


@register.filter
def anchor(heading: Any) -> str:
    """The name by which a heading can be linked to."""
    return slug(str(heading), 60)


@register.filter
def pillar_icon(pillar: str) -> str:
    """The icon of a pillar."""
    return rules.PILLAR_ICONS.get(pillar, "lotus")  # type: ignore[call-overload]


@register.filter
def zipped(row: Any, columns: Any) -> list[tuple[str, str]]:
    """The cells of a row beside the names of their columns; a missing cell is empty."""
    cells = [str(cell) for cell in row]
    return [
        (str(name), cells[place] if place < len(cells) else "")
        for place, name in enumerate(columns)
    ]


@register.simple_tag(takes_context=True)
def crumbs(context: Context) -> list[dict[str, str]]:
    """The way from the front page to this one."""
    return selectors.crumbs_of(context["page"], context["request"])


@register.simple_tag
def headline() -> Any:
    """Products and enterprises on marketplaces today."""
    return selectors.headline(clock.today())


@register.simple_tag
def first_guides(page: Any) -> list[Any]:
    """The guides to begin with, in the page's language."""
    return selectors.first_guides(page.locale_id)


@register.simple_tag(takes_context=True)
def guides_address(context: Context) -> str:
    """Where the list of guides is in the active language."""
    return selectors.guides_address(context["request"])


@register.simple_tag
def next_guides(page: Any) -> list[Any]:
    """Where to go on after a guide."""
    return selectors.next_guides(page)


@register.simple_tag(takes_context=True)
def chosen_guides(context: Context) -> dict[str, Any]:
    """The list of guides as the visitor narrowed it: ``rows``, the tabs of topics, its title."""
    page, request = context["page"], context["request"]
    chosen = GuideFilter(request.GET, queryset=selectors.guides(page.locale_id))
    pillar = request.GET.get("pillar", "")
    known = pillar if pillar in rules.Pillar.values else ""
    title = rules.Pillar(known).label if known else ""
    return {"rows": list(chosen.qs), "tabs": _tabs(page.get_url(request), known), "title": title}


def _tabs(url: str, current: str) -> list[dict[str, Any]]:
    tabs = [{"label": _("All guides"), "url": url, "is_current": not current}]
    tabs += [
        {
            "label": str(pillar.label),
            "url": f"{url}?pillar={pillar.value}",
            "is_current": pillar.value == current,
        }
        for pillar in rules.Pillar
    ]
    return tabs


@register.simple_tag(takes_context=True)
def blocks(context: Context, body: Any) -> str:
    """All blocks of a body, one after another, with their links resolved in one query."""
    ids = linked_ids(" ".join(strings_in(list(body.raw_data))))
    with known_links(selectors.link_addresses(ids, context["request"])):
        return mark_safe("\n".join(block.render_as_block(context.flatten()) for block in body))


def strings_in(value: Any) -> Iterator[str]:
    """Every text inside stored blocks, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each)


# What an address may ask without changing a kept part: which result led a reader here stands outside of them.
KEPT_ASIDE = {"result"}


class KeptNode(template.Node):
    """What stands between ``kept`` and ``endkept``."""

    def __init__(self, nodelist: template.NodeList, parts: list[template.base.FilterExpression]):
        self.nodelist, self.parts = nodelist, parts

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if (
            request is None
            or set(request.GET) - KEPT_ASIDE
            or getattr(request, "is_preview", False)
        ):
            return self.nodelist.render(context)
        said = "|".join(str(part.resolve(context)) for part in self.parts)
        key = f"html:{request.scheme}:{request.get_host()}:{get_language()}:{said}"
        kept: SafeString = pagecache.part(key, lambda: self.nodelist.render(context))
        return kept


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """``{% kept "name" page.pk %}…{% endkept %}``: a part that every reader sees alike, made once.

    Nothing in it may depend on who reads: no user, no form, no question in the address. It is told apart by host,
    language and the values named, and made anew when an editor publishes, as whole pages are.
    """
    parts = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, parts)


@register.simple_tag
def offline_worker() -> str:
    """The address of the worker that keeps guides for when there is no network; empty when that is off."""
    return reverse("worker") if settings.OFFLINE_COPIES else ""


@register.simple_tag(takes_context=True)
def whole_address(context: Context, page: Any) -> str:
    """The one address of a page, with its host."""
    request = context["request"]
    return str(request.build_absolute_uri(page.get_url(request) or "/"))


@register.simple_tag(takes_context=True)
def machine_words(context: Context, page: Any) -> dict[str, Any]:
    """What machines are told: a description, whether it is an article, linked data."""
    words = page.search_description or getattr(page, "summary", "") or getattr(page, "lead", "")
    return {
        "description": words,
        "is_article": hasattr(page, "pillar"),
        "graph": selectors.told_of(page, context["request"]),
    }


@register.simple_tag
def contents(body: Any) -> list[str]:
    """The headings of a body, for “on this page”."""
    return [str(block.value) for block in body if block.block_type == "heading"] if body else []
