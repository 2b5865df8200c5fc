"""What templates ask of this room: words for its keys."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from sme.marketplaces import rules, selectors

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
