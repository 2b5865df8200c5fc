"""Words about people in templates."""

from typing import Any

from django import template

from portal.accounts.rules import STAFF_ROLES, Role

register = template.Library()


@register.filter
def role_words(name: Any) -> str:
    """A role (or its group) as people call it."""
    word = str(name)
    return str(Role(word).label) if word in STAFF_ROLES else word
