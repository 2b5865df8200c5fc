"""Pages of the office: what is open, what came, what goes back."""

import tempfile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.payments import exports, forms, permissions, selectors
from sme.payments.models import Obligation, Payment, Refund
from sme.payments.services import obligations, places, receiving, refunds


def only_office(request: HttpRequest) -> None:
    """Nobody else learns that the page exists."""
    if not permissions.can_manage_payments(request.user):
        raise Http404


@require_safe
@login_required
def payment_list(request: HttpRequest) -> HttpResponse:
    """Open, overdue, unmatched, to be refunded; totals per cohort."""
    only_office(request)
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
    only_office(request)
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    exports.write_journal(stream, by=str(request.user))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename="so-nhat-ky-thanh-toan.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation for the office; cash is recorded here."""
    only_office(request)
    owed = get_or_404_visible(
        Obligation.objects.select_related("enterprise", "contract", "enrolment__cohort"), pk=pk
    )
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


@require_POST
@login_required
def obligation_act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Give up what is still to be paid, or ask for it again."""
    only_office(request)
    acts: dict[str, Any] = {
        "close": obligations.close_obligation,
        "reopen": places.seat_again,
    }
    if what not in acts:
        raise Http404
    owed = get_or_404_visible(Obligation.objects.all(), pk=pk)
    try:
        acts[what](owed, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(owed)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: assign what waits (seat), or ask that it goes back."""
    only_office(request)
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
            target = selectors.by_reference(assign.cleaned_data["reference"])
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
    only_office(request)
    acts: dict[str, Any] = {"approve": refunds.approve_refund, "refuse": refunds.refuse_refund}
    if choice not in acts:
        raise Http404
    try:
        acts[choice](get_or_404_visible(Refund.objects.all(), pk=pk), actor=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(reverse("payments:list") + "?show=refunds")
