"""Enrolling enterprises: found by a search, given a place or put on the waiting list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, render_page_or_part
from sme.enterprises.models import Enterprise
from sme.programmes import permissions, rules, selectors, services
from sme.programmes.models import Cohort
from sme.programmes.rules import EnrolmentState
from sme.programmes.views.workspace import crumbs, visible_cohort

LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrol(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Search an enterprise and give it a place, or put it on the waiting list; works without scripts."""
    cohort = visible_cohort(request, cohort_id)
    if not permissions.can_enrol(request.user, cohort):
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            return _enrolled(request, cohort)
        except RuleBroken as broken:
            refusal = broken.sentence
    written = text.clean(request.POST.get("q") or request.GET.get("q", ""))[:LONGEST_SEARCH]
    rows, has_more = selectors.candidates(cohort, request.user, written) if written else ([], False)
    free = cohort.capacity - cohort.enrolments.seated().count()
    context = {
        "cohort": cohort,
        "crumbs": crumbs(cohort),
        "written": written,
        "rows": rows,
        "has_more": has_more,
        "free": max(0, free),
        "takes_in": cohort.state in rules.TAKES_IN,
        "refusal": refusal,
    }
    return render_page_or_part(request, "programmes/enrol.html", context)


def _enrolled(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    enterprise = get_or_404_visible(
        Enterprise.objects.visible_to(request.user), pk=request.POST.get("enterprise") or None
    )
    is_waiting = request.POST.get("state") == EnrolmentState.WAITING
    state = EnrolmentState.WAITING if is_waiting else EnrolmentState.ENROLLED
    services.enrol(cohort, enterprise, actor=request.user, state=state)
    said = _("%(name)s is on the waiting list.") if is_waiting else _("%(name)s is enrolled.")
    messages.success(request, said % {"name": enterprise.name})
    return redirect("programmes:enrol", cohort.pk)
