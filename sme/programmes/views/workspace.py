"""The officer's programmes and cohorts: list, add, change, move on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.programmes import permissions, rules, selectors, services
from sme.programmes.forms import CohortForm, CohortMoveForm, PapersForm, ProgrammeForm, RulesForm
from sme.programmes.models import Cohort, Programme, RosterFreeze
from sme.programmes.rules import CohortState


@require_safe
@login_required
def programme_list(request: HttpRequest) -> HttpResponse:
    """Programmes with the cohorts this officer may open."""
    if not request.user.is_officer:
        raise Http404
    context = {
        "programmes": selectors.programmes_with_cohorts(request.user),
        "can_manage": permissions.can_manage_programmes(request.user),
    }
    return render(request, "programmes/list.html", context)


def _managed_programme(request: HttpRequest, programme_id: int) -> Programme:
    if not permissions.can_manage_programmes(request.user):
        raise Http404
    return get_or_404_visible(Programme.objects.all(), pk=programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_add(request: HttpRequest) -> HttpResponse:
    """Add a programme."""
    if not permissions.can_manage_programmes(request.user):
        raise Http404
    form = ProgrammeForm(request.POST or None)
    if form.is_valid():
        try:
            services.create_programme(**form.values(), actor=request.user)
            return redirect("programmes:list")
        except RuleBroken as broken:
            refuse(form, broken)
    return render(request, "programmes/programme_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_edit(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Change a programme."""
    programme = _managed_programme(request, programme_id)
    form = ProgrammeForm(request.POST or None, instance=programme)
    if form.is_valid():
        try:
            services.change_programme(
                programme,
                expected_version=form.cleaned_data["version"],
                actor=request.user,
                **form.values(),
            )
            messages.success(request, _("The programme is saved."))
            return redirect("programmes:list")
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/programme_form.html", context)


def crumbs(*cohorts: Cohort) -> list[dict[str, str]]:
    """The way from the list of programmes down to these."""
    way = [{"label": _("Programmes"), "url": reverse("programmes:list")}]
    return way + [{"label": each.code, "url": each.get_absolute_url()} for each in cohorts]


def visible_cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    """The cohort if this officer may open it, else 404."""
    return get_or_404_visible(
        selectors.cohorts_visible_to(request.user).select_related("programme"), pk=cohort_id
    )


def managed_cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    """The cohort if this person may change it, else 404."""
    cohort = visible_cohort(request, cohort_id)
    if not permissions.can_manage_cohort(request.user, cohort):
        raise Http404
    return cohort


@require_safe
@login_required
def cohort_detail(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A cohort: its facts, how many stand where, who waits, and what may be done next."""
    cohort = get_or_404_visible(selectors.cohort_page(request.user), pk=cohort_id)
    can_manage = permissions.can_manage_cohort(request.user, cohort)
    context = {
        "cohort": cohort,
        "crumbs": crumbs(),
        "free": max(0, cohort.capacity - cohort.n_seated),  # type: ignore[attr-defined]  # counted
        "is_part": not selectors.is_whole_province(request.user),
        "waiting": list(selectors.waiting_list(cohort, request.user)[:10]),
        "conditions": selectors.conditions_in_words(cohort),
        "papers": selectors.papers_asked(cohort),
        "freezes": list(RosterFreeze.objects.filter(cohort=cohort))
        if selectors.is_whole_province(request.user)
        else [],
        "can_approve": permissions.can_manage_programmes(request.user),
        "can_manage": can_manage,
        "takes_in": cohort.state in rules.TAKES_IN,
        "milestones": list(selectors.milestones_of(cohort, request.user)),
        "moves": rules.moves_of(cohort.state) if can_manage else (),
        "sessions": selectors.sessions_of(cohort),
    }
    return render(request, "programmes/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cohort_add(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Plan a cohort of a programme."""
    programme = _managed_programme(request, programme_id)
    form = CohortForm(request.POST or None)
    if form.is_valid():
        try:
            cohort = services.create_cohort(
                programme=programme, actor=request.user, **form.values()
            )
            return redirect(cohort)
        except RuleBroken as broken:
            refuse(form, broken)
    return render(request, "programmes/cohort_form.html", {"form": form, "programme": programme})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cohort_edit(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Change a cohort's facts."""
    cohort = managed_cohort(request, cohort_id)
    form = CohortForm(request.POST or None, instance=cohort)
    if form.is_valid():
        try:
            services.change_cohort(
                cohort,
                expected_version=form.cleaned_data["version"],
                actor=request.user,
                **form.values(),
            )
            messages.success(request, _("The cohort is saved."))
            return redirect(cohort)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "programme": cohort.programme, "cohort": cohort}
    return render(request, "programmes/cohort_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cohort_move(request: HttpRequest, cohort_id: int, state: str) -> HttpResponse:
    """Ask, then move a cohort to another state."""
    cohort = managed_cohort(request, cohort_id)
    if state not in rules.moves_of(cohort.state) and request.method != "POST":
        raise Http404
    if state not in CohortState.values:
        raise Http404
    to = CohortState(state)
    form = CohortMoveForm(request.POST or None, cohort=cohort, to=to)
    if form.is_valid():
        try:
            services.move_cohort(
                cohort,
                to,
                actor=request.user,
                expected_version=form.cleaned_data["version"],
                reason=form.cleaned_data.get("reason", ""),
            )
            return redirect(cohort)
        except RuleBroken as broken:
            refuse(form, broken)
    return render(
        request, "programmes/cohort_move.html", {"cohort": cohort, "to": to, "form": form}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cohort_rules(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Say who may join a cohort; holds from today."""
    cohort = managed_cohort(request, cohort_id)
    form = RulesForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        services.set_rules(cohort, form.wanted(), actor=request.user)
        messages.success(request, _("Who may join is saved; it holds from today."))
        return redirect(cohort)
    context = {"form": form, "cohort": cohort, "crumbs": crumbs(cohort)}
    return render(request, "programmes/cohort_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cohort_papers(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Say which papers a cohort asks for."""
    cohort = managed_cohort(request, cohort_id)
    form = PapersForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            wanted = [services.Asked(**each) for each in form.wanted()]
            services.set_papers(cohort, wanted, actor=request.user)
            messages.success(request, _("The papers are saved."))
            return redirect(cohort)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "cohort": cohort, "crumbs": crumbs(cohort)}
    status = 422 if form.is_bound else 200
    return render(request, "programmes/cohort_papers.html", context, status=status)
