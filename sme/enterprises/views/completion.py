"""The queue of records that lack a number, a contact or a sector, each mended in its own row."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse, render_page_or_part
from sme.enterprises import permissions, selectors, services
from sme.enterprises.filters import CompletionFilter
from sme.enterprises.forms.completion import GapForm
from sme.enterprises.models import Enterprise
from sme.places import selectors as places


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Records with one gap, by name; sending a row's form fills it."""
    if not permissions.can_list(request.user):
        raise Http404
    gap = request.GET.get("gap", "")
    gap = gap if gap in selectors.GAPS else next(iter(selectors.GAPS))
    sent = _filled(request, gap) if request.method == "POST" else None
    if sent is True:
        return redirect(f"{reverse('enterprises:completion')}?{request.GET.urlencode()}")
    wanted = CompletionFilter(request.GET, user=request.user)
    page = page_of(request, wanted.found(gap))
    context = {
        "gap": gap,
        "filter": wanted,
        "tabs": [_tab(request, wanted, each, gap) for each in selectors.GAPS],
        "page": page,
        "rows": [(each, _form(each, gap, sent)) for each in page],
        "today": places.present_names(each.place for each in page),
        "query": request.GET.urlencode(),
    }
    name = "enterprises/completion/index.html"
    if sent is not None:
        return render(request, name, context, status=422)
    return render_page_or_part(request, name, context)


def _tab(request: HttpRequest, wanted: CompletionFilter, gap: str, current: str) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    query["gap"] = gap
    count = selectors.gap_count(wanted.found(gap))
    capped = count > selectors.GAP_CAP
    return {
        "label": GapForm.TITLES[gap],
        "url": f"?{query.urlencode()}",
        "is_current": gap == current,
        "count": f"{selectors.GAP_CAP}+" if capped else count,
    }


def _form(enterprise: Enterprise, gap: str, sent: forms.Form | None) -> forms.Form:
    """The row's own form; what was sent and refused stays as it was typed."""
    if isinstance(sent, GapForm) and sent.enterprise.pk == enterprise.pk:
        return sent
    return GapForm(gap=gap, enterprise=enterprise)


def _filled(request: HttpRequest, gap: str) -> Any:
    """True when the gap is filled, else the form that says why not."""
    rows = Enterprise.objects.visible_to(request.user)
    enterprise = get_or_404_visible(rows, pk=request.POST.get("record", ""))
    if not permissions.is_responsible_officer(request.user, enterprise):
        raise Http404
    form = GapForm(request.POST, gap=gap, enterprise=enterprise)
    if not form.is_valid():
        return form
    try:
        services.change(
            enterprise,
            expected_version=form.cleaned_data["version"] or 0,
            actor=request.user,
            **form.change(),
        )
    except RuleBroken as broken:
        refuse(form, broken)
        return form
    messages.success(request, _("%(name)s: completed.") % {"name": enterprise.name})
    return True
