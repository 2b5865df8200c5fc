"""Pages of whoever pays: what is owed and why, the ways to pay, the receipt."""

import segno
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible
from sme.enterprises import selectors as enterprises
from sme.payments import exports, permissions, selectors
from sme.payments.models import Obligation, Receipt
from sme.payments.services import checkout, stripe

# The form leads to the card service, which a strict policy would stop.
TO_CARD_SERVICE = {"form-action": ["https://checkout.stripe.com"]}
if settings.STRIPE_API_BASE.startswith("http://127.0.0.1:"):
    TO_CARD_SERVICE["form-action"].append(settings.STRIPE_API_BASE)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the enterprise a person acts for owes, and what it has paid."""
    who = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    context = {"enterprise": who, "obligations": selectors.owed_by(who) if who else []}
    return render(request, "payments/mine.html", context)


def _own(request: HttpRequest, pk: int) -> Obligation:
    rows = Obligation.objects.visible_to(request.user).select_related("enterprise")
    found = get_or_404_visible(rows, pk=pk)
    if not permissions.can_pay(request.user, found):
        raise Http404
    return found


@require_safe
@login_required
@csp_update(TO_CARD_SERVICE)  # type: ignore[arg-type]
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation: why, until when, and the ways to pay it."""
    owed = _own(request, pk)
    code = selectors.transfer_code(owed)
    picture = segno.make(code, error="m").svg_data_uri(scale=5, light="#fff") if code else ""
    context = {
        "obligation": owed,
        "has_card": stripe.is_offered() and bool(owed.outstanding),
        "picture": picture,
        "account": settings.BANK_ACCOUNT,
        "holder": settings.BANK_ACCOUNT_NAME,
        "payments": owed.payments.prefetch_related("receipts", "refunds"),
    }
    return render(request, "payments/pay.html", context)


@require_POST
@login_required
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Off to the card service's page."""
    owed = _own(request, pk)
    back = settings.BASE_URL + reverse("payments:pay", args=[owed.pk])
    try:
        return redirect(checkout.start_checkout(owed, back=back, actor=request.user).url)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
        return redirect("payments:pay", owed.pk)


@require_safe
@login_required
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt as PDF, for its enterprise and the office."""
    found = get_or_404_visible(
        Receipt.objects.select_related("payment__obligation__enterprise"), pk=pk
    )
    if not permissions.can_manage_payments(request.user):
        _own(request, found.payment.obligation_id or 0)
    answer = HttpResponse(exports.receipt_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found}.pdf"'
    return answer
