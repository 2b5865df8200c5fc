"""Following an enterprise in a cohort: its whole file on one page, the acts on it, and the lists of what is due."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import selectors as enterprises
from sme.programmes import permissions, rules, selectors, services
from sme.programmes.filters import MilestoneFilter, TaskFilter
from sme.programmes.forms import (
    DoneForm,
    EnrolmentForm,
    LeaveForm,
    NoteForm,
    OutcomeForm,
    TaskForm,
    TaskMoveForm,
    TimeForm,
)
from sme.programmes.models import Cohort, Enrolment, Reached, Task
from sme.programmes.rules import ENDED, EnrolmentState
from sme.programmes.views.workspace import crumbs

Bound = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """One enterprise in one cohort: all that is known, what may follow, and the acts (``act`` names which)."""
    found = get_or_404_visible(selectors.enrolments_visible_to(request.user), pk=enrolment_id)
    if request.method != "POST":
        return _page(request, found, {})
    act = request.POST.get("act", "change")
    if act not in ACTS or not permissions.can_change_enrolment(request.user, found):
        raise Http404
    people = list(selectors.officers_for(found)) if act == "task" else []
    form = _forms(request, found, people, act)[act]
    if form.is_valid():
        try:
            said = ACTS[act](request, found, form.cleaned_data)
            messages.success(request, said)
            return redirect(found)
        except RuleBroken as broken:
            refuse(form, broken)
    return _page(request, found, {act: form})


def _forms(
    request: HttpRequest, found: Enrolment, people: list[User], act: str = ""
) -> dict[str, Any]:
    """The forms of the page; the one that was sent (``act``) holds what was typed."""

    def given(name: str) -> dict[str, Any]:
        is_sent = name == act and request.method == "POST"
        own = {} if name == "change" else {"auto_id": f"id_{name}_%s"}
        return {"data": request.POST if is_sent else None, **own}

    return {
        "change": EnrolmentForm(**given("change"), enrolment=found),
        "task": TaskForm(**given("task"), enrolment=found, user=request.user, people=people),
        "note": NoteForm(**given("note")),
        "outcome": OutcomeForm(**given("outcome"), enrolment=found),
        "leave": LeaveForm(**given("leave"), enrolment=found),
    }


def _change(request: HttpRequest, found: Enrolment, clean: dict[str, Any]) -> str:
    services.change_enrolment(
        found,
        expected_version=clean["version"],
        actor=request.user,
        state=clean["state"],
        reason=clean["reason"],
        note=clean["note"],
        in_order=True,
    )
    return _("The enrolment is saved.")


def _task(request: HttpRequest, found: Enrolment, clean: dict[str, Any]) -> str:
    services.add_task(
        found,
        text_said=clean["text"],
        due_on=clean["due_on"],
        officer=clean["officer"],
        actor=request.user,
    )
    return _("The task is written down.")


def _note(request: HttpRequest, found: Enrolment, clean: dict[str, Any]) -> str:
    services.add_note(found, said=clean["said"], actor=request.user)
    return _("The note is written down.")


def _outcome(request: HttpRequest, found: Enrolment, clean: dict[str, Any]) -> str:
    services.record_outcome(
        found,
        clean["outcome"],
        said=clean["said"],
        expected_version=clean["version"],
        actor=request.user,
    )
    return _("The outcome is written down.")


def _leave(request: HttpRequest, found: Enrolment, clean: dict[str, Any]) -> str:
    departure = services.drop_out(
        found,
        why=clean["why"],
        reason=clean["reason"],
        actor=request.user,
        expected_version=clean["version"],
        gives_place=bool(clean.get("gives_place")),
    )
    if departure.why_nobody:
        messages.warning(
            request, _("The place stays free: %(why)s") % {"why": departure.why_nobody}
        )
    if departure.next_one:
        return _given_words(departure.next_one)
    return _("It no longer takes part. Those who act for it are told by mail.")


ACTS = {
    "change": _change,
    "task": _task,
    "note": _note,
    "outcome": _outcome,
    "leave": _leave,
}


def _given_words(first: Enrolment) -> str:
    if first.state == EnrolmentState.WAITING:
        words = _("The place for %(name)s is proposed. Another officer decides.")
    else:
        words = _(
            "The place went to %(name)s, who has waited longest. The business is told by mail."
        )
    return words % {"name": first.enterprise.name}


def _page(request: HttpRequest, found: Enrolment, bound: Bound) -> HttpResponse:
    """The page; ``bound`` holds a form that was refused, by its name."""
    can_change = permissions.can_change_enrolment(request.user, found)
    shown = selectors.file_of(found)
    people = list(selectors.officers_for(found)) if can_change else []
    forms = {**_forms(request, found, people), **bound}
    applied = selectors.applications_for_office(request.user).filter(
        enterprise=found.enterprise_id, cohort=found.cohort_id
    )
    context = {
        **shown,
        "milestones": [_milestone(each, bound) for each in shown["milestones"]],
        "tasks": [_told_task(each, people, bound) for each in shown["tasks"]],
        "enrolment": found,
        "enterprise": found.enterprise,
        "cohort": found.cohort,
        "application": applied.order_by("-pk").first(),
        "years": selectors.support_panel(found.enterprise, request.user)["years"],
        "crumbs": [
            *crumbs(found.cohort),
            {"label": _("Roster"), "url": reverse("rosters:cohort", args=[found.cohort_id])},
        ],
        "form": forms["change"],
        "forms": forms,
        "opened": next(iter(bound), ""),
        "can_change": can_change,
        "can_leave": can_change and found.state not in ENDED,
        "can_follow": can_change and found.state in rules.SEATED,
        "can_ask_payment": permissions.can_manage_programmes(request.user),
    }
    return render(request, "programmes/enrolment.html", context)


def _milestone(row: Reached, bound: Bound) -> dict[str, Any]:
    done, time = f"done-{row.pk}", f"time-{row.pk}"
    return {
        "row": row,
        "done_form": bound.get(done) or DoneForm(auto_id=f"id_{done}_%s"),
        "time_form": bound.get(time) or TimeForm(auto_id=f"id_{time}_%s"),
        "is_open": time in bound,
    }


def _told_task(row: Task, people: list[User], bound: Bound) -> dict[str, Any]:
    move = f"move-{row.pk}"
    given = {"task": row, "people": people, "auto_id": f"id_{move}_%s"}
    return {
        "task": row,
        "move_form": bound.get(move) or (TaskMoveForm(**given) if row.done_at is None else None),
        "is_open": move in bound,
    }


@require_POST
@login_required
def milestone_act(request: HttpRequest, reached_id: int, act: str) -> HttpResponse:
    """Of one enterprise's milestone: done on a day, not done after all, more time."""
    row = get_or_404_visible(selectors.milestones_for_office(request.user), pk=reached_id)
    found = get_or_404_visible(selectors.enrolments_visible_to(request.user), pk=row.enrolment_id)
    if act not in ("done", "open", "time") or not permissions.can_change_enrolment(
        request.user, found
    ):
        raise Http404
    back = f"{found.get_absolute_url()}#milestones"
    if act == "open":
        services.mark_open(row, actor=request.user)
        return redirect(back)
    kind = DoneForm if act == "done" else TimeForm
    form = kind(request.POST, auto_id=f"id_{act}-{row.pk}_%s")
    if form.is_valid():
        save = services.mark_done if act == "done" else services.give_time
        try:
            save(row, **form.cleaned_data, actor=request.user)
            return redirect(back)
        except RuleBroken as broken:
            refuse(form, broken)
    return _page(request, found, {f"{act}-{row.pk}": form})


@require_POST
@login_required
def task_act(request: HttpRequest, task_id: int, act: str) -> HttpResponse:
    """A task is done, open again, or moved; back to where it was pressed."""
    acts = {"done": services.finish_task, "again": services.reopen_task}
    row = get_or_404_visible(selectors.tasks_for_office(request.user), pk=task_id)
    if act not in (*acts, "move") or not permissions.can_change_enrolment(
        request.user, row.enrolment
    ):
        raise Http404
    if act == "move":
        return _move(request, row)
    acts[act](row, actor=request.user)
    if request.POST.get("from") == "list":
        return redirect(f"{reverse('programmes:tasks')}?whose=mine&due=now")
    return redirect(f"{row.enrolment.get_absolute_url()}#tasks")


def _move(request: HttpRequest, row: Task) -> HttpResponse:
    found = get_or_404_visible(selectors.enrolments_visible_to(request.user), pk=row.enrolment_id)
    people = list(selectors.officers_for(found))
    form = TaskMoveForm(request.POST, task=row, people=people, auto_id=f"id_move-{row.pk}_%s")
    if form.is_valid():
        try:
            services.move_task(row, **form.cleaned_data, actor=request.user)
            return redirect(f"{found.get_absolute_url()}#tasks")
        except RuleBroken as broken:
            refuse(form, broken)
    return _page(request, found, {f"move-{row.pk}": form})


# --- lists ----------------------------------------------------------------------------------------


@require_safe
@login_required
def milestone_list(request: HttpRequest) -> HttpResponse:
    """Milestones of enterprises of the officer's area: late, near, done."""
    if not request.user.is_officer:
        raise Http404
    rows = selectors.milestones_for_office(request.user)
    filterset = MilestoneFilter(request.GET, queryset=rows, request=request)
    shown = filterset.qs if filterset.is_valid() else rows.none()
    context = {"filterset": filterset, "page": page_of(request, shown)}
    return render(request, "programmes/milestone_list.html", context)


@require_safe
@login_required
def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks of officers for enterprises of the area: one's own, what is due."""
    if not request.user.is_officer:
        raise Http404
    rows = selectors.tasks_for_office(request.user)
    filterset = TaskFilter(request.GET, queryset=rows, request=request)
    shown = filterset.qs if filterset.is_valid() else rows.none()
    context = {"filterset": filterset, "page": page_of(request, shown)}
    return render(request, "programmes/tasks.html", context)


# --- leaving --------------------------------------------------------------------------------------


@require_POST
@login_required
def give_place(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A free place goes to whoever has waited longest."""
    cohort: Cohort = get_or_404_visible(selectors.cohorts_visible_to(request.user), pk=cohort_id)
    try:
        first = services.give_place_to_first(cohort, actor=request.user)
        messages.success(request, _given_words(first))
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(cohort)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """A business says that it cannot go on, and why."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    rows = Enrolment.objects.exclude(state__in=ENDED).select_related("cohort", "enterprise")
    found = get_or_404_visible(rows, pk=enrolment_id, enterprise=enterprise)
    data = request.POST if request.method == "POST" else None
    form = LeaveForm(data, enrolment=found, is_office=False)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            services.drop_out(
                found,
                why=clean["why"],
                reason=clean["reason"],
                actor=request.user,
                expected_version=clean["version"],
            )
            messages.success(request, _("The office is told. You may apply for a later cohort."))
            return redirect("programmes:mine")
        except RuleBroken as broken:
            refuse(form, broken)
    return render(request, "programmes/leave.html", {"enrolment": found, "form": form})
