"""Pages of what is owed and paid: the business pays, the office watches, the card service tells."""

import tempfile
from datetime import timedelta
from typing import Any

import segno
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import selectors as enterprises
from sme.payments import exports, forms, permissions, selectors
from sme.payments.models import Obligation, Payment, Receipt, Refund
from sme.payments.rules.wire import BadSignature
from sme.payments.services import checkout, events, obligations, receiving, refunds, stripe
from sme.programmes.models import Enrolment

LARGEST_MESSAGE = 1_000_000
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
        "payments": owed.payments.prefetch_related("receipts"),
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


# --- the office ----------------------------------------------------------------------------------------


def _office(request: HttpRequest) -> None:
    if not permissions.can_manage_payments(request.user):
        raise Http404


@require_safe
@login_required
def payment_list(request: HttpRequest) -> HttpResponse:
    """Open, overdue, unmatched, to be refunded; totals per cohort."""
    _office(request)
    words = {
        "open": _("Open"),
        "overdue": _("Overdue"),
        "unmatched": _("Not assigned"),
        "refunds": _("To be refunded"),
        "all": _("All"),
    }
    asked = request.GET.get("show", "open")
    show = asked if asked in words else "open"
    counts = selectors.counts()
    tabs = [
        {"label": label, "url": f"?show={key}", "is_current": key == show, "count": counts.get(key)}
        for key, label in words.items()
    ]
    context = {
        "show": show,
        "tabs": tabs,
        "page": page_of(request, selectors.listed(show)),
        "totals": selectors.totals(),
        "broken_messages": counts["messages"],
    }
    return render(request, "payments/list.html", context)


@require_safe
@login_required
def journal(request: HttpRequest) -> FileResponse:
    """The ledger for the accountant."""
    _office(request)
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    exports.write_journal(stream, by=str(request.user))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename="so-nhat-ky-thanh-toan.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def statement(request: HttpRequest) -> HttpResponse:
    """A bank statement comes in."""
    _office(request)
    form = forms.StatementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            done = receiving.match_statement(file, file.name, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            words = _(
                "Matched %(matched)s, to be assigned %(waiting)s, known already %(known)s, left out %(left)s."
            )
            messages.success(request, words % vars(done))
            return redirect(reverse("payments:list") + "?show=unmatched")
    return render(
        request, "payments/form.html", {"form": form, "title": _("Read a bank statement")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Ask an enterprise of a cohort for its share; with a clock where its place is kept meanwhile."""
    _office(request)
    rows = Enrolment.objects.select_related("enterprise", "cohort__programme")
    found = get_or_404_visible(rows, pk=enrolment_id)
    form = forms.AskForm(request.POST or None)
    if form.is_valid():
        clean = dict(form.cleaned_data)
        hours = clean.pop("hours")
        until = clock.now() + timedelta(hours=hours) if hours else None
        try:
            made = obligations.open_obligation(
                found.enterprise, enrolment=found, reserved_until=until, actor=request.user, **clean
            )
            return redirect(made)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "form": form,
        "title": _("Ask for a payment"),
        "who": found,
        "back": reverse("programmes:enrolment", args=[found.pk]),
    }
    return render(request, "payments/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation for the office; cash is recorded here."""
    _office(request)
    owed = get_or_404_visible(Obligation.objects.select_related("enterprise"), pk=pk)
    form = forms.CashForm(request.POST or None, initial={"amount": owed.outstanding})
    if form.is_valid():
        clean = form.cleaned_data
        try:
            receiving.record_cash(
                owed, amount=clean["amount"], key=str(clean["key"]), actor=request.user
            )
            return redirect(owed)
        except RuleBroken as broken:
            refuse(form, broken)
    payments = owed.payments.prefetch_related("receipts", "refunds")
    context = {"obligation": owed, "form": form if owed.outstanding else None, "payments": payments}
    return render(request, "payments/obligation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: assign what waits (seat), or ask that it goes back."""
    _office(request)
    payment = get_or_404_visible(Payment.objects.select_related("obligation__enterprise"), pk=pk)
    is_refund = "reason" in request.POST
    owed = payment.obligation
    assign = forms.AssignForm(
        request.POST if request.POST and not is_refund else None,
        initial={"reference": owed.reference if owed else ""},
    )
    back = forms.RefundForm(
        request.POST if is_refund else None, initial={"amount": payment.loose or payment.applied}
    )
    try:
        if is_refund and back.is_valid():
            refunds.request_refund(payment, actor=request.user, **back.cleaned_data)
            return redirect(reverse("payments:list") + "?show=refunds")
        if assign.is_valid():
            written = assign.cleaned_data["reference"].upper()
            target = Obligation.objects.filter(reference=written).first()
            if target is None:
                raise RuleBroken("unknown", _("No payment has this reference."), "reference")
            receiving.assign_payment(payment, target, actor=request.user)
            return redirect(target)
    except RuleBroken as broken:
        refuse(back if is_refund else assign, broken)
    return render(
        request, "payments/money.html", {"payment": payment, "assign": assign, "back": back}
    )


@require_POST
@login_required
def decide(request: HttpRequest, pk: int, choice: str) -> HttpResponse:
    """Approve or refuse a refund."""
    _office(request)
    acts: dict[str, Any] = {"approve": refunds.approve_refund, "refuse": refunds.refuse_refund}
    if choice not in acts:
        raise Http404
    try:
        acts[choice](get_or_404_visible(Refund.objects.all(), pk=pk), actor=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(reverse("payments:list") + "?show=refunds")


# --- the card service ----------------------------------------------------------------------------------


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """A signed message: stored, then handled; what fails while handling is kept and handled again."""
    if not stripe.is_offered():
        raise Http404
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > LARGEST_MESSAGE:
        return HttpResponse(status=413)
    try:
        event = events.store_event(request.body, request.headers.get("Stripe-Signature", ""))
    except BadSignature:
        return HttpResponse(status=400)
    events.handle_event(event)
    return HttpResponse(status=200)
