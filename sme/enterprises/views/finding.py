"""Finding a record while one types: the choices of a picker, and the quick way in the head of the workspace."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.shared import picking
from portal.shared.http import suggest_choices
from sme.enterprises import permissions, selectors
from sme.enterprises.forms.picker import MOST, EnterpriseInput, options_for


@login_required
@require_safe
@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """Records that fit the line of a picker, as radio buttons, among those that one may see."""
    if not permissions.can_list(request.user):
        raise Http404
    among = selectors.in_list(request.user)
    return suggest_choices(request, lambda line: options_for(among, line), EnterpriseInput.part)


@login_required
@require_safe
@never_cache
def jump(request: HttpRequest) -> HttpResponse:
    """The nearest records as links, for the line in the head of the workspace."""
    if not permissions.can_list(request.user):
        raise Http404
    line = picking.cut(request.GET.get("q"))
    among = selectors.in_list(request.user)
    context = {"line": line, "options": options_for(among, line) if line else [], "most": MOST}
    return render(request, "enterprises/_jump.html", context)
