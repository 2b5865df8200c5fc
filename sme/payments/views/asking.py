"""Pages on which the office asks for money: of an enrolment, of a supported contract, of everybody in a cohort."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.payments import forms, selectors
from sme.payments.models import CohortPrice
from sme.payments.services import obligations, places
from sme.payments.views.office import only_office
from sme.programmes.models import Cohort, Enrolment, SupportContract


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Ask an enterprise of a cohort for its share; with a clock where its place is kept meanwhile."""
    only_office(request)
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
        "kicker": f"{found.enterprise.name} · {found.cohort.code}",
        "back": reverse("programmes:enrolment", args=[found.pk]),
    }
    return render(request, "payments/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_share(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Ask an enterprise for its own share of a supported contract."""
    only_office(request)
    rows = SupportContract.objects.select_related("support_year__enterprise")
    contract = get_or_404_visible(rows, pk=contract_id)
    who = contract.support_year.enterprise
    words = {"number": contract.number, "supplier": contract.supplier}
    purpose = f"Phần tự trả, hợp đồng {words['number']} {words['supplier']}".replace("  ", " ")
    initial = {"purpose_vi": purpose[:200], "amount": contract.own_share}
    form = forms.OwnShareForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = obligations.ask_own_share(contract, actor=request.user, **form.cleaned_data)
            return redirect(made)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "form": form,
        "title": _("Ask for the own share"),
        "kicker": f"{who.name} · {contract.supplier}",
        "contract": contract,
        "back": reverse("programmes:support", args=[who.pk]),
    }
    return render(request, "payments/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def price(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """What everybody pays who gets a place in a cohort."""
    only_office(request)
    cohort = get_or_404_visible(Cohort.objects.select_related("programme"), pk=cohort_id)
    known = CohortPrice.objects.filter(cohort=cohort).first()
    form = forms.PriceForm(request.POST or None, instance=known)
    if form.is_valid():
        try:
            places.set_price(cohort, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Kept. Whoever gets a place from now on is asked."))
            return redirect("payments:price", cohort.pk)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "form": form,
        "cohort": cohort,
        "price": known,
        "unasked": selectors.unasked(cohort).count() if known else 0,
        "back": cohort.get_absolute_url(),
    }
    return render(request, "payments/price.html", context)


@require_POST
@login_required
def price_act(request: HttpRequest, cohort_id: int, what: str) -> HttpResponse:
    """Ask those who have a place and were not asked yet, or ask nobody any more."""
    only_office(request)
    cohort = get_or_404_visible(Cohort.objects.all(), pk=cohort_id)
    try:
        if what == "ask":
            n = places.ask_unasked(cohort, actor=request.user)
            words = ngettext("%(n)d enterprise was asked.", "%(n)d enterprises were asked.", n)
            messages.success(request, words % {"n": n})
        else:
            places.drop_price(cohort, actor=request.user)
            messages.success(request, _("Nobody is asked any more. What was asked for stays."))
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect("payments:price", cohort.pk)
