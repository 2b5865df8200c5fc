"""The officers' pages: list, record, entering, editing, verifying."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.privacy import services as looks
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, is_htmx, page_of, refuse, render_page_or_part
from sme.enterprises import panels, permissions, selectors, services
from sme.enterprises.filters import EnterpriseFilter
from sme.enterprises.forms import RecordForm
from sme.enterprises.models import Enterprise, EnterpriseQuerySet
from sme.enterprises.rules.quality import CHECKS
from sme.enterprises.views import warning
from sme.enterprises.views.editing import save_record
from sme.places import selectors as places

SHORT, LONG = 8, 200  # entries of the audit trail: at first, and when asked for all


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_list(request.user):
        raise Http404


def _visible(
    request: HttpRequest, pk: int, queryset: EnterpriseQuerySet | None = None
) -> Enterprise:
    """A record that this officer may see, else 404."""
    _officers_only(request)
    base = Enterprise.objects.all() if queryset is None else queryset
    return get_or_404_visible(base.visible_to(request.user), pk=pk)


def _filtered(request: HttpRequest) -> EnterpriseFilter:
    return EnterpriseFilter(
        request.GET, queryset=selectors.in_list(request.user), user=request.user
    )


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Enterprises that an officer may see, narrowed and sorted."""
    _officers_only(request)
    wanted = _filtered(request)
    page = page_of(request, wanted.found())
    context = {
        "filter": wanted,
        "page": page,
        "query": request.GET.urlencode(),
        "today": places.present_names(each.place for each in page),
        "is_filtered": bool(wanted.in_words()),
    }
    return render_page_or_part(request, "enterprises/list.html", context)


@login_required
@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One record with its whole story; the address of one that was merged leads to the one that was kept."""
    try:
        enterprise = _visible(request, pk, selectors.full(Enterprise.objects.all()))
    except Http404:
        kept = selectors.standing_for(pk)
        if kept is None or not permissions.is_responsible_officer(request.user, kept):
            raise
        return redirect(kept)
    if request.user.is_officer:
        looks.note_look(request.user, "enterprises.page", "enterprise", enterprise.pk)
    is_whole = request.GET.get("whole") == "1"
    context = _whole_story(request.user, enterprise, is_whole)
    limit = LONG if request.GET.get("history") == "all" else SHORT
    entries = audit.history(enterprise, limit + 1)
    context |= {"history": entries[:limit], "has_more_history": len(entries) > limit == SHORT}
    return render(request, "enterprises/detail.html", context)


@login_required
@require_safe
@never_cache
def part(request: HttpRequest, pk: int, anchor: str) -> HttpResponse:
    """One part of the page, fetched when the reader comes to it; without scripts the whole page at that part."""
    enterprise = _visible(request, pk, selectors.full(Enterprise.objects.all()))
    if not is_htmx(request):
        return redirect(f"{enterprise.get_absolute_url()}?whole=1#{anchor}")
    permissions.remember_role(request.user, enterprise)
    context: dict[str, Any] = {"enterprise": enterprise}
    if anchor == DUE:
        context["due"] = _due(request.user, enterprise)
        return render(request, "enterprises/_due.html", context)
    context["panel"] = panels.one_for(enterprise, request.user, anchor)
    if context["panel"] is None:
        return HttpResponse()
    return render(request, "enterprises/_panel.html", context)


DUE = "due"


def _due(user: Any, enterprise: Enterprise) -> list[panels.Due]:
    return [*_findings_due(enterprise), *panels.due_for(enterprise, user)]


def _whole_story(user: Any, enterprise: Enterprise, is_whole: bool) -> dict[str, Any]:
    """Who they are, what is due, where they stand, what they sell, what they got, and how it came to be."""
    permissions.remember_role(user, enterprise)
    shown = panels.load_for(enterprise, user, whole=is_whole)
    parts = [(f"#{DUE}", _("What is due"))]
    parts += [("#details", _("General details"))]
    parts += [(f"#{each.anchor}", each.title) for each in shown if each.anchor]
    parts += [("#story", _("Story of the business")), ("#people", _("People"))]
    return {
        "enterprise": enterprise,
        "size": selectors.size_of(enterprise),
        "today": places.present_names([enterprise.place]),
        "panels": shown,
        "is_whole": is_whole,
        "due": _due(user, enterprise) if is_whole else None,
        "parts": [{"url": url, "label": label} for url, label in parts],
        "story": selectors.story_of(
            enterprise, lambda other: permissions.is_responsible_officer(user, other)
        ),
        "is_office": permissions.is_responsible_officer(user, enterprise),
        "can_edit": permissions.can_edit(user, enterprise),
        "can_verify": permissions.can_verify(user, enterprise) and enterprise.state == "new",
        "sees_numbers": permissions.can_see_personal_numbers(user, enterprise),
        "printed_at": clock.now(),
    }


def _findings_due(enterprise: Enterprise) -> list[panels.Due]:
    """What the checks of the data found here."""
    return [
        panels.Due(
            CHECKS[each.check_key].said(each.detail),
            reverse("enterprises:finding", args=[each.pk]),
        )
        for each in enterprise.findings.open().order_by("grade", "pk")
        if each.check_key in CHECKS
    ]


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a record; a stale form is told so and overwrites nothing."""
    enterprise = _visible(request, pk)
    if not permissions.can_edit(request.user, enterprise):
        raise Http404
    is_office = permissions.is_responsible_officer(request.user, enterprise)
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        enterprise=enterprise,
        is_office=is_office,
    )
    if request.method == "POST" and save_record(form, actor=request.user):
        messages.success(request, _("Saved."))
        return redirect(enterprise)
    context = {"form": form, "enterprise": enterprise}
    return render(request, "enterprises/edit.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Enter an enterprise on its behalf."""
    if not permissions.can_register_for_others(request.user):
        raise Http404
    form = RecordForm(request.POST if request.method == "POST" else None, is_office=True)
    alike: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        contacts = [form.contact()] if form.contact()["name"] else []
        values = {**form.own_values(), "identifiers": form.given_identifiers()}
        alike = warning.of_look_alikes(request, {**values, "contacts": contacts})
    if request.method == "POST" and form.is_valid() and not alike:
        try:
            enterprise = services.register(
                **values,
                contacts=contacts,
                actor=request.user,
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            services.look_at(enterprise)
            return _after_adding(request, enterprise)
    return render(request, "enterprises/add.html", {"form": form, **alike})


def _after_adding(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """To the new record, or to the list when it lies outside the officer's own area."""
    messages.success(request, _("%(name)s is in the registry now.") % {"name": enterprise.name})
    if permissions.can_view(request.user, enterprise):
        return redirect(enterprise)
    return redirect("enterprises:list")


@login_required
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the record was checked, in the version that the officer has read."""
    enterprise = _visible(request, pk)
    if not permissions.can_verify(request.user, enterprise):
        raise Http404
    version = request.POST.get("version", "")
    try:
        services.verify(
            enterprise,
            actor=request.user,
            expected_version=int(version) if version.isascii() and version.isdigit() else 0,
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, _("The record is verified."))
    return redirect(enterprise)
