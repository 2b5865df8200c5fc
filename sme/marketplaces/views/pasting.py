"""Many addresses pasted at once: read, sorted, completed and recorded; by officers, and by a business for itself."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.shared.errors import RuleBroken
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import permissions, rules
from sme.marketplaces.forms.pasting import PastedRowForm, PasteForm
from sme.marketplaces.models import AddressConflict
from sme.marketplaces.rules.pasting import Pasted, Sort, read_paste
from sme.marketplaces.selectors import pasting as reading
from sme.marketplaces.services import pasting as recording


@dataclass
class _Line:
    """One address as the page shows it."""

    row: Pasted
    market: str = ""
    holder: reading.Holder | None = None
    form: PastedRowForm | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def paste(request: HttpRequest) -> HttpResponse:
    """Officers: for any enterprise of their area."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    form = PasteForm(request.POST or None, among=Enterprise.objects.visible_to(request.user))
    context = {
        "layout": "layouts/workspace.html",
        "back": reverse("marketplaces:list"),
        "crumbs": [{"label": _("Listings"), "url": reverse("marketplaces:list")}],
    }
    return _page(request, form, None, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def paste_own(request: HttpRequest) -> HttpResponse:
    """A business: its own products."""
    mine = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if mine is None:
        return redirect("dashboard:business")
    if not permissions.can_list_for(request.user, mine):
        raise Http404
    context = {
        "layout": "layouts/business.html",
        "back": reverse("marketplaces:mine"),
        "crumbs": [{"label": _("Products"), "url": reverse("marketplaces:mine")}],
        "shops": reverse("marketplaces:shops"),
    }
    return _page(request, PasteForm(request.POST or None), mine, context)


def _page(
    request: HttpRequest, form: PasteForm, enterprise: Enterprise | None, context: dict[str, Any]
) -> HttpResponse:
    context |= {"form": form}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "marketplaces/paste.html", context, status=status)
    enterprise = enterprise or form.cleaned_data["enterprise"]
    if not permissions.can_list_for(request.user, enterprise):
        raise Http404
    hints = reading.hints_of_all()
    rows = read_paste(form.cleaned_data["pasted"], hints)
    names = {each.key: each.name for each in hints}
    lines = _lines(request, enterprise, rows, names)
    if request.POST.get("act") == "save":
        left = _save(request, enterprise, lines)
        if not left:
            return redirect(context["back"])
        context |= _sorted(left)
    else:
        context |= _sorted(lines)
    context |= {"enterprise": enterprise, "is_read": True}
    failed = any(line.form and line.form.errors for line in context["products"])
    return render(request, "marketplaces/paste.html", context, status=422 if failed else 200)


def _lines(
    request: HttpRequest, enterprise: Enterprise, rows: list[Pasted], names: dict[str, str]
) -> list[_Line]:
    holders = reading.holders([row.key for row in rows], enterprise, request.user)
    products = reading.names_of(enterprise)
    lines = []
    for row in rows:
        holder = holders.get(row.key) if row.sort == Sort.PRODUCT else None
        line = _Line(row, names.get(row.marketplace, ""), holder)
        if row.sort == Sort.PRODUCT and not (line.holder and line.holder.is_own):
            initial = {"take": line.holder is None}
            line.form = PastedRowForm(row, products, request.POST, initial=initial)
        lines.append(line)
    return lines


def _sorted(lines: list[_Line]) -> dict[str, Any]:
    """The lines by what they are."""
    of: dict[str, list[_Line]] = {sort.value: [] for sort in Sort}
    for line in lines:
        of[line.row.sort.value].append(line)
    return {
        "products": [line for line in of["product"] if line.form],
        "own": [line for line in of["product"] if not line.form],
        "shop_lines": of["shop"],
        "short_lines": of["short"],
        "twice": of["twice"],
        "unknown": of["unknown"],
    }


def _save(request: HttpRequest, enterprise: Enterprise, lines: list[_Line]) -> list[_Line]:
    """Record what is good; what is left, with why. Empty when nothing that was wanted is left."""
    source = rules.Source.OFFICER if request.user.is_officer else rules.Source.ENTERPRISE
    counts = {"listings": 0, "claims": 0}
    left: list[_Line] = []
    for line in lines:
        form = line.form
        if form is None or not form.is_taken:
            continue
        if form.is_valid() and _recorded(form, enterprise, source, counts, request):
            continue
        left.append(line)
    if counts["listings"]:
        told = ngettext(
            "%(n)d address is recorded.", "%(n)d addresses are recorded.", counts["listings"]
        )
        messages.success(request, told % {"n": counts["listings"]})
    if counts["claims"]:
        told = ngettext(
            "%(n)d address is recorded for another product already: written down, the office decides.",
            "%(n)d addresses are recorded for other products already: written down, the office decides.",
            counts["claims"],
        )
        messages.warning(request, told % {"n": counts["claims"]})
    if not left and not any(counts.values()):
        messages.info(request, _("Nothing was ticked, so nothing was recorded."))
    return left


def _recorded(
    form: PastedRowForm,
    enterprise: Enterprise,
    source: str,
    counts: dict[str, int],
    request: HttpRequest,
) -> bool:
    given = form.cleaned_data
    try:
        made = recording.record(
            enterprise,
            address=form.row.address,
            product=form.chosen,
            name=given["name"],
            state=given["state"],
            on=given["on"],
            source=source,
            actor=request.user,
        )
    except RuleBroken as broken:
        where = {"effective_on": "on", "state": "state", "product": "product", "name_vi": "name"}
        form.add_error(where.get(broken.field or ""), broken.sentence)
        return False
    counts["claims" if isinstance(made, AddressConflict) else "listings"] += 1
    return True
