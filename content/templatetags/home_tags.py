"""What the front page asks for beside its own words: live data of the houses, and what editors published last."""

from typing import Any

from django import template

from content import selectors
from sme.programmes import selectors as programmes

register = template.Library()
MOST_COHORTS, MOST_SESSIONS = 3, 3


@register.simple_tag
def open_cohorts() -> list[Any]:
    """Cohorts that can be joined today, those that close first first."""
    return programmes.open_cohorts()[:MOST_COHORTS]


@register.simple_tag
def sessions_to_come() -> list[Any]:
    """The next sessions of all programmes."""
    return programmes.upcoming_sessions(limit=MOST_SESSIONS)


@register.simple_tag
def front_guides(page: Any) -> dict[str, list[Any]]:
    """The guides to begin with (``first``) in the page's language, and the ``latest`` of the others."""
    first, latest = selectors.front_guides(page.locale_id)
    return {"first": first, "latest": latest}
