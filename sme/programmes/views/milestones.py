"""A cohort's milestones: the list with its days, and who has done one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.programmes import permissions, selectors, services
from sme.programmes.forms import CopyForm, DoneForm, MilestoneForm
from sme.programmes.models import Cohort, Milestone
from sme.programmes.views.workspace import crumbs, visible_cohort


def _address(cohort: Cohort) -> str:
    return reverse("programmes:milestones", args=[cohort.pk])


def _crumbs(cohort: Cohort) -> list[dict[str, Any]]:
    return [*crumbs(cohort), {"label": _("Milestones"), "url": _address(cohort)}]


def _visible(request: HttpRequest, milestone_id: int) -> Milestone:
    cohorts = selectors.cohorts_visible_to(request.user)
    rows = Milestone.objects.filter(cohort__in=cohorts).select_related("cohort__programme")
    return get_or_404_visible(rows, pk=milestone_id)


def _managed(request: HttpRequest, milestone_id: int) -> Milestone:
    found = _visible(request, milestone_id)
    if not permissions.can_manage_cohort(request.user, found.cohort):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestones(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The list of a cohort; who runs it adds to it, or takes over another cohort's."""
    cohort = visible_cohort(request, cohort_id)
    can_manage = permissions.can_manage_cohort(request.user, cohort)
    if request.method == "POST" and not can_manage:
        raise Http404
    is_copy = request.method == "POST" and "source" in request.POST
    is_new = request.method == "POST" and not is_copy
    form = MilestoneForm(request.POST if is_new else None)
    copy = CopyForm(request.POST if is_copy else None, user=request.user, cohort=cohort)
    sent = copy if is_copy else form
    if sent.is_valid():
        try:
            messages.success(request, _saved(request, cohort, sent))
            return redirect(_address(cohort))
        except RuleBroken as broken:
            refuse(sent, broken)
    context = {
        "cohort": cohort,
        "crumbs": crumbs(cohort),
        "milestones": list(selectors.milestones_of(cohort, request.user)),
        "form": form,
        "copy_form": copy if copy.fields["source"].queryset.exists() else None,  # type: ignore[attr-defined]
        "can_manage": can_manage,
    }
    return render(request, "programmes/milestones.html", context)


def _saved(request: HttpRequest, cohort: Cohort, form: MilestoneForm | CopyForm) -> str:
    if isinstance(form, MilestoneForm):
        services.add_milestone(cohort, **form.values(), actor=request.user)
        return _("The milestone is on the list of everybody who has a place.")
    source = form.cleaned_data["source"]
    count = services.copy_milestones(source, cohort, actor=request.user)
    return _("%(count)d milestones were taken over, their days moved with the first day.") % {
        "count": count
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestone(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Who has done a milestone: ticked and saved as a whole."""
    found = _visible(request, milestone_id)
    rows = list(selectors.reached_of(found, request.user))
    form = DoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        among = {each.enrolment_id for each in rows}
        ticked = {int(pk) for pk in request.POST.getlist("done") if pk.isdecimal() and len(pk) < 19}
        try:
            added, gone = services.write_milestone(
                found,
                ticked & among,
                among=among,
                done_on=form.cleaned_data["done_on"],
                actor=request.user,
            )
            words = _("Saved: %(added)d added, %(gone)d taken off.")
            messages.success(request, words % {"added": added, "gone": gone})
            return redirect("programmes:milestone", found.pk)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "milestone": found,
        "rows": rows,
        "n_done": sum(each.done_on is not None for each in rows),
        "form": form,
        "crumbs": _crumbs(found.cohort),
        "can_manage": permissions.can_manage_cohort(request.user, found.cohort),
    }
    return render(request, "programmes/milestone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestone_edit(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Change its words or its day."""
    found = _managed(request, milestone_id)
    form = MilestoneForm(request.POST or None, milestone=found)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_milestone(
                found, expected_version=version, actor=request.user, **form.values()
            )
            messages.success(request, _("The milestone is saved."))
            return redirect(_address(found.cohort))
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "form": form,
        "milestone": found,
        "cohort": found.cohort,
        "crumbs": _crumbs(found.cohort),
    }
    return render(request, "programmes/milestone_form.html", context)


@require_POST
@login_required
def milestone_remove(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Take it off the list while nobody has done it."""
    found = _managed(request, milestone_id)
    try:
        services.remove_milestone(found, actor=request.user)
        messages.success(request, _("The milestone is off the list."))
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(_address(found.cohort))
