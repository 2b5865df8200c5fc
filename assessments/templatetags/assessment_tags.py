"""Addresses of the desk at which a page's reader sits."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_url(context: dict[str, Any], page: str, *parts: Any) -> str:
    """``{% desk_url "question" code %}``: this assessment's page at the reader's own desk."""
    return context["desk"].url(page, context["assessment"].pk, *parts)
