"""Sessions: the office plans them and writes who was there; businesses sign up, and show that they are there."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import selectors as enterprises
from sme.programmes import permissions, rules, selectors, services
from sme.programmes.forms import SessionForm
from sme.programmes.models import Enrolment, Session
from sme.programmes.views.workspace import crumbs, managed_cohort


def _refused(form: SessionForm, broken: RuleBroken) -> None:
    field = form.SEEN_AS.get(broken.field or "", broken.field)
    refuse(form, RuleBroken(broken.code, broken.sentence, field))


def _visible(request: HttpRequest, session_id: int) -> Session:
    return get_or_404_visible(selectors.sessions_visible_to(request.user), pk=session_id)


def _managed(request: HttpRequest, session_id: int) -> Session:
    found = _visible(request, session_id)
    if not permissions.can_manage_cohort(request.user, found.cohort):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_add(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Plan a session of a cohort."""
    cohort = managed_cohort(request, cohort_id)
    form = SessionForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(services.plan_session(cohort, actor=request.user, **form.values()))
        except RuleBroken as broken:
            _refused(form, broken)
    context = {"form": form, "cohort": cohort, "crumbs": crumbs(cohort)}
    return render(request, "programmes/session_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_edit(request: HttpRequest, session_id: int) -> HttpResponse:
    """Change a session; those who come are told of another time or place."""
    session = _managed(request, session_id)
    form = SessionForm(request.POST or None, session=session)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_session(
                session, expected_version=version, actor=request.user, **form.values()
            )
            messages.success(request, _("The session is saved."))
            return redirect(session)
        except RuleBroken as broken:
            _refused(form, broken)
    context = {
        "form": form,
        "session": session,
        "cohort": session.cohort,
        "crumbs": crumbs(session.cohort),
    }
    return render(request, "programmes/session_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """A session: its facts, who comes, and the attendance list, which is ticked and saved as a whole."""
    found = _visible(request, session_id)
    rows = selectors.attendance_list(found, request.user)
    if request.method == "POST":
        among = {row.enrolment.pk for row in rows}
        ticked = {
            int(pk) for pk in request.POST.getlist("present") if pk.isdecimal() and len(pk) < 19
        }
        try:
            added, gone = services.write_attendance(
                found, ticked & among, among=among, actor=request.user
            )
            words = _("Saved: %(added)d added, %(gone)d taken off.")
            messages.success(request, words % {"added": added, "gone": gone})
        except RuleBroken as broken:
            messages.error(request, str(broken.sentence))
        return redirect(found)
    context = {
        "session": found,
        "rows": rows,
        "n_there": sum(row.is_present for row in rows),
        "crumbs": crumbs(found.cohort),
        "can_manage": permissions.can_manage_cohort(request.user, found.cohort),
    }
    return render(request, "programmes/session.html", context)


@require_POST
@login_required
def session_cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Cancel it, with a reason."""
    found = _managed(request, session_id)
    try:
        services.cancel_session(found, reason=request.POST.get("reason", ""), actor=request.user)
        messages.success(request, _("The session is cancelled. Those who come are told by mail."))
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(found)


@require_safe
@login_required
@never_cache
def session_code(request: HttpRequest, session_id: int) -> HttpResponse:
    """A big code for phones, new every minute."""
    found = _visible(request, session_id)
    code = services.attendance_code(found)
    path = reverse("programmes:here", args=[code])
    picture = segno.make(request.build_absolute_uri(path), error="m").svg_data_uri(
        scale=9, light="#fff"
    )
    return render(request, "programmes/session_code.html", {"session": found, "picture": picture})


# --- businesses --------------------------------------------------------------------------------------


def _own_enrolment(request: HttpRequest, found: Session) -> Enrolment:
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    rows = Enrolment.objects.filter(cohort=found.cohort_id, state__in=rules.SEATED)
    return get_or_404_visible(rows, enterprise=enterprise)


@require_POST
@login_required
def sign_up(request: HttpRequest, session_id: int, what: str) -> HttpResponse:
    """Come, or come no more."""
    found = get_or_404_visible(Session.objects.all(), pk=session_id)
    enrolment = _own_enrolment(request, found)
    acts = {"come": services.sign_up, "off": services.sign_off}
    if what not in acts:
        raise Http404
    try:
        acts[what](found, enrolment, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(reverse("programmes:mine") + "#sessions")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def here(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever scanned the code says with one tap that the business is there."""
    problem, found, row = "", None, None
    try:
        found = services.session_of_code(code)
        enrolment = services.enrolment_in(found.cohort, request.user)
        if enrolment is None:
            raise RuleBroken(
                "not_of_cohort", _("Your business has no place in this cohort. Tell the trainer.")
            )
        if request.method == "POST":
            row = services.attend(found, enrolment, actor=request.user)
    except RuleBroken as broken:
        problem = str(broken.sentence)
    context = {"session": found, "row": row, "problem": problem}
    return render(request, "programmes/here.html", context)


@require_safe
def calendar(request: HttpRequest, session_id: int) -> HttpResponse:
    """The session for a phone's calendar."""
    found = get_or_404_visible(
        Session.objects.standing().public().select_related("cohort"), pk=session_id
    )
    words = "\n".join(part for part in (str(found.note), found.online_url) if part)
    text = rules.calendar(
        f"session-{found.pk}@{request.get_host()}", str(found.title), found.starts_at, found.ends_at,
        found.place or found.online_url, words,
    )  # fmt: skip
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="buoi-{found.pk}.ics"'
    return answer
