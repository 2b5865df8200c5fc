"""The business's own record, and choosing for which business one acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.http import get_or_404_visible, safe_next
from sme.enterprises import permissions, selectors
from sme.enterprises.forms import RecordForm
from sme.enterprises.models import Enterprise
from sme.enterprises.views.editing import save_record
from sme.places import selectors as places

CHOICE = "acting_enterprise"  # the session's word for the business one acts for


@login_required
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The record of the business one acts for."""
    acting = selectors.acting_for(request.user, request.session.get(CHOICE))
    if acting is None:
        return render(
            request,
            "enterprises/mine_none.html",
            {"has_draft": bool(selectors.draft_of(request.user))},
        )
    enterprise = selectors.full(Enterprise.objects.run_by(request.user)).get(pk=acting.pk)
    return render(
        request,
        "enterprises/mine.html",
        {
            "enterprise": enterprise,
            "size": selectors.size_of(enterprise),
            "today": places.present_names([enterprise.place]),
            "can_edit": permissions.can_edit(request.user, enterprise),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own record; the address says which, so that two tabs cannot mix two businesses up."""
    enterprise = get_or_404_visible(Enterprise.objects.run_by(request.user), pk=pk)
    if not permissions.can_edit(request.user, enterprise):
        raise Http404
    form = RecordForm(request.POST if request.method == "POST" else None, enterprise=enterprise)
    if request.method == "POST" and save_record(form, actor=request.user):
        request.session[CHOICE] = enterprise.pk
        messages.success(request, _("Saved."))
        return redirect("enterprises:mine")
    return render(request, "enterprises/mine_edit.html", {"form": form, "enterprise": enterprise})


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's businesses from now on."""
    chosen = request.POST.get("enterprise", "")
    enterprise = get_or_404_visible(Enterprise.objects.run_by(request.user), pk=chosen)
    request.session[CHOICE] = enterprise.pk
    messages.success(request, _("You act for %(name)s now.") % {"name": enterprise.name})
    return redirect(safe_next(request, reverse("dashboard:business")))
