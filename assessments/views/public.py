"""The public invitation to check one's readiness, and answering without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import selectors, services
from assessments.models import Framework
from assessments.rules import codes
from assessments.views.desks import VISITOR, actor_of, hold, let_go, of_codes
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible


@require_safe
def invitation(request: HttpRequest) -> HttpResponse:
    """What can be found out, in how many minutes, and where to begin."""
    return render(
        request, "assessments/public.html", {"frameworks": selectors.frameworks_offered()}
    )


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin without an account; the code stays with this browser and is shown."""
    framework = get_or_404_visible(Framework.objects.offered(), slug=slug)
    try:
        draft, code = services.start_as_visitor(framework, actor=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("assessments:public")
    hold(request, draft, code)
    return VISITOR.goes_on(draft)


@require_safe
@never_cache
def go(request: HttpRequest, code: str) -> HttpResponse:
    """Go on by the link."""
    return _by_code(request, code, status=404)


@require_POST
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Go on by the code that was noted."""
    return _by_code(request, request.POST.get("code", ""), status=422)


def _by_code(request: HttpRequest, typed: str, *, status: int) -> HttpResponse:
    code = codes.read(typed[:40])
    found = of_codes([code]).select_related("framework", "version").first() if code else None
    if found is None:
        context = {
            "frameworks": selectors.frameworks_offered(),
            "wrong": _("No answers are kept under this code. Codes end after %(days)d days.")
            % {"days": codes.DAYS},
            "typed": typed[:40],
        }
        return render(request, "assessments/public.html", context, status=status)
    hold(request, found, code)
    return VISITOR.goes_on(found)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish here and clear this device; the code still leads back to the answers."""
    VISITOR.find(request, pk)
    let_go(request, pk)
    messages.success(request, _("This device has forgotten your answers. The code leads back."))
    return redirect("assessments:public")
