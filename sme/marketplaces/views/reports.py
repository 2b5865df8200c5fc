"""Reports that a product's listing is wrong: the public's form, the officer's answer."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse, safe_next
from sme.marketplaces import permissions
from sme.marketplaces.forms.verifying import WrongForm
from sme.marketplaces.models import Listing, Product, WrongReport
from sme.marketplaces.selectors import verifying as selectors
from sme.marketplaces.services import reports


def _who(request: HttpRequest) -> str:
    """A key of the visitor for counting: the address's fingerprint, which is kept nowhere else."""
    if request.user.is_authenticated:
        return f"user-{request.user.pk}"
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    return salted_hmac("reports.who", str(address)).hexdigest()[:32]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something about where a public product is sold is wrong; no name is asked for."""
    rows = Product.objects.in_directory(clock.today()).select_related("enterprise")
    product = get_or_404_visible(rows, pk=pk)
    form = WrongForm(selectors.reportable(product), request.POST or None)
    if form.is_valid():
        user = request.user if request.user.is_authenticated else None
        try:
            reports.report_wrong(
                form.chosen, form.cleaned_data["note"], who=_who(request), user=user
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            # Said on this page: the product's own is kept whole for visitors and shows no messages.
            return redirect(f"{request.path}?sent=1")
    context = {
        "product": product,
        "form": form,
        "back": product.get_public_url(),
        "is_sent": "sent" in request.GET and not form.is_bound,
    }
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/report.html", context, status=status)


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a report was right."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    visible = Listing.objects.visible_to(request.user).order_by()
    rows = WrongReport.objects.filter(listing__in=visible).select_related("listing")
    found = get_or_404_visible(rows, pk=pk)
    try:
        reports.decide(found, request.POST.get("state", ""), actor=request.user)
        messages.success(request, _("The report is answered."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    fallback = reverse("marketplaces:detail", args=[found.listing_id])
    return redirect(safe_next(request, fallback))
