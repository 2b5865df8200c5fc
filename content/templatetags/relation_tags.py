"""What a guide's page asks for: what it helps with."""

from typing import Any

from django import template

from content import selectors
from content.rules import TieKind

register = template.Library()


@register.simple_tag
def helps_with(page: Any) -> dict[str, Any]:
    """``questions`` and ``rejections`` in words, ``programmes`` and ``terms`` as they are; empty where untied."""
    told = selectors.helps_with(page)
    if not told:
        return {}
    return {
        "programmes": told.programmes,
        "terms": told.terms,
        "questions": told.words.get(TieKind.CRITERION, []),
        "rejections": told.words.get(TieKind.REJECTION, []),
    }
