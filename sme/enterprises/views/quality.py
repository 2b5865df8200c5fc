"""Data quality: the overview, findings that each figure opens into, mending and accepting one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.shared import charts, jobs
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse, render_page_or_part
from sme.enterprises import permissions, selectors, services
from sme.enterprises.filters import FindingFilter
from sme.enterprises.forms.quality import AcceptForm, MendForm
from sme.enterprises.models import Finding
from sme.enterprises.rules import Grade
from sme.enterprises.rules.quality import CHECKS

MOST_PLACES = 12


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_list(request.user):
        raise Http404


def _finding(request: HttpRequest, pk: int) -> Finding:
    _officers_only(request)
    finding = get_or_404_visible(selectors.findings(request.user), pk=pk)
    if not permissions.is_responsible_officer(request.user, finding.enterprise):
        raise Http404
    return finding


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Counts by grade, check, place and officer, and how they went; each opens into its rows."""
    _officers_only(request)
    rows = selectors.findings(request.user)
    counted = selectors.by_check(rows.open())
    context = {
        "grades": [_grade(grade, counted) for grade in Grade],
        "checks": counted,
        "places": _bars(selectors.by_place(rows.open(), MOST_PLACES), "place", "place__name"),
        "officers": _bars(
            selectors.by_officer(rows.open()), "responsible", "responsible__display_name"
        ),
        "trend": _trend(request.user),
        "total": sum(count for _check, count in counted),
        "accepted": rows.filter(accepted_at__isnull=False).count(),
    }
    return render(request, "enterprises/quality/index.html", context)


def _grade(grade: Grade, counted: list[Any]) -> dict[str, Any]:
    count = sum(n for check, n in counted if check.grade == grade)
    return {"grade": grade, "count": count}


def _bars(rows: list[dict[str, Any]], key: str, words: str) -> charts.Bars:
    address = reverse("enterprises:findings")
    name = {"place": "place", "responsible": "officer"}[key]
    drawn = [
        (
            row[f"enterprise__{words}"] or (_("nobody in charge") if key == "responsible" else "–"),
            row["n"],
            f"{address}?{name}={row[f'enterprise__{key}'] or 'none'}",
        )
        for row in rows
    ]
    return charts.bars(drawn)


def _trend(user: Any) -> charts.Line | None:
    """Three lines, once there are two days."""
    days = selectors.quality_trend(user)
    if len(days) < 2:
        return None
    return charts.line(
        {
            grade.label: [(f"{day:%d/%m}", by.get(grade, 0)) for day, by in days.items()]
            for grade in Grade
        }
    )


@login_required
@require_safe
@never_cache
def findings(request: HttpRequest) -> HttpResponse:
    """The findings that a figure counts, one row each."""
    _officers_only(request)
    wanted = FindingFilter(request.GET, queryset=selectors.findings(request.user))
    page = page_of(request, wanted.found())
    context = {
        "filter": wanted,
        "page": page,
        "rows": [_row(request.user, each) for each in page],
    }
    return render_page_or_part(request, "enterprises/quality/findings.html", context)


def _row(user: Any, finding: Finding) -> dict[str, Any]:
    check = CHECKS[finding.check_key]
    may = permissions.is_responsible_officer(user, finding.enterprise)
    return {
        "finding": finding,
        "check": check,
        "said": check.said(finding.detail),
        "mend_url": _mend_url(finding) if may else "",
        "may": may,
    }


def _mend_url(finding: Finding) -> str:
    """Where one step mends it: the form of one field, the pair, the record, or the very field of its form."""
    mends, pk = CHECKS[finding.check_key].mends, finding.enterprise_id
    if finding.check_key == "duplicate" and finding.detail.get("pair"):
        return reverse("enterprises:duplicate_pair", args=[finding.detail["pair"]])
    if mends in MendForm.FIELDS:
        return reverse("enterprises:finding", args=[finding.pk])
    if mends in ("", "verify"):
        return reverse("enterprises:detail", args=[pk])
    return f"{reverse('enterprises:edit', args=[pk])}#id_{mends}"


def _shown(
    request: HttpRequest,
    found: Finding,
    accept: AcceptForm | None = None,
    mend: MendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    field, record = CHECKS[found.check_key].mends, found.enterprise
    if mend is None and field in MendForm.FIELDS:
        mend = MendForm(
            initial={"version": record.version, field: getattr(record, field)}, field=field
        )
    context = {**_row(request.user, found), "accept": accept or AcceptForm(), "mend": mend}
    return render(request, "enterprises/quality/finding.html", context, status=status)


@login_required
@require_safe
@never_cache
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: mend it here, or say why it is right."""
    return _shown(request, _finding(request, pk))


@login_required
@require_POST
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the one field that mends it."""
    found = _finding(request, pk)
    field = CHECKS[found.check_key].mends
    if field not in MendForm.FIELDS:
        raise Http404
    form = MendForm(request.POST, field=field)
    if form.is_valid():
        try:
            services.change(
                found.enterprise,
                expected_version=form.cleaned_data["version"],
                actor=request.user,
                **{field: form.cleaned_data[field]},
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            return _after_mending(request, found)
    return _shown(request, found, mend=form, status=422)


def _after_mending(request: HttpRequest, found: Finding) -> HttpResponse:
    if Finding.objects.filter(pk=found.pk, accepted_at__isnull=True).exists():
        messages.warning(request, _("Saved, but the check still finds something here."))
        return redirect("enterprises:finding", found.pk)
    messages.success(request, _("Mended."))
    return redirect(f"{reverse('enterprises:findings')}?check={found.check_key}")


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why it is right as it stands."""
    found = _finding(request, pk)
    form = AcceptForm(request.POST)
    if form.is_valid():
        try:
            services.accept_finding(found, actor=request.user, **form.cleaned_data)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Accepted. The check stays quiet until the value changes."))
            return redirect(f"{reverse('enterprises:findings')}?check={found.check_key}")
    return _shown(request, found, accept=form, status=422)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the acceptance back."""
    found = _finding(request, pk)
    services.revoke_acceptance(found, actor=request.user)
    messages.success(request, _("The finding is open again."))
    return redirect("enterprises:finding", found.pk)


@login_required
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Check the whole registry in the background; a run under way is shown instead of a second."""
    _officers_only(request)
    title = _("Check of the data")
    return redirect(
        jobs.start("enterprises.check_quality", actor=request.user, key="all", title=title)
    )
