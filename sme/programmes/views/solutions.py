"""Digital solutions: the public catalogue, what an enterprise uses, and the office's figures over all of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import permissions as enterprises
from sme.enterprises import selectors as registry
from sme.enterprises.models import Enterprise
from sme.programmes import exports, selectors, services
from sme.programmes.filters import SolutionFilter, UseFilter
from sme.programmes.forms import UseForm
from sme.programmes.models import Adoption
from sme.programmes.views.files import file_of, words_of


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Solutions whose providers the office has looked at, for everybody."""
    filterset = SolutionFilter(request.GET, selectors.public_solutions())
    rows = filterset.qs if filterset.is_valid() else filterset.queryset.none()
    context = {"filterset": filterset, "page": page_of(request, rows)}
    return render(request, "programmes/solutions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the enterprise a person acts for uses, and a form to tell another."""
    enterprise = registry.acting_for(request.user, request.session.get("acting_enterprise"))
    if enterprise is None:
        return render(request, "programmes/my_solutions.html", {"enterprise": None})
    return _page(request, enterprise, "programmes/my_solutions.html", "programmes:my_solutions")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_enterprise(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """The same for the officers who answer for the enterprise."""
    found = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if not enterprises.is_responsible_officer(request.user, found):
        raise Http404
    return _page(request, found, "programmes/enterprise_solutions.html", found)


def _page(request: HttpRequest, enterprise: Enterprise, template: str, back: Any) -> HttpResponse:
    form = UseForm(request.POST if request.method == "POST" else None, enterprise=enterprise)
    if form.is_valid():
        clean = dict(form.cleaned_data)
        try:
            services.tell_use(enterprise, clean.pop("kind"), **clean, actor=request.user)
            messages.success(request, _("The solution is in the list."))
            return redirect(request.path)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"enterprise": enterprise, "uses": selectors.uses_of(enterprise), "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def change(request: HttpRequest, adoption_id: int, act: str) -> HttpResponse:
    """Say that a solution is no longer used, or take away what was told by mistake."""
    if act not in ("end", "remove"):
        raise Http404
    found = get_or_404_visible(
        Adoption.objects.visible_to(request.user).select_related("enterprise"), pk=adoption_id
    )
    if not enterprises.can_edit(request.user, found.enterprise):
        raise Http404
    try:
        if act == "end":
            services.end_use(found, actor=request.user)
        else:
            services.remove_use(found, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    if enterprises.is_responsible_officer(request.user, found.enterprise):
        return redirect("programmes:enterprise_solutions", found.enterprise_id)
    return redirect("programmes:my_solutions")


def _asked(request: HttpRequest) -> tuple[UseFilter, Any, Any]:
    if not request.user.is_officer:
        raise Http404
    try:
        day = parse_date(request.GET.get("day", "")) or clock.today()
    except ValueError:
        day = clock.today()
    uses = selectors.uses_visible_to(request.user, day)
    filterset = UseFilter(request.GET, queryset=uses, request=request)
    return filterset, filterset.qs if filterset.is_valid() else uses.none(), day


@require_safe
@login_required
def uses(request: HttpRequest) -> HttpResponse:
    """What is in use on a day, by kind and commune; each figure opens into its rows."""
    filterset, rows, day = _asked(request)
    rest = request.GET.copy()
    for name in ("kind", "page", "support"):
        rest.pop(name, None)
    context = {
        "filterset": filterset,
        "page": page_of(request, rows.order_by("enterprise__sort_key", "enterprise", "kind", "pk")),
        "kinds": selectors.figures_by_kind(rows),
        "communes": selectors.figures_by_place(rows)[:20],
        "total": rows.order_by().values("enterprise").distinct().count(),
        "day": day,
        "asked": request.GET.urlencode(),
        "query": f"{rest.urlencode()}&" if rest else "",
    }
    return render(request, "programmes/uses.html", context)


@require_safe
@login_required
def uses_export(request: HttpRequest) -> FileResponse:
    """The rows that are seen, as a workbook or a text table."""
    filterset, rows, day = _asked(request)
    return file_of(
        exports.USE_COLUMNS,
        exports.use_rows(rows.order_by("enterprise__sort_key", "enterprise", "kind", "pk")),
        title=_("Digital solutions in use on %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        name="giai-phap-so",
        by=str(request.user),
        is_csv=request.GET.get("format") == "csv",
        filters=words_of(filterset),
    )
