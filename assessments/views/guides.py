"""A guide that a result led to: done, or not after all."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments import selectors, services
from assessments.views.desks import actor_of, held
from portal.shared.errors import RuleBroken
from portal.shared.guides import guides_by_key
from sme.enterprises import selectors as enterprises


@require_POST
@never_cache
def mark(request: HttpRequest, guide: uuid.UUID) -> HttpResponse:
    """Mark it for the reader's business, or for the result of a visitor; then back to the guide."""
    found = guides_by_key([guide]).get(guide)
    arrival = selectors.arrival_at(guide, **_reader(request)) if found else None
    if found is None or arrival is None:
        raise Http404
    is_done = request.POST.get("done") == "yes"
    try:
        services.mark_guide(
            guide,
            is_done,
            actor=actor_of(request),
            enterprise=arrival.enterprise,
            assessment=arrival.assessment,
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, _("Marked as done.") if is_done else _("The mark is taken back."))
    came_from = f"?result={arrival.assessment.pk}" if arrival.assessment else ""
    return redirect(f"{found.url}{came_from}#done")


def _reader(request: HttpRequest) -> dict[str, Any]:
    """Who reads, with what this browser holds."""
    told = request.POST.get("result", "")
    user = request.user
    acting = None
    if user.is_authenticated:
        acting = enterprises.acting_for(user, request.session.get("acting_enterprise"))
    return {
        "user": user,
        "held_codes": held(request),
        "result_id": int(told) if told.isascii() and told.isdigit() and len(told) < 12 else None,
        "enterprise": acting,
    }
