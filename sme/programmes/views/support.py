"""The support ledger: all enterprises of a year with totals, and one enterprise with its contracts and entries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import selectors, services
from sme.programmes.forms import CommitForm, EntryForm
from sme.programmes.models import SupportContract, SupportEntry


def _office_enterprise(request: HttpRequest, pk: int) -> Enterprise:
    found = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=pk)
    if not enterprises.is_responsible_officer(request.user, found):
        raise Http404
    return found


@require_safe
@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    """Support of a year: each enterprise under each rule, and the totals of these very rows."""
    if not request.user.is_officer:
        raise Http404
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and len(asked) == 4
        else clock.today().year
    )
    years = selectors.support_years(request.user, year)
    context = {
        "year": year,
        "page": page_of(request, years.order_by("enterprise__sort_key", "enterprise", "rule")),
        "figures": selectors.figures_of(years),
        "rules": selectors.support_rules_on(),
    }
    return render(request, "programmes/support_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def support(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """One enterprise: what is left, its contracts and entries, and a further promise."""
    enterprise = _office_enterprise(request, enterprise_id)
    form = CommitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        clean = dict(form.cleaned_data)
        try:
            services.commit_support(enterprise, clean.pop("rule"), **clean, actor=request.user)
            messages.success(request, _("The promise is entered."))
            return redirect("programmes:support", enterprise.pk)
        except RuleBroken as broken:
            refuse(form, broken)
    years = selectors.support_years(request.user).filter(enterprise=enterprise)
    context = {
        "enterprise": enterprise,
        "years": years,
        "figures": selectors.figures_of(years.filter(year=clock.today().year)),
        "contracts": selectors.contracts_of(enterprise),
        "form": form,
        "rules": selectors.support_rules_on(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "programmes/support.html", context, status=status)


@require_POST
@login_required
def pay_out(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Pay out a part of a contract's promise."""
    contract = get_or_404_visible(
        SupportContract.objects.select_related("support_year"), pk=contract_id
    )
    enterprise = _office_enterprise(request, contract.support_year.enterprise_id)
    form = EntryForm(request.POST)
    try:
        amount = form.cleaned_data["amount"] if form.is_valid() else None
        services.use_support(contract, amount or 0, actor=request.user)
        messages.success(request, _("The payment is entered."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("programmes:support", enterprise.pk)


@require_POST
@login_required
def take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take an entry back by another one, with a reason."""
    entry = get_or_404_visible(
        SupportEntry.objects.select_related("contract__support_year"), pk=entry_id
    )
    enterprise = _office_enterprise(request, entry.contract.support_year.enterprise_id)
    try:
        services.reverse_entry(entry, reason=request.POST.get("reason", ""), actor=request.user)
        messages.success(request, _("Taken back. Both entries stay in the ledger."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("programmes:support", enterprise.pk)
