"""The headline figure: as at a day, by marketplace, kind and place, through time, with its rows."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import charts, clock
from portal.shared.http import page_of
from portal.shared.spreadsheets import ReadFirst, write_workbook
from sme.marketplaces import exports, permissions, rules, selectors
from sme.marketplaces.forms import FigureForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUARTERS = 8


def _invented() -> list[str]:
    """Said in every file that leaves the demonstration world."""
    if not settings.DEMO_WORLD:
        return []
    return [_("These enterprises are invented for the demonstration.")]


def _asked_day(request: HttpRequest) -> tuple[FigureForm, date]:
    form = FigureForm(request.GET if "as_of" in request.GET else None)
    chosen = form.cleaned_data.get("as_of") if form.is_bound and form.is_valid() else None
    day = chosen or clock.today()
    if not form.is_bound or form.is_valid():
        form = FigureForm(initial={"as_of": day})
    return form, day


def _chart(as_of: date) -> Any:
    figures = selectors.series(rules.quarter_ends(as_of, QUARTERS))
    points = [(f"{f.as_of:%m/%Y}", f.products) for f in figures]
    owners = [(f"{f.as_of:%m/%Y}", f.enterprises) for f in figures]
    return charts.line({_("Products"): points, _("Enterprises"): owners})


@require_safe
@login_required
def headline(request: HttpRequest) -> HttpResponse:
    """The figure as at the day in the address, with its parts and the rows that add up to it."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    form, as_of = _asked_day(request)
    parts = selectors.breakdown(as_of)
    context = {
        "form": form,
        "as_of": as_of,
        "figure": parts["marketplace"],
        "parts": [
            (_("By marketplace"), parts["marketplace"]),
            (_("By kind of enterprise"), parts["kind"]),
            (_("By sector"), parts["sector"]),
            (_("By OCOP stars"), parts["stars"]),
            (_("By commune or ward"), parts["place"]),
        ],
        "chart": _chart(as_of),
        "definition": selectors.DEFINITION,
        "page": page_of(request, selectors.headline_rows(as_of), cap=None),
    }
    return render(request, "marketplaces/headline.html", context)


@require_safe
@login_required
def headline_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The rows behind the figure as a workbook."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    _form, as_of = _asked_day(request)
    stream = BytesIO()
    title = _("Products on marketplaces")
    write_workbook(
        stream,
        exports.FIGURE_COLUMNS,
        exports.figure_rows(selectors.headline_rows(as_of), as_of),
        about=ReadFirst(
            title=title,
            as_of=datetime.combine(as_of, time.min),
            by=str(request.user),
            notes=[str(selectors.DEFINITION), *_invented()],
        ),
    )
    stream.seek(0)
    name = f"san-pham-tren-san-{as_of:%Y-%m-%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
