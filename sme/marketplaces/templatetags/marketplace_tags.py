"""What templates ask of this room: words for its keys."""

from typing import Any

from django import template
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
