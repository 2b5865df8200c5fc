"""Random samples of a quarter: drawing one, going through its rows, what it proves, the rows as a workbook."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from portal.shared.spreadsheets import ReadFirst, write_workbook
from sme.marketplaces import exports, permissions
from sme.marketplaces.forms.verifying import DrawForm, LookForm
from sme.marketplaces.models import Sample
from sme.marketplaces.rules import sampling
from sme.marketplaces.selectors import verifying as selectors
from sme.marketplaces.services import samples

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_see_figures(request.user):
        raise Http404


def _sample(request: HttpRequest, pk: int) -> Sample:
    _officers_only(request)
    return get_or_404_visible(selectors.samples_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The samples that were drawn, and drawing another."""
    _officers_only(request)
    form = DrawForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(samples.draw(**form.cleaned_data, actor=request.user))
        except RuleBroken as broken:
            refuse(form, broken)
    page = page_of(request, selectors.samples_visible_to(request.user).order_by("-created_at"))
    context = {"form": form, "page": page, "quarter": sampling.quarter_of(clock.today())}
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/samples.html", context, status=status)


@require_safe
@login_required
@never_cache
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample: what it proves so far, and its rows; those not yet looked at come first."""
    found = _sample(request, pk)
    rows = selectors.sample_rows(found, request.user)
    context = {
        "sample": found,
        "result": selectors.sample_result(found),
        "page": page_of(
            request, rows.order_by(F("checked_at").asc(nulls_first=True), "order"), per_page=50
        ),
        "here": request.get_full_path(),
    }
    return render(request, "marketplaces/sample.html", context)


@require_POST
@login_required
def look(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Note what one row shows."""
    found = _sample(request, pk)
    item = get_or_404_visible(selectors.sample_rows(found, request.user), order=order)
    form = LookForm(request.POST)
    if form.is_valid():
        try:
            samples.look_at(item, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
    else:
        messages.error(request, _("Choose what you found."))
    return redirect(found)


@require_safe
@login_required
def export(request: HttpRequest, pk: int) -> FileResponse:
    """The rows with their outcomes, and the result, as a workbook."""
    found = _sample(request, pk)
    stream = BytesIO()
    write_workbook(
        stream,
        exports.SAMPLE_COLUMNS,
        exports.sample_rows(selectors.sample_rows(found, request.user).order_by("order")),
        about=ReadFirst(
            title=_("Random sample %(quarter)s") % {"quarter": found.quarter},
            as_of=datetime.combine(found.as_of, time.min),
            by=str(request.user),
            notes=[*_notes(found), *exports.invented()],
        ),
    )
    stream.seek(0)
    name = f"mau-kiem-tra-{found.quarter}-{found.pk}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def _notes(found: Sample) -> list[str]:
    result: dict[str, Any] = selectors.sample_result(found)
    share = result["share"]
    notes = [
        _(
            "%(rows)d of %(population)d listings that were on sale, by marketplace in proportion; seed %(seed)s."
        )
        % {"rows": found.size, "population": found.population, "seed": found.seed}
    ]
    if share.of:
        said = {
            "confirmed": share.confirmed,
            "of": share.of,
            "low": round(share.low * 100),
            "high": round(share.high * 100),
        }
        notes.append(
            _(
                "Confirmed: %(confirmed)d of %(of)d that could be told; with 95%% confidence between %(low)d%% and "
                "%(high)d%% of all (Wilson's interval)."
            )
            % said
        )
    return notes
