"""Words of this room that templates ask for."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from sme.programmes import selectors
from sme.programmes.rules import EnrolmentState

register = template.Library()
DIFFERENCES = {
    "record": _("the record was merged into another one"),
    "name": _("name"),
    "place": _("commune or ward"),
    "kind": _("kind"),
    "size": _("size class"),
    "sector": _("sector"),
    "level": _("readiness"),
    "listed": _("products on sale"),
    "state": _("state"),
}


@register.filter
def enrolment_words(state: str) -> Any:
    """The name of a state that was kept."""
    return EnrolmentState(state).label if state in EnrolmentState.values else state


@register.filter
def difference_words(key: str) -> Any:
    """What differs from an approved list."""
    return DIFFERENCES.get(key, key)


@register.filter
def support_title(key: str) -> Any:
    """What a kind of support is called."""
    return selectors.title_of_support(key)


@register.filter
def support_is_verified(key: str) -> bool:
    """Whether the text of its rule was checked."""
    return any(each.key == key and each.is_verified for each in selectors.support_rules_on())


@register.filter
def of_contract(acts: Any, contract: Any) -> Any:
    """What upper rooms offer beside a contract."""
    return acts.get(contract.pk, ()) if acts else ()
