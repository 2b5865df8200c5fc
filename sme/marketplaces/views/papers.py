"""Papers of a business: what holds, what ends, what has ended; for its members and its officers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import selectors, services
from sme.marketplaces.forms import PaperForm
from sme.marketplaces.models import Certificate
from sme.marketplaces.views.products import crumbs, editable


def _back(request: HttpRequest, enterprise: Enterprise) -> str:
    """Members return to their papers, officers to the enterprise."""
    mine = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if mine and mine.pk == enterprise.pk:
        return reverse("marketplaces:papers")
    return reverse("enterprises:detail", args=[enterprise.pk]) + "#papers"


def _crumbs(request: HttpRequest, enterprise: Enterprise) -> list[dict[str, str]]:
    return [{"label": _("Papers"), "url": _back(request, enterprise)}]


@require_safe
@login_required
def papers(request: HttpRequest) -> HttpResponse:
    """The papers of the enterprise one acts for."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    found = selectors.papers_of(enterprise) if enterprise else []
    context = {"enterprise": enterprise, "papers": found, "crumbs": crumbs()}
    return render(request, "marketplaces/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Add a paper of an enterprise; ``?product=`` chooses the product it is for."""
    rows = Enterprise.objects.visible_to(request.user).select_related("place")
    enterprise = get_or_404_visible(rows, pk=enterprise_id)
    editable(request, enterprise)
    is_sent = request.method == "POST"
    asked = request.GET.get("product", "")
    initial = {"product": asked} if asked.isdecimal() else {}
    sent = (request.POST, request.FILES) if is_sent else ()
    form = PaperForm(enterprise, *sent, initial=initial)
    if form.is_valid():
        try:
            services.add_paper(enterprise, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The paper is kept. We tell you before it ends."))
            return redirect(_back(request, enterprise))
    return _form(request, form, enterprise)


def _form(
    request: HttpRequest, form: PaperForm, enterprise: Enterprise, paper: Any = None
) -> HttpResponse:
    context = {
        "form": form,
        "paper": paper,
        "enterprise": enterprise,
        "back": _back(request, enterprise),
        "crumbs": _crumbs(request, enterprise),
    }
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/paper_form.html", context, status=status)


def _paper(request: HttpRequest, pk: int) -> Certificate:
    rows = Certificate.objects.visible_to(request.user)
    found = get_or_404_visible(rows.select_related("enterprise__place", "product"), pk=pk)
    editable(request, found.enterprise)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a paper, or put a new file in the place of the old."""
    found = _paper(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm.of(found, *sent)
    if form.is_valid():
        try:
            services.change_paper(found, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The paper is saved."))
            return redirect(_back(request, found.enterprise))
    return _form(request, form, found.enterprise, found)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a paper with its file."""
    found = _paper(request, pk)
    back = _back(request, found.enterprise)
    services.remove_paper(found, actor=request.user)
    messages.success(request, _("The paper is removed."))
    return redirect(back)
