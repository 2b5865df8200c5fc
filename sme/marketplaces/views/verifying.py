"""The officer's queue of listings to look at again, its one-step acts, page checks, addresses and evidence."""

from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import files, jobs, throttle
from portal.shared.errors import RuleBroken
from portal.shared.http import (
    get_or_404_visible,
    page_of,
    refuse,
    render_page_or_part,
    safe_next,
)
from portal.shared.money import format_number
from sme.marketplaces import filters, permissions
from sme.marketplaces.forms.verifying import AddressForm, GoneForm, SeenForm
from sme.marketplaces.models import Listing, ListingFact
from sme.marketplaces.selectors import verifying as selectors
from sme.marketplaces.services import listings, page_checks, verifying

WORDS = {
    selectors.CLAIMED: gettext_lazy("Claimed, not yet seen"),
    selectors.OLD: gettext_lazy("Seen more than 90 days ago"),
    selectors.REPORTED: gettext_lazy("Reported wrong"),
    selectors.ASIDE: gettext_lazy("Set aside"),
}
CONTENT_TYPES = {
    ending: kind.content_type for kind in verifying.EVIDENCE for ending in kind.endings
}
QUARTER_HOUR = 900


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_see_figures(request.user):
        raise Http404


def _listing(request: HttpRequest, pk: int) -> Listing:
    _officers_only(request)
    found = get_or_404_visible(selectors.in_queue(request.user), pk=pk)
    selectors.dress([found])
    return found


# --- the queue --------------------------------------------------------------------------------------


@require_safe
@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Three lists, the longest waiting first; the counts are those of the lists as they are filtered."""
    _officers_only(request)
    which = request.GET.get("list", "")
    which = which if which in selectors.LISTS else selectors.CLAIMED
    wanted = filters.VerifyFilter(request.GET, selectors.in_queue(request.user), user=request.user)
    page = page_of(request, selectors.to_verify(wanted.qs, which), cap=None)
    selectors.dress(page.rows)
    context = {
        "filter": wanted,
        "which": which,
        "page": page,
        "tabs": _tabs(request, wanted, which),
        "here": request.get_full_path(),
        "can_check": page_checks.is_on(),
    }
    return render_page_or_part(request, "marketplaces/verify.html", context)


def _tabs(request: HttpRequest, wanted: filters.VerifyFilter, which: str) -> list[dict[str, Any]]:
    kept = [(k, v) for k, v in request.GET.items() if k not in ("list", "page", "count") and v]
    counted = selectors.counts(wanted.qs)
    return [
        {
            "label": label,
            "url": f"{request.path}?{urlencode([('list', name), *kept])}",
            "is_current": name == which,
            "count": format_number(counted[name]),
        }
        for name, label in WORDS.items()
    ]


def _to_queue(request: HttpRequest) -> str:
    return safe_next(request, reverse("marketplaces:verify"))


# --- looking at one ---------------------------------------------------------------------------------


def _page(request: HttpRequest, listing: Listing, **forms: Any) -> HttpResponse:
    back = _to_queue(request)
    context = {
        "listing": listing,
        "back": back,
        "next_query": urlencode({"next": back}),
        "seen_form": forms.get("seen")
        or SeenForm(initial={"state": listing.state}, auto_id="seen_%s"),
        "gone_form": forms.get("gone") or GoneForm(auto_id="gone_%s"),
        "can_check": page_checks.is_on() and bool(listing.address) and not listing.is_demo,
    }
    return render(request, "marketplaces/verify_one.html", context, status=422 if forms else 200)


@require_safe
@login_required
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing with all that helps to look at it, and the three acts with a note and a screenshot."""
    return _page(request, _listing(request, pk))


@require_POST
@login_required
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Seen today, as recorded."""
    listing = _listing(request, pk)
    form = SeenForm(request.POST, request.FILES, auto_id="seen_%s")
    if form.is_valid():
        values = form.cleaned_data
        try:
            verifying.seen(
                listing,
                state=values["state"],
                actor=request.user,
                evidence=values["evidence_file"],
                note=values["note"],
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("“%(name)s”: seen today, as recorded.") % {"name": listing})
            return redirect(_to_queue(request))
    return _page(request, listing, seen=form)


@require_POST
@login_required
def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer on sale, from a day on."""
    listing = _listing(request, pk)
    form = GoneForm(request.POST, request.FILES, auto_id="gone_%s")
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            verifying.gone(
                listing, actor=request.user, evidence=values.pop("evidence_file"), **values
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(
                request, _("“%(name)s”: no longer on sale; recorded.") % {"name": listing}
            )
            return redirect(_to_queue(request))
    return _page(request, listing, gone=form)


@require_POST
@login_required
def unclear(request: HttpRequest, pk: int) -> HttpResponse:
    """Looked, and could not tell."""
    listing = _listing(request, pk)
    verifying.cannot_tell(listing, actor=request.user)
    messages.success(
        request, _("“%(name)s” stands apart for two weeks, then it comes back.") % {"name": listing}
    )
    return redirect(_to_queue(request))


@require_POST
@login_required
def check_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the page looked at by machine, in the background."""
    listing = _listing(request, pk)
    try:
        page_checks.refuse_when_off()
        throttle.count_try("check_page", request.user.pk, most=30, seconds=QUARTER_HOUR)
        job = jobs.start(
            "marketplaces.check_page",
            actor=request.user,
            params={"listing_id": listing.pk},
            key=str(listing.pk),
            title=str(listing),
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(listing)
    return redirect(job)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a listing's address; a short link is opened first and shown, and saved only then."""
    listing = _listing(request, pk)
    form = AddressForm(request.POST or None, initial={"address": listing.address})
    leads_to = ""
    if form.is_valid():
        typed = form.cleaned_data["address"]
        try:
            if "expand" in request.POST:
                throttle.count_try("expand", request.user.pk, most=30, seconds=QUARTER_HOUR)
                leads_to = page_checks.expand(listing, address=typed, actor=request.user).address
                form = AddressForm(initial={"address": leads_to})
            else:
                listings.change_address(listing, typed, actor=request.user)
                messages.success(
                    request, _("The address is changed; the old one is in the history.")
                )
                return redirect(listing)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "listing": listing,
        "form": form,
        "leads_to": leads_to,
        "can_expand": page_checks.is_on(),
        "crumbs": [
            {"label": _("Listings"), "url": reverse("marketplaces:list")},
            {"label": str(listing.product), "url": listing.get_absolute_url()},
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/listing_address.html", context, status=status)


@require_safe
@login_required
@never_cache
def evidence(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The screenshot of an entry, to officers who see the listing."""
    _officers_only(request)
    visible = Listing.objects.visible_to(request.user).order_by()
    rows = ListingFact.objects.filter(listing__in=visible).exclude(evidence_file="")
    fact = get_or_404_visible(rows, pk=pk)
    ending = PurePath(fact.evidence_file.name or "").suffix
    content_type = CONTENT_TYPES.get(ending)
    try:
        stream = fact.evidence_file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    is_picture = content_type in {kind.content_type for kind in files.PICTURES}
    name = f"{_('evidence')}-{fact.pk}{ending}"
    answer = FileResponse(
        stream, as_attachment=not is_picture, filename=name, content_type=content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
