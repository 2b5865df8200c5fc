"""On paper: the officer prints a questionnaire, scans it when it comes back, and types it in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import exports, permissions, selectors, services
from assessments.forms import PaperDayForm, PaperForm
from assessments.models import Assessment, FrameworkVersion
from assessments.rules import State, VersionState
from assessments.views.desks import OFFICER
from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise


def _version(request: HttpRequest, pk: int) -> FrameworkVersion:
    """A version that stands on papers: published at some time; for officers."""
    if not permissions.can_list(request.user):
        raise Http404
    found = FrameworkVersion.objects.exclude(state=VersionState.DRAFT).select_related("framework")
    return get_or_404_visible(found, pk=pk)


def _enterprise(request: HttpRequest) -> Enterprise | None:
    """The one in ``?enterprise=``, if the officer may answer for it; 404 for anybody else's."""
    asked = request.GET.get("enterprise", "")
    if not asked:
        return None
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else 0
    found = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=pk)
    if not permissions.can_assist(request.user, found):
        raise Http404
    return found


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire as PDF, empty or for one business; its code leads to typing it in."""
    version, enterprise = _version(request, pk), _enterprise(request)
    address = settings.BASE_URL + reverse("assessments:paper", args=[pk])
    known: dict[str, Any] = {}
    if enterprise is not None:
        address += f"?enterprise={enterprise.pk}"
        known = {
            "name": enterprise.name,
            "number": str(enterprise.main_identifier or ""),
            "facts": services.facts_of(enterprise),
        }
    try:
        made = exports.paper_pdf(selectors.definition_of(version), address=address, **known)
    except RuleBroken as broken:
        return HttpResponse(
            str(broken.sentence), status=503, content_type="text/plain; charset=utf-8"
        )
    name = f"{version.framework.slug}-{version.name}{f'-{enterprise.pk}' if enterprise else ''}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the code on the paper leads: for which business, then on to typing it in."""
    version, enterprise = _version(request, pk), _enterprise(request)
    refusal = ""
    if request.method == "POST" and enterprise is not None:
        try:
            draft = services.start_from_paper(enterprise, version, actor=request.user)
            return redirect("assessments:paper_typing", pk=draft.pk)
        except RuleBroken as broken:
            refusal = str(broken.sentence)
    typed = request.GET.get("q", "")[:200]
    context = {
        "version": version,
        "enterprise": enterprise,
        "q": typed,
        "found": enterprises.nearest(Enterprise.objects.visible_to(request.user), typed, 10)
        if typed and enterprise is None
        else [],
        "refusal": refusal,
    }
    return render(request, "assessments/paper.html", context, status=422 if refusal else 200)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def typing(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions on one page, as they stand on the paper; what is left empty stays open."""
    assessment = OFFICER.find(request, pk)
    if assessment.state != State.DRAFT:
        return OFFICER.goes_on(assessment)
    sections, forms = _sheet(request, assessment)
    day = PaperDayForm(request.POST or None, initial={"filled_on": clock.today()})
    if request.method == "POST" and all([day.is_valid(), *(form.is_valid() for form in forms)]):
        given = {f.criterion.code: f.answer for f in forms if f.answer is not None}
        try:
            services.keep_paper(
                assessment, given, filled_on=day.cleaned_data["filled_on"], actor=request.user
            )
            messages.success(request, _("Typed in. Compare it with the paper, then submit."))
            return redirect(OFFICER.url("review", assessment.pk))
        except RuleBroken as broken:
            refuse(day, broken)
    wrong = [form for form in forms if form.errors]
    context = {
        "assessment": assessment,
        "sections": sections,
        "day": day,
        "wrong": wrong,
        "home_url": OFFICER.home(assessment),
    }
    status = 422 if wrong or day.errors else 200
    return render(request, "assessments/paper_typing.html", context, status=status)


def _sheet(
    request: HttpRequest, assessment: Assessment
) -> tuple[list[dict[str, Any]], list[PaperForm]]:
    """The form of each question that stands on the paper, by pillar."""
    given = selectors.values_of(assessment.answers.all())
    definition = selectors.definition_of(assessment.version)
    printed = selectors.on_paper(definition, assessment.facts)
    sections, forms = [], []
    for pillar in definition.pillars:
        own = [
            PaperForm(
                c,
                request.POST or None,
                initial=PaperForm.initial_of(c, given.get(c.code)),
            )
            for c in pillar.criteria
            if c.code in printed
        ]
        forms += own
        rows = [{"number": printed[f.criterion.code], "form": f} for f in own]
        if rows:
            sections.append({"title": pillar.title, "code": pillar.code, "rows": rows})
    return sections, forms
