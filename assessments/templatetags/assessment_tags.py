"""Addresses of the desk at which a page's reader sits, and exact numbers."""

from fractions import Fraction
from typing import Any

from django import template

from portal.shared.money import format_number

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_url(context: dict[str, Any], page: str, *parts: Any) -> str:
    """``{% desk_url "question" code %}``: this assessment's page at the reader's own desk."""
    return context["desk"].url(page, context["assessment"].pk, *parts)


@register.filter
def exact(value: Fraction) -> str:
    """A fraction as people write it: ``3/2`` → ``1,5``."""
    return format_number(float(value))
