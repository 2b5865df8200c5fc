"""The office's queue of applications: one by one, or many with a preview."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.privacy import services as looks
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.programmes import permissions, rules, selectors, services
from sme.programmes.filters import ApplicationFilter
from sme.programmes.forms import BulkDecisionForm, DecisionForm, decision_words
from sme.programmes.rules import ApplicationState, By
from sme.programmes.views.workspace import crumbs

MOST_AT_ONCE = 200


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Applications that this officer may read, those that wait first asked for."""
    if not request.user.is_officer:
        raise Http404
    asked = request.GET.copy()
    if not set(asked) & {"state", "papers", "proposed", "cohort"}:
        asked["state"] = ApplicationState.SUBMITTED
    chosen = ApplicationFilter(asked, queryset=selectors.applications_for_office(request.user))
    url = reverse("programmes:applications")
    tabs = [
        {
            "label": state.label,
            "url": f"{url}?state={state.value}",
            "is_current": asked.get("state") == state.value,
        }
        for state in ApplicationState
        if state != ApplicationState.DRAFT
    ]
    context = {
        "page": page_of(request, chosen.qs),
        "tabs": tabs,
        "form": BulkDecisionForm(),
        "can_bulk": asked.get("state") == ApplicationState.SUBMITTED,
    }
    return render(request, "programmes/applications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """One application: what the business wrote, the facts then and now, its papers, the decision."""
    found = get_or_404_visible(selectors.applications_for_office(request.user), pk=application_id)
    looks.note_look(request.user, "programmes.application", "enterprise", found.enterprise_id)
    can_decide = permissions.can_decide_application(request.user, found)
    if request.method == "POST" and not can_decide:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None, application=found)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            row = services.decide(
                found,
                clean["to"],
                actor=request.user,
                reason=clean["reason"],
                expected_version=clean["version"],
            )
            said = _("Proposed. Another officer decides.") if row.proposed else _("Decided.")
            messages.success(request, said)
            return redirect(found)
        except RuleBroken as broken:
            refuse(form, broken)
    moves = rules.application_moves(found.state, By.OFFICE)
    cohort = found.cohort
    context = {
        "application": found,
        "cohort": cohort,
        "crumbs": [
            *crumbs(cohort),
            {
                "label": _("Applications"),
                "url": f"{reverse('programmes:applications')}?cohort={cohort.pk}",
            },
        ],
        "free": max(0, cohort.capacity - cohort.enrolments.seated().count()),
        "compared": selectors.compared(found),
        "documents": list(found.documents.select_related("paper")),
        "missing": selectors.papers_missing(found),
        "letters": selectors.letters_of(found),
        "form": form if can_decide and moves else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "programmes/application.html", context, status=status)


@require_POST
@login_required
def decide_many(request: HttpRequest) -> HttpResponse:
    """A decision on the chosen ones: first what would happen to each, then, confirmed, all or none."""
    if not request.user.is_officer:
        raise Http404
    picked = [pk for pk in request.POST.getlist("pick")[:MOST_AT_ONCE] if pk.isdigit()]
    rows = list(selectors.applications_for_office(request.user).filter(pk__in=picked))
    form = BulkDecisionForm(request.POST)
    if not rows or not form.is_valid():
        messages.error(request, _("Choose at least one application."))
        return redirect("programmes:applications")
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    forecasts = services.preview(rows, to, actor=request.user, reason=reason)
    good = [each.application for each in forecasts if each.refusal is None]
    if "confirm" in request.POST and good:
        try:
            count = services.decide_many(good, to, actor=request.user, reason=reason)
            said = ngettext(
                "%(count)d application decided.", "%(count)d applications decided.", count
            )
            messages.success(request, said % {"count": count})
            return redirect("programmes:applications")
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
            return redirect("programmes:applications")
    context = {"forecasts": forecasts, "good": good, "form": form, "to": to, "reason": reason}
    context["to_label"] = decision_words(to)
    return render(request, "programmes/applications_preview.html", context)


@require_POST
@login_required
def paper_checked(request: HttpRequest, document_id: int) -> HttpResponse:
    """Say that a paper was looked at."""
    found = get_or_404_visible(selectors.documents_visible_to(request.user), pk=document_id)
    row = get_or_404_visible(
        selectors.applications_for_office(request.user), pk=found.application_id
    )
    try:
        services.check_document(found, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect(row)
