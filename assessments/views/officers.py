"""The officers' pages: the list of assessments and one result."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import exports, permissions, selectors, services
from assessments.filters import AssessmentFilter
from assessments.models import Assessment, Framework
from assessments.rules import State
from assessments.views.desks import OFFICER
from assessments.views.results import context_of, pdf_of
from portal.shared import charts
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, render_page_or_part
from sme.enterprises.models import Enterprise
from sme.programmes.views.files import file_of, words_of


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Assessments that an officer may see, narrowed and sorted; only submitted ones count in the figures."""
    if not permissions.can_list(request.user):
        raise Http404
    wanted = AssessmentFilter(
        request.GET, queryset=selectors.in_list(request.user), user=request.user
    )
    counts = selectors.distribution(wanted.in_scope())
    levels = range(max([5, *counts]) + 1)
    context = {
        "filter": wanted,
        "page": page_of(request, wanted.found()),
        "is_filtered": wanted.is_on(),
        "submitted": sum(counts.values()),
        "offered": selectors.frameworks_offered(),
        "levels": charts.bars(
            [(_("Level %(n)d") % {"n": level}, counts.get(level, 0)) for level in levels]
        ),
    }
    return render_page_or_part(request, "assessments/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> FileResponse:
    """The rows that are seen, as a workbook or a text table."""
    if not permissions.can_list(request.user):
        raise Http404
    wanted = AssessmentFilter(
        request.GET, queryset=selectors.in_list(request.user), user=request.user
    )
    return file_of(
        exports.ASSESSMENT_COLUMNS,
        exports.assessment_rows(wanted.found()),
        title=_("Readiness"),
        name="danh-gia",
        by=str(request.user),
        is_csv=request.GET.get("format") == "csv",
        filters=words_of(wanted),
    )


@login_required
@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One result, as the business sees it, with its history; drafts show how far they are."""
    assessment = find(request, pk)
    if assessment.submitted_at is None:
        return redirect("enterprises:detail", pk=assessment.enterprise_id)
    can_review = permissions.can_review(request.user, assessment)
    context = {
        **context_of(assessment),
        "can_review": can_review and assessment.state == State.SUBMITTED,
        "can_reply": can_review,
    }
    return render(request, "assessments/detail.html", context)


@login_required
@require_safe
@never_cache
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The result on paper."""
    assessment = find(request, pk)
    if assessment.submitted_at is None:
        return redirect("enterprises:detail", pk=assessment.enterprise_id)
    return pdf_of(request, assessment)


def find(request: HttpRequest, pk: int) -> Assessment:
    """An assessment that this officer may see; else 404."""
    if not permissions.can_list(request.user):
        raise Http404
    visible = Assessment.objects.visible_to(request.user).select_related(
        "framework", "version", "enterprise", "result", "submitted_by"
    )
    return get_or_404_visible(visible.defer("version__document"), pk=pk)


@login_required
@require_POST
def assist(request: HttpRequest, enterprise_id: int, slug: str) -> HttpResponse:
    """Answer with or for a business; each answer is marked."""
    if not permissions.can_list(request.user):
        raise Http404
    enterprise = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if not permissions.can_assist(request.user, enterprise):
        raise Http404
    framework = get_or_404_visible(Framework.objects.offered(), slug=slug)
    try:
        draft = services.start_for(enterprise, framework, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(enterprise.get_absolute_url())
    return OFFICER.goes_on(draft)
