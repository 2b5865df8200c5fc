"""The support ledger: all enterprises of a year with totals, and one enterprise with its contracts and entries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import exports, selectors, services
from sme.programmes.filters import ContractFilter, SupportFilter
from sme.programmes.forms import CommitForm, EntryForm, PaperForm
from sme.programmes.models import SupportContract, SupportEntry
from sme.programmes.views.files import file_of, words_of


def _office_enterprise(request: HttpRequest, pk: int) -> Enterprise:
    found = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=pk)
    if not enterprises.is_responsible_officer(request.user, found):
        raise Http404
    return found


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if is_year else clock.today().year


def _asked(request: HttpRequest, year: int) -> SupportFilter:
    if not request.user.is_officer:
        raise Http404
    years = selectors.support_years(request.user, year)
    return SupportFilter(request.GET, queryset=years, request=request)


@require_safe
@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    """Support of a year: each enterprise under each rule, and the totals of these very rows."""
    year = _year(request)
    filterset = _asked(request, year)
    years = filterset.qs if filterset.is_valid() else filterset.queryset.none()
    rest = request.GET.copy()
    for name in ("year", "page", "unused", "used", "left"):
        rest.pop(name, None)
    url = reverse("programmes:support_list")
    now = clock.today().year
    context = {
        "year": year,
        "filterset": filterset,
        "page": page_of(request, years.order_by("enterprise__sort_key", "enterprise", "rule")),
        "figures": selectors.figures_of(years),
        "rules": selectors.support_rules_on(),
        "query": f"{rest.urlencode()}&" if rest else "",
        "asked": request.GET.urlencode(),
        "tabs": [
            {
                "label": str(each),
                "url": f"{url}?{rest.urlencode()}&year={each}",
                "is_current": each == year,
            }
            for each in sorted({now, now - 1, now - 2, year}, reverse=True)
        ],
    }
    return render(request, "programmes/support_list.html", context)


@require_safe
@login_required
def ledger_export(request: HttpRequest) -> FileResponse:
    """The rows that are seen, as a workbook or a text table."""
    year = _year(request)
    filterset = _asked(request, year)
    years = filterset.qs if filterset.is_valid() else filterset.queryset.none()
    return file_of(
        exports.LEDGER_COLUMNS,
        exports.ledger_rows(years.order_by("enterprise__sort_key", "enterprise", "rule")),
        title=f"{_('Support ledger')} {year}",
        name=f"so-ho-tro-{year}",
        by=str(request.user),
        is_csv=request.GET.get("format") == "csv",
        filters=words_of(filterset),
    )


def _contracts(request: HttpRequest) -> ContractFilter:
    if not request.user.is_officer:
        raise Http404
    rows = selectors.contracts_for_office(request.user)
    return ContractFilter(request.GET, queryset=rows, request=request)


@require_safe
@login_required
def contracts(request: HttpRequest) -> HttpResponse:
    """Supported contracts: those that end soon, those without papers, those with something unpaid."""
    filterset = _contracts(request)
    rows = filterset.qs if filterset.is_valid() else filterset.queryset.none()
    page = page_of(request, rows)
    acts = selectors.acts_for(page.rows, request.user)
    context = {
        "filterset": filterset,
        "page": page,
        "acts": acts,
        "asked": request.GET.urlencode(),
        "totals": selectors.totals_of_contracts(rows),
    }
    return render(request, "programmes/contracts.html", context)


@require_safe
@login_required
def contracts_export(request: HttpRequest) -> FileResponse:
    """The contracts that are seen, as a workbook or a text table."""
    filterset = _contracts(request)
    rows = filterset.qs if filterset.is_valid() else filterset.queryset.none()
    return file_of(
        exports.CONTRACT_COLUMNS,
        exports.contract_rows(rows),
        title=_("Supported contracts"),
        name="hop-dong-ho-tro",
        by=str(request.user),
        is_csv=request.GET.get("format") == "csv",
        filters=words_of(filterset),
    )


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
    found = selectors.contracts_of(enterprise)
    context = {
        "enterprise": enterprise,
        "acts": selectors.acts_for(found, request.user),
        "years": years,
        "figures": selectors.figures_of(years.filter(year=clock.today().year)),
        "contracts": found,
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


@require_POST
@login_required
def paper_add(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Keep a paper with a contract."""
    contract = get_or_404_visible(
        SupportContract.objects.select_related("support_year"), pk=contract_id
    )
    enterprise = _office_enterprise(request, contract.support_year.enterprise_id)
    form = PaperForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            services.add_paper(contract, form.cleaned_data["paper"], actor=request.user)
            messages.success(request, _("The paper is kept."))
        else:
            messages.error(request, " ".join(form.errors["paper"]))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("programmes:support", enterprise.pk)


@require_safe
@login_required
@never_cache
def paper(request: HttpRequest, document_id: int) -> FileResponse:
    """A paper of a contract, to the office and to the enterprise itself; never inside the page."""
    papers = selectors.support_documents_visible_to(request.user)
    found = get_or_404_visible(papers, pk=document_id)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=found.name)


@require_POST
@login_required
def paper_act(request: HttpRequest, document_id: int, act: str) -> HttpResponse:
    """An officer looked at a paper, or takes one away that nobody has looked at."""
    if act not in ("checked", "remove"):
        raise Http404
    papers = selectors.support_documents_visible_to(request.user)
    found = get_or_404_visible(papers, pk=document_id)
    enterprise = _office_enterprise(request, found.contract.support_year.enterprise_id)
    try:
        if act == "checked":
            services.check_paper(found, actor=request.user)
        else:
            services.remove_paper(found, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("programmes:support", enterprise.pk)
