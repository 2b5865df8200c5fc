"""The officer's listings: a list with filters, one with its history, recording what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse, render_page_or_part
from sme.marketplaces import filters, permissions, rules, selectors, services
from sme.marketplaces.forms import CorrectionForm, OfficerStateForm
from sme.marketplaces.models import Listing, ListingFact
from sme.marketplaces.selectors import verifying as looking
from sme.marketplaces.services import page_checks, verifying


@require_safe
@login_required
def listing_list(request: HttpRequest) -> HttpResponse:
    """All listings in the officer's area, filtered and sorted as the address says."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    visible = selectors.listings_visible_to(request.user)
    filterset = filters.ListingFilter(request.GET, visible, user=request.user)
    rows = filters.ordered(filterset.qs, request.GET.get("sort", ""))
    context = {"filterset": filterset, "page": page_of(request, rows)}
    return render_page_or_part(request, "marketplaces/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing: what is known of it, from when, by whom; record what became of it."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    listing = get_or_404_visible(selectors.listings_visible_to(request.user), pk=pk)
    form = OfficerStateForm(listing, request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            _record(listing, form, request)
            messages.success(request, _("Recorded. The earlier entries are kept."))
            return redirect(listing)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "listing": listing,
        "mending": selectors.mending_of(listing),
        "facts": listing.facts.select_related("recorded_by", "superseded_by"),
        "form": form,
        "crumbs": [{"label": _("Listings"), "url": reverse("marketplaces:list")}],
        "can_check": page_checks.is_on() and bool(listing.address) and not listing.is_demo,
    }
    looking.dress([listing])
    return render(request, "marketplaces/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fact_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one entry of a listing, or take it back; both ways the entry stays readable."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    visible = selectors.listings_visible_to(request.user).order_by()
    entries = ListingFact.objects.filter(listing__in=visible, superseded_by__isnull=True)
    fact = get_or_404_visible(entries.exclude(state=""), pk=pk)
    listing = visible.get(pk=fact.listing_id)
    form = CorrectionForm(
        request.POST or None, initial={"state": fact.state, "effective_on": fact.effective_on}
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            if "take_back" in request.POST:
                services.withdraw_fact(fact, actor=request.user, note=said["note"])
                messages.success(request, _("Taken back. The entry stays readable."))
            else:
                services.correct_fact(fact, actor=request.user, **said)
                messages.success(request, _("Corrected. Both entries are kept."))
            return redirect(listing)
        except RuleBroken as broken:
            refuse(form, broken)
    crumbs = [{"label": _("Listings"), "url": reverse("marketplaces:list")}]
    context = {"fact": fact, "listing": listing, "form": form, "crumbs": crumbs}
    status = 422 if form.errors else 200
    return render(request, "marketplaces/fact_correct.html", context, status=status)


def _record(listing: Listing, form: OfficerStateForm, request: HttpRequest) -> None:
    values = dict(form.cleaned_data)
    values["evidence_url"] = values["evidence_url"] or listing.address
    values.update(verifying.checked_evidence(values.pop("evidence_file")))
    services.record_state(
        listing,
        values.pop("state"),
        source=rules.Source.OFFICER,
        actor=request.user,
        **values,
    )
