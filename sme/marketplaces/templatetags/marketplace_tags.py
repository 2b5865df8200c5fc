"""What templates ask of this room: words for its keys."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sme.marketplaces import rules, selectors
from sme.marketplaces.rules import checking

register = template.Library()

_CAUSES = {
    selectors.Cause.NEW: _("recorded later"),
    selectors.Cause.CORRECTION: _("corrected later"),
    selectors.Cause.OTHER: _("records merged, or the closing day of a marketplace"),
}


@register.filter
def category_name(key: str) -> Any:
    """A product's category in the reader's language."""
    return dict(rules.Category.choices).get(key, key)


@register.filter
def cause_words(cause: selectors.Cause) -> Any:
    """Why a figure is another one now."""
    return _CAUSES[cause]


_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(told: Any) -> SafeString:
    """Data for search engines; a block that browsers do not run, in which nothing can end it early."""
    plain = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(plain))


@register.filter
def stars(number: int | None) -> str:
    """So many stars, one beside the other."""
    return "★" * (number or 0)


# The officers' parts of the listings, in their order: key, name of the address, words.
PARTS: list[tuple[str, str, Any]] = [
    ("list", "marketplaces:list", _("List")),
    ("products", "marketplaces:products", _("Products")),
    ("verify", "marketplaces:verify", _("To look at")),
    ("samples", "marketplaces:samples", _("Random samples")),
    ("conflicts", "marketplaces:conflicts", _("Conflicts about addresses")),
    ("imports", "imports:kind", _("Lists in")),
]


@register.inclusion_tag("marketplaces/_listing_tabs.html")
def listing_tabs(current: str) -> dict[str, Any]:
    """Links to the parts of the listings; ``current`` is the key of the one that is shown."""
    items = [
        {"label": label, "url": _address(name), "is_current": key == current}
        for key, name, label in PARTS
    ]
    return {"items": items}


def _address(name: str) -> str:
    return reverse(name, args=["listings"] if name == "imports:kind" else [])


@register.inclusion_tag("marketplaces/_import_tabs.html")
def import_tabs(current: str) -> dict[str, Any]:
    """The two kinds of list that come in here."""
    kinds = (("listings", _("Products on marketplaces")), ("products", _("Products only")))
    return {
        "items": [
            {
                "label": label,
                "url": reverse("imports:kind", args=[key]),
                "is_current": key == current,
            }
            for key, label in kinds
        ]
    }


_TONES = {
    rules.PageOutcome.ALIVE: "positive",
    rules.PageOutcome.GONE: "danger",
    rules.PageOutcome.MOVED: "warning",
}


@register.filter
def quarter(key: str) -> str:
    """``2026-Q4`` in words."""
    year, _q, number = key.partition("-Q")
    return gettext("quarter %(number)s of %(year)s") % {"number": number, "year": year}


@register.filter
def page_tone(outcome: str) -> str:
    """How loud a page check's outcome is; what tells nothing stays quiet."""
    return next((tone for key, tone in _TONES.items() if key == outcome), "neutral")


@register.filter
def page_detail(code: str) -> Any:
    """Why a page check found what it found, in words."""
    return dict(checking.PageDetail.choices).get(code, "")
