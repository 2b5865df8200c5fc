"""Reports of a cohort and of a programme: on screen, as a workbook, and each figure's rows."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import clock
from portal.shared.files import XLSX
from portal.shared.http import get_or_404_visible
from portal.shared.spreadsheets import Column, ReadFirst, Tally, write_workbook
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort, Programme
from sme.rosters import selectors
from sme.rosters.exports import reports as sheets
from sme.rosters.rules import reports as rules


def _cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    cohorts = programmes.cohorts_visible_to(request.user).select_related("programme")
    return get_or_404_visible(cohorts, pk=cohort_id)


def _programme(request: HttpRequest, programme_id: int) -> Programme:
    if not request.user.is_officer:
        raise Http404
    return get_or_404_visible(Programme.objects.all(), pk=programme_id)


@require_safe
@login_required
def cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The report of a cohort; every figure opens into its rows."""
    found = _cohort(request, cohort_id)
    lines = selectors.cohort_lines(found, request.user)
    counts = rules.counted(lines)
    largest = max(1, *(counts[key] for key in ("applied", "accepted", "enrolled", "finished")))
    sections = [
        (
            section,
            [
                (each, counts[each.key], 100 * counts[each.key] // largest)
                for each in rules.FIGURES.values()
                if each.section == section
            ],
        )
        for section in rules.Section
    ]
    context = {
        "cohort": found,
        "sections": sections,
        "lines": len(lines),
        "held": max((row.held for row in lines), default=0),
        "means": rules.mean_levels(lines),
        "freeze": found.freezes.standing().first(),
        "today": clock.today(),
        "crumbs": _crumbs(found),
    }
    return render(request, "rosters/report.html", context)


def _crumbs(found: Cohort) -> list[dict[str, str]]:
    return [
        {"label": _("Programmes"), "url": reverse("programmes:list")},
        {"label": found.code, "url": found.get_absolute_url()},
    ]


@require_safe
@login_required
def cohort_rows(request: HttpRequest, cohort_id: int, figure: str) -> HttpResponse:
    """The enterprises that a figure counts."""
    found = _cohort(request, cohort_id)
    if figure not in rules.FIGURES:
        raise Http404
    report = {"label": _("Report"), "url": reverse("rosters:report", args=[found.pk])}
    context = {
        "cohort": found,
        "figure": rules.FIGURES[figure],
        "lines": rules.lines_of(figure, selectors.cohort_lines(found, request.user)),
        "crumbs": [*_crumbs(found), report],
    }
    return render(request, "rosters/report_rows.html", context)


@require_safe
@login_required
def cohort_export(request: HttpRequest, cohort_id: int) -> FileResponse:
    """The report of a cohort as a workbook: its lines, and its figures beside them."""
    found = _cohort(request, cohort_id)
    lines = selectors.cohort_lines(found, request.user)
    return _workbook(
        request,
        sheets.LINE_COLUMNS,
        sheets.line_rows(lines),
        title=_("Report of cohort %(code)s") % {"code": found.code},
        name=f"bao-cao-{found.code}",
        tallies=sheets.report_tallies(lines),
    )


@require_safe
@login_required
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The report of a programme: a year by its quarters."""
    found = _programme(request, programme_id)
    years = selectors.years_of(found)
    year = _year(request, years)
    context = {
        "programme": found,
        "years": years,
        "year": year,
        "rows": [
            (event, list(enumerate(counts, start=1)), total)
            for event, counts, total in selectors.quarters(found, request.user, year)
        ],
        "today": clock.today(),
        "cohorts": programmes.cohorts_visible_to(request.user).filter(programme=found),
        "crumbs": [{"label": _("Programmes"), "url": reverse("programmes:list")}],
    }
    return render(request, "rosters/programme_report.html", context)


def _year(request: HttpRequest, years: Sequence[int]) -> int:
    asked = request.GET.get("year", "")
    known = {str(each): each for each in years}
    return known.get(asked, years[0])


@require_safe
@login_required
def programme_export(request: HttpRequest, programme_id: int) -> FileResponse:
    """The report of a programme's year as a workbook."""
    found = _programme(request, programme_id)
    year = _year(request, selectors.years_of(found))
    return _workbook(
        request,
        sheets.QUARTER_COLUMNS,
        sheets.quarter_lines(selectors.quarters(found, request.user, year)),
        title=_("%(programme)s in %(year)s") % {"programme": found.title, "year": year},
        name=f"bao-cao-{found.slug}-{year}",
    )


@require_safe
@login_required
def programme_rows(
    request: HttpRequest, programme_id: int, year: int, quarter: int, event: str
) -> HttpResponse:
    """What a figure of the programme's report counts."""
    found = _programme(request, programme_id)
    if year not in selectors.years_of(found) or quarter > 4 or event not in rules.Event:
        raise Http404
    back = f"{reverse('rosters:programme', args=[found.pk])}?year={year}"
    context = {
        "programme": found,
        "event": rules.Event(event),
        "year": year,
        "quarter": quarter,
        "rows": selectors.quarter_rows(found, request.user, year, quarter, event),
        "crumbs": [{"label": str(found.title), "url": back}],
    }
    return render(request, "rosters/programme_rows.html", context)


def _workbook(
    request: HttpRequest,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    name: str,
    tallies: Sequence[Tally] = (),
) -> FileResponse:
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    about = ReadFirst(title=title, by=str(request.user), as_of=clock.now(), filters=[], notes=[])
    write_workbook(
        stream, columns, rows, about=about, tallies=(lambda: tallies) if tallies else None
    )
    stream.seek(0)
    file_name = f"{name}-{clock.today():%Y-%m-%d}.xlsx"
    return FileResponse(
        stream, as_attachment=True, filename=file_name, content_type=XLSX.content_type
    )
