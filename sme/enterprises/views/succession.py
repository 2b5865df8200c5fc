"""The life of a record: closing, reopening, what it went on as, and who is in charge of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from portal.shared.money import format_number
from sme.enterprises import permissions, selectors, services
from sme.enterprises.filters import EnterpriseFilter
from sme.enterprises.forms import ChargeForm, ClosingForm, SuccessionForm
from sme.enterprises.models import Enterprise, Lineage

MOST_AT_ONCE = 5_000


def _theirs(request: HttpRequest, pk: int) -> Enterprise:
    """A record for which this officer answers, else 404."""
    found = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=pk)
    if not permissions.is_responsible_officer(request.user, found):
        raise Http404
    return found


def _page(
    request: HttpRequest, name: str, enterprise: Enterprise, form: forms.Form, **more: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"enterprise": enterprise, "form": form, **more}
    return render(request, f"enterprises/succession/{name}.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """It gave up business."""
    enterprise = _theirs(request, pk)
    form = ClosingForm(request.POST or None, initial={"version": enterprise.version})
    if form.is_bound and form.is_valid():
        try:
            services.close(
                enterprise,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                expected_version=form.cleaned_data["version"] or 0,
                actor=request.user,
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The record is closed. You can reopen it at any time."))
            return redirect(enterprise)
    return _page(request, "close", enterprise, form)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It is in business after all."""
    enterprise = _theirs(request, pk)
    try:
        services.reopen(enterprise, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, _("The record is open again and waits to be checked."))
    return redirect(enterprise)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """What it went on as, or to which one it belongs."""
    enterprise = _theirs(request, pk)
    among = selectors.in_list(request.user)
    form = SuccessionForm(request.POST or None, enterprise=enterprise, among=among)
    if form.is_bound and form.is_valid():
        try:
            services.succeed(**form.act(), actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Recorded on both records."))
            return redirect(enterprise)
    return _page(request, "succeed", enterprise, form)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int, lineage: int) -> HttpResponse:
    """The succession was recorded by mistake."""
    enterprise = _theirs(request, pk)
    rows = Lineage.objects.filter(predecessor=enterprise) | Lineage.objects.filter(
        successor=enterprise
    )
    services.undo_succession(get_or_404_visible(rows, pk=lineage), actor=request.user)
    messages.success(
        request, _("Taken back. If it had closed a record, that one stays closed until reopened.")
    )
    return redirect(enterprise)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in charge of one record."""
    enterprise = _theirs(request, pk)
    form = ChargeForm(request.POST or None, initial={"officer": enterprise.responsible_id})
    if request.method == "POST":
        form = ChargeForm(request.POST)
        if form.is_valid() and _assigned(request, form, [enterprise]) is not None:
            messages.success(request, _("Saved."))
            return redirect(enterprise)
    return _page(request, "assign", enterprise, form)


def _assigned(request: HttpRequest, form: ChargeForm, rows: Any) -> int | None:
    """How many changed hands; ``None`` when the service refuses (the form then says why)."""
    try:
        return services.assign(rows, form.cleaned_data["officer"], actor=request.user)
    except RuleBroken as broken:
        refuse(form, broken)
        return None


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def assign_many(request: HttpRequest) -> HttpResponse:
    """Put all records of a filtered list into one officer's charge."""
    if not permissions.can_list(request.user):
        raise Http404
    wanted = EnterpriseFilter(
        request.GET, queryset=Enterprise.objects.visible_to(request.user), user=request.user
    )
    rows = wanted.found()
    count = rows.order_by().count()
    form = ChargeForm(request.POST) if request.method == "POST" else ChargeForm()
    if form.is_bound and form.is_valid() and count <= MOST_AT_ONCE:
        moved = _assigned(request, form, rows)
        if moved is not None:
            words = ngettext(
                "%(n)s record changed hands.", "%(n)s records changed hands.", moved
            ) % {"n": format_number(moved)}
            messages.success(request, words)
            return redirect(f"{reverse('enterprises:list')}?{request.GET.urlencode()}")
    context = {
        "form": form,
        "count": count,
        "is_too_many": count > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "words": wanted.in_words(),
        "query": request.GET.urlencode(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "enterprises/succession/assign_many.html", context, status=status)
