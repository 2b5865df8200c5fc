"""Conflicts about addresses: the queue of the office, one with both sides, deciding it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.marketplaces import permissions, rules
from sme.marketplaces.forms.conflicts import SolveForm
from sme.marketplaces.selectors import conflicts as reading
from sme.marketplaces.services import conflicts as deciding

VIEWS = ("open", "solved")


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_see_figures(request.user):
        raise Http404


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a decision; what was decided."""
    _officers_only(request)
    view = request.GET.get("view", "open")
    if view not in VIEWS:
        raise Http404
    lists = {"open": reading.open_conflicts, "solved": reading.solved_conflicts}
    page = page_of(request, lists[view](request.user))
    here = reverse("marketplaces:conflicts")
    context = {
        "view": view,
        "page": page,
        "rows": [reading.sides(each, request.user) for each in page],
        "views": [
            {"label": _("To be decided"), "url": here, "is_current": view == "open"},
            {"label": _("Decided"), "url": f"{here}?view=solved", "is_current": view == "solved"},
        ],
    }
    return render(request, "marketplaces/conflicts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Both sides of one conflict, and the decision."""
    _officers_only(request)
    found = get_or_404_visible(reading.conflicts_visible_to(request.user), pk=pk)
    sides = reading.sides(found, request.user)
    form = SolveForm(request.POST or None) if sides.can_solve else None
    if form is not None and form.is_valid():
        try:
            outcome, day = form.decision
            deciding.solve(found, outcome, form.cleaned_data["note"], on=day, actor=request.user)
            messages.success(request, _("Decided. Both histories keep what was recorded before."))
            return redirect("marketplaces:conflicts")
        except RuleBroken as broken:
            if broken.code == "conflict_solved":
                messages.warning(request, broken.sentence)
                return redirect("marketplaces:conflict", pk=pk)
            refuse(form, broken)
    context = {
        "sides": sides,
        "conflict": found,
        "is_open": found.state == rules.ConflictState.OPEN,
        "claimed_state": rules.ListingState(found.claimed_state).label,
        "source": rules.Source(found.source).label,
        "form": form,
        "crumbs": [
            {"label": _("Listings"), "url": reverse("marketplaces:list")},
            {"label": _("Conflicts about addresses"), "url": reverse("marketplaces:conflicts")},
        ],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "marketplaces/conflict.html", context, status=status)
