"""What a guide's page asks for: whose next step it is, and whether it is done."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.urls import reverse

from assessments import selectors

register = template.Library()


@register.simple_tag(takes_context=True)
def guide_arrival(context: Context, page: Any) -> selectors.Arrival | None:
    """How the reader came to this guide, and whether it is done for their business; ``None`` for everybody else.

    Stands outside what is kept for all. A visitor without a session is never asked about, so that their page stays
    everybody's.
    """
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False) or not page.pk:
        return None
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    told = request.GET.get("result", "")
    return selectors.arrival_at(
        page.translation_key,
        user=getattr(request, "user", AnonymousUser()),
        held_codes=request.session.get(selectors.CODES, {}),
        result_id=int(told) if told.isascii() and told.isdigit() and len(told) < 12 else None,
        enterprise=context.get("acting_enterprise") or None,
    )


@register.simple_tag
def result_address(arrival: selectors.Arrival) -> str:
    """The result that led there, where its reader sees it; empty where none did."""
    if arrival.assessment is None:
        return ""
    name = "assessments:result" if arrival.enterprise else "assessments:visitor_result"
    return reverse(name, args=[arrival.assessment.pk])
