"""What machines are told of pages: in the words of schema.org, in sitemaps and in feeds."""

from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from content.models import GuidePage, HomePage
from content.selectors.frame import crumbs_of, site_settings_of, without_restricted

NEWEST = 30


def told_of(page: Any, request: Any) -> dict[str, Any]:
    """A page as linked data: what it is, the steps and questions in it, the way to it; ready for JSON."""
    address = _whole(request, page.get_url(request) or "/")
    graph = [_page(page, address)]
    if isinstance(page, HomePage):
        graph = [*_site(request, address)]
    elif way := crumbs_of(page, request):
        graph.append(_way([*way, {"label": page.title, "url": address}], request))
    blocks = list(page.body.raw_data) if getattr(page, "body", None) else []
    if steps := _steps(blocks):
        graph[0] |= {"@type": "HowTo", "name": page.title, "step": steps}
    if questions := _questions(blocks):
        graph.append({"@type": "FAQPage", "mainEntity": questions})
    return {"@context": "https://schema.org", "@graph": graph}


def _whole(request: Any, address: str) -> str:
    return str(request.build_absolute_uri(address))


def _page(page: Any, address: str) -> dict[str, Any]:
    told = {
        "@type": "Article" if isinstance(page, GuidePage) else "WebPage",
        "@id": address,
        "url": address,
        "headline": page.title,
        "description": page.search_description or getattr(page, "summary", ""),
        "inLanguage": page.locale.language_code,
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        "isAccessibleForFree": True,
    }
    return {key: value for key, value in told.items() if value}


def _moment(moment: Any) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _site(request: Any, address: str) -> list[dict[str, Any]]:
    known = site_settings_of(request)
    office = {
        "@type": "GovernmentOrganization",
        "@id": f"{address}#office",
        "name": str(known.office or known.site_name),
        "url": address,
        "telephone": known.hotline,
        "email": known.email,
        "address": str(known.address),
        "areaServed": str(known.province),
    }
    search = _whole(request, reverse("content:search"))
    site = {
        "@type": "WebSite",
        "@id": address,
        "url": address,
        "name": known.site_name,
        "publisher": {"@id": f"{address}#office"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{words}}",
            "query-input": "required name=words",
        },
    }
    return [site, {key: value for key, value in office.items() if value}]


def _way(way: list[dict[str, str]], request: Any) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": each["label"],
                "item": _whole(request, each["url"]),
            }
            for place, each in enumerate(way, start=1)
        ],
    }


def _items(block: Any) -> list[Any]:
    """The items of a list block as stored, whichever way they are stored."""
    items = block["value"].get("items") or []
    return [each["value"] if isinstance(each, dict) and "type" in each else each for each in items]


def _steps(blocks: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "@type": "HowToStep",
            "name": step["title"],
            "text": _plain(step.get("text")) or step["title"],
        }
        for block in blocks
        if block["type"] == "steps"
        for step in _items(block)
    ]


def _questions(blocks: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Question",
            "name": each["question"],
            "acceptedAnswer": {"@type": "Answer", "text": _plain(each["answer"])},
        }
        for block in blocks
        if block["type"] == "faq"
        for each in _items(block)
    ]


def _plain(html: Any) -> str:
    return " ".join(strip_tags(str(html or "").replace("</p>", " ").replace("</li>", " ")).split())


# --- sitemaps and feeds ----------------------------------------------------------------------------


def pages_by_translation() -> list[list[Page]]:
    """Every page that anybody may read, beside its translations; in the order of the tree."""
    pages = without_restricted(Page.objects.live().filter(depth__gt=1)).select_related("locale")
    same: dict[Any, list[Page]] = {}
    for page in pages.order_by("path"):
        same.setdefault(page.translation_key, []).append(page)
    return list(same.values())


def newest_guides(language_code: str) -> Any:
    """The guides that were published last, in a language."""
    rows = GuidePage.objects.live().filter(locale__language_code=language_code)
    return without_restricted(rows.defer("body", "plain_text")).order_by(
        "-first_published_at", "-pk"
    )[:NEWEST]
