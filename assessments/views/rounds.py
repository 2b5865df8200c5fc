"""Rounds and campaigns for officers: the list, planning, and who has not answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import exports, permissions, selectors, services
from assessments.filters import AskedFilter
from assessments.forms import DaysForm, RoundForm
from assessments.models import Campaign
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises.models import Enterprise
from sme.programmes.views.files import file_of, words_of


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Every round that an officer may see, with how many answered."""
    if not permissions.can_list(request.user):
        raise Http404
    page = page_of(request, selectors.campaigns(request.user))
    context = {"page": page, "can_plan": permissions.can_plan_rounds(request.user)}
    return render(request, "assessments/campaigns.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """A new round or campaign."""
    if not permissions.can_plan_rounds(request.user):
        raise Http404
    form = RoundForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            made = services.plan_round(**form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(
                request, _("Planned. Reminders go out from the day after its first day.")
            )
            return redirect(made)
    context = {"form": form}
    return render(
        request, "assessments/campaign_form.html", context, status=422 if form.is_bound else 200
    )


def _asked(request: HttpRequest, pk: int) -> tuple[Campaign, AskedFilter]:
    if not permissions.can_list(request.user):
        raise Http404
    campaign = get_or_404_visible(selectors.campaigns(request.user), pk=pk)
    seen = Enterprise.objects.visible_to(request.user).order_by().values("pk")
    asked = selectors.asked_in(campaign).filter(pk__in=seen).select_related("place")
    rows = selectors.with_answers(campaign, asked).order_by("sort_key", "pk")
    return campaign, AskedFilter(request.GET, queryset=rows, user=request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked, who has answered, who was reminded; its days may be changed."""
    campaign, wanted = _asked(request, pk)
    can_plan = permissions.can_plan_rounds(request.user)
    if request.method == "POST" and not can_plan:
        raise Http404
    days = {"opens_on": campaign.opens_on, "closes_on": campaign.closes_on}
    form = DaysForm(request.POST if request.method == "POST" else None, initial=days)
    if form.is_valid():
        try:
            services.change_days(campaign, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Saved."))
            return redirect(campaign)
    asked, answered = selectors.progress_of(campaign, request.user)
    context: dict[str, Any] = {
        "campaign": campaign,
        "filter": wanted,
        "page": page_of(request, wanted.found()),
        "stats": _stats(campaign, asked, answered),
        "form": form if can_plan else None,
    }
    return render(
        request, "assessments/campaign.html", context, status=422 if form.is_bound else 200
    )


def _stats(campaign: Campaign, asked: int, answered: int) -> list[dict[str, Any]]:
    here = reverse("assessments:campaign", args=[campaign.pk])
    return [
        {"label": _("Asked"), "value": asked, "url": here},
        {"label": _("Answered"), "value": answered, "url": f"{here}?answered=yes"},
        {"label": _("Not answered"), "value": asked - answered, "url": f"{here}?answered=no"},
    ]


@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that are seen, as a workbook or a text table."""
    campaign, wanted = _asked(request, pk)
    return file_of(
        exports.ASKED_COLUMNS,
        exports.asked_rows(wanted.found()),
        title=str(campaign),
        name=f"dot-danh-gia-{campaign.pk}",
        by=str(request.user),
        is_csv=request.GET.get("format") == "csv",
        filters=words_of(wanted),
    )
