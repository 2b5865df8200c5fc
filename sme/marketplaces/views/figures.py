"""The headline figure: as at a day, as known at a moment, its parts, its course, its rows; reported figures."""

from datetime import datetime, time
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from portal.shared import charts, clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of_list
from portal.shared.replicas import from_replica
from portal.shared.spreadsheets import ReadFirst, write_workbook
from sme.marketplaces import exports, permissions, rules, selectors, services
from sme.marketplaces.forms import FigureForm, ReportForm
from sme.marketplaces.models import ReportedFigure

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUARTERS = 8


def _invented() -> list[str]:
    """Said in every file that leaves the demonstration world."""
    if not settings.DEMO_WORLD:
        return []
    return [_("These enterprises are invented for the demonstration.")]


def _asked(request: HttpRequest) -> tuple[FigureForm, selectors.Question]:
    """The form as it was filled in, and the question: today's figure when it cannot be read."""
    names = FigureForm.base_fields.keys() & request.GET.keys()
    form = FigureForm(request.GET if names else None)
    if form.is_bound and form.is_valid():
        question = form.question()
        initial = {**form.cleaned_data, "as_of": question.as_of}
        return FigureForm(initial=initial), question
    question = selectors.Question(clock.today())
    return (form if form.is_bound else FigureForm(initial={"as_of": question.as_of})), question


def query_of(question: selectors.Question, **other: Any) -> str:
    """The question as the query of an address."""
    said = {
        "as_of": question.as_of.isoformat(),
        "known_at": question.known_at.isoformat() if question.known_at else "",
        "verified": "on" if question.verified else "",
        "by": question.by,
        "part": question.part,
        **other,
    }
    return urlencode({name: value for name, value in said.items() if value})


def _charts(reading: selectors.Reading) -> dict[str, Any]:
    """The course through time, of what is known now; the last day is the one asked for."""
    days = rules.quarter_ends(reading.question.as_of, QUARTERS)
    figures = selectors.series(days)
    labels = [f"{day:%m/%Y}" for day in days]
    products = list(zip(labels, (f.products for f in figures), strict=True))
    owners = list(zip(labels, (f.enterprises for f in figures), strict=True))
    each = selectors.series_by_marketplace(days)
    small = {
        name: list(zip(labels, each[pk], strict=True))
        for pk, (_key, name) in reading.groups.marketplaces.items()
        if pk in each
    }
    return {
        "chart": charts.line({_("Products"): products, _("Enterprises"): owners}),
        "multiples": charts.multiples(small) if small else None,
    }


TITLES = {
    "marketplace": gettext_noop("By marketplace"),
    "kind": gettext_noop("By kind of enterprise"),
    "sector": gettext_noop("By sector"),
    "stars": gettext_noop("By OCOP stars"),
    "place": gettext_noop("By commune or ward"),
    "old_place": gettext_noop("By commune before 1 July 2025"),
    "district": gettext_noop("By district before 1 July 2025"),
    "territory": gettext_noop("By province before 1 July 2025"),
}


LONG = frozenset({"place", "old_place", "district"})


def _groups(reading: selectors.Reading) -> list[dict[str, Any]]:
    """The parts, each with the address that opens its rows."""
    found = []
    for by in TITLES:
        figure = reading.figure(by)
        parts = [(part, query_of(reading.question, by=by, part=part.key)) for part in figure.parts]
        found.append(
            {
                "by": by,
                "title": title_of(by),
                "figure": figure,
                "parts": parts,
                "is_long": by in LONG,
            }
        )
    return found


def title_of(by: str) -> str:
    """What a group is called, in the reader's language."""
    return _(TITLES[by])


def _part_label(reading: selectors.Reading) -> str:
    question = reading.question
    if not question.part:
        return ""
    parts = reading.figure(question.by).parts
    return next((each.label for each in parts if each.key == question.part), question.part)


@require_safe
@login_required
@from_replica
def headline(request: HttpRequest) -> HttpResponse:
    """The figure as asked in the address, with its parts, its course and the rows that add up to it."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    form, question = _asked(request)
    reading = selectors.Reading(question)
    lasting = question if question.known_at else None
    now = lasting or selectors.Question(
        question.as_of, timezone.localtime(), question.verified, question.by, question.part
    )
    context = {
        "form": form,
        "question": question,
        "figure": reading.figure(),
        "groups": _groups(reading),
        "part_label": _part_label(reading),
        "changes": selectors.changes_since(question) if question.known_at else None,
        "definition": selectors.DEFINITION,
        "verified_definition": selectors.VERIFIED_DEFINITION,
        "query": query_of(question),
        "whole_query": query_of(question, by="", part=""),
        "lasting_query": query_of(now),
        "report_form": ReportForm(),
        "page": page_of_list(request, selectors.Rows(reading)),
        **_charts(reading),
    }
    return render(request, "marketplaces/headline.html", context)


@require_safe
@login_required
def headline_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The rows behind the figure as a workbook."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    _form, question = _asked(request)
    reading = selectors.Reading(question)
    notes = [str(selectors.DEFINITION)]
    if question.known_at:
        moment = timezone.localtime(question.known_at)
        notes.append(_("As known at %(moment)s.") % {"moment": f"{moment:%H:%M %d/%m/%Y}"})
    if question.verified:
        notes.append(str(selectors.VERIFIED_DEFINITION))
    if question.part:
        notes.append(f"{title_of(question.by)}: {_part_label(reading)}")
    rows = selectors.Rows(reading).with_addresses()
    return _workbook(request, question.as_of, rows, notes)


def _workbook(request: HttpRequest, as_of: Any, rows: Any, notes: list[str]) -> FileResponse:
    stream = BytesIO()
    write_workbook(
        stream,
        exports.FIGURE_COLUMNS,
        exports.figure_rows(rows),
        about=ReadFirst(
            title=_("Products on marketplaces"),
            as_of=datetime.combine(as_of, time.min),
            by=str(request.user),
            notes=[*notes, *_invented()],
        ),
    )
    stream.seek(0)
    name = f"san-pham-tren-san-{as_of:%Y-%m-%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
@login_required
def report(request: HttpRequest) -> HttpResponse:
    """Freeze the figure of the address, as it is known now, because it is reported."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    _form, question = _asked(request)
    form = ReportForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        kept = services.report_figure(
            question.as_of, verified=question.verified, note=note, actor=request.user
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("marketplaces:headline")
    messages.success(request, _("Kept. Its numbers and rows stay as they are, at this address."))
    return redirect(kept)


@require_safe
@login_required
def reported_list(request: HttpRequest) -> HttpResponse:
    """All figures that were reported, newest first."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    rows = ReportedFigure.objects.defer("rows", "parts").select_related("reported_by")
    page = page_of_list(request, list(rows[:500]))
    return render(request, "marketplaces/reported_list.html", {"page": page})


@require_safe
@login_required
def reported(request: HttpRequest, pk: int) -> HttpResponse:
    """One reported figure as it was, and what became known since."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    kept = get_or_404_visible(ReportedFigure.objects.select_related("reported_by"), pk=pk)
    question = selectors.Question(kept.as_of, kept.known_at, kept.verified)
    context = {
        "kept": kept,
        "is_intact": services.is_intact(kept),
        "groups": [
            {"title": title_of(by), "parts": kept.parts[by]} for by in TITLES if by in kept.parts
        ],
        "changes": selectors.changes_since(question),
        "page": page_of_list(request, list(exports.reported_rows(kept.rows))),
        "now_query": query_of(selectors.Question(kept.as_of, None, kept.verified)),
    }
    return render(request, "marketplaces/reported.html", context)


@require_safe
@login_required
def reported_export(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The frozen rows of a reported figure as a workbook."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    kept = get_or_404_visible(ReportedFigure.objects.all(), pk=pk)
    moment = timezone.localtime(kept.known_at)
    notes = [
        str(selectors.DEFINITION),
        _("As known at %(moment)s.") % {"moment": f"{moment:%H:%M %d/%m/%Y}"},
        _("Products: %(products)d. Enterprises: %(enterprises)d. Checksum: %(checksum)s.")
        % {
            "products": kept.products,
            "enterprises": kept.enterprises,
            "checksum": kept.checksum,
        },
    ]
    return _workbook(request, kept.as_of, exports.reported_rows(kept.rows), notes)
