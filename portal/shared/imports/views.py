"""Pages of lists that come in, the same for every kind."""

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import jobs
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, is_htmx, page_of, refuse, render_page_or_part
from portal.shared.imports import memory, reading, results, selectors, services
from portal.shared.imports.asides import REASONS
from portal.shared.imports.forms import ColumnsForm, UploadForm, WhereForm
from portal.shared.imports.judging import WRITTEN
from portal.shared.imports.kinds import Context, ImportKind, Verdict, kind_of, kinds_for
from portal.shared.models import ImportBatch, ImportState
from portal.shared.selectors import JobRow

LEFT_OUT = ("wrong", "undecided", "skipped", "moved")


def _kind(request: HttpRequest, key: str) -> ImportKind:
    """The registered kind, for those who may use it; to others it is not there."""
    kind = kind_of(key)
    if kind is None or not kind.can_use(request.user):
        raise Http404
    return kind


def _own(request: HttpRequest, kind: ImportKind, pk: int) -> ImportBatch:
    mine = selectors.batches_visible_to(request.user).filter(kind=kind.key)
    return get_or_404_visible(mine, pk=pk)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """My imports, of every kind."""
    kinds = kinds_for(request.user)
    if not kinds:
        raise Http404
    found = selectors.batches_visible_to(request.user).filter(kind__in=[each.key for each in kinds])
    labels = {each.key: each.label for each in kinds}
    page = page_of(request, found)
    rows = [{"batch": each, "label": labels[each.kind]} for each in page]
    return render(request, "imports/list.html", {"page": page, "rows": rows, "kinds": kinds})


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a list; one's last ones of this kind below."""
    known = _kind(request, kind)
    form = UploadForm(initial=request.GET.dict(), kind=known, user=request.user)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, kind=known, user=request.user)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = services.upload(
                    known, file, name=file.name or "", actor=request.user, params=form.params()
                )
                if known.matches_itself and "key" in made.layout["columns"]:
                    kept = reading.layout_from_json(made.layout)
                    services.match(
                        made, kept.columns, sheet=kept.sheet, row=kept.row, actor=request.user
                    )
                    return redirect(made)
                return redirect("imports:columns", known.key, made.pk)
            except RuleBroken as broken:
                form.add_error("file", broken.sentence)
    recent = selectors.batches_visible_to(request.user).filter(kind=known.key)[:10]
    context = {"kind": known, "form": form, "recent": recent}
    status = 422 if form.errors else 200
    return render(request, "imports/upload.html", context, status=status)


@login_required
@require_safe
def template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty list to fill in."""
    known = _kind(request, kind)
    stream = io.BytesIO()
    results.write_template(known, stream)
    stream.seek(0)
    return _file(stream, f"{known.label}.xlsx")


def _file(stream: Any, name: str) -> FileResponse:
    response = FileResponse(stream, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def columns(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Which column is which field; in which sheet and row the headings stand."""
    known = _kind(request, kind)
    own = _own(request, known, pk)
    if own.state not in (ImportState.UPLOADED, ImportState.MATCHED, ImportState.JUDGED):
        return redirect(own)
    asked = request.POST if request.method == "POST" else request.GET
    try:
        with services.opened(own) as stream:
            sheets = reading.sheets_of(stream, own.name)
        where, layout, error = _where(asked, known, own, sheets)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("imports:kind", known.key)
    sheet = next((each for each in sheets if each.name == layout.sheet), sheets[0])
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, kind=known, layout=layout, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        try:
            services.match(
                own, form.columns(), sheet=layout.sheet, row=layout.row, actor=request.user
            )
            return redirect(own)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "kind": known,
        "batch": own,
        "where": where,
        "form": form,
        "layout": layout,
        "error": error or own.error,
        "is_remembered": memory.is_remembered(known, layout, actor=request.user),
        "same_file": selectors.same_file(own),
        "has_twins": any(row["is_twin"] for row in form.rows()),
    }
    status = 422 if form.errors else 200
    return render(request, "imports/columns.html", context, status=status)


def _where(asked: Any, kind: ImportKind, batch: ImportBatch, sheets: list[Any]) -> Any:
    """The form of sheet and row, the layout they lead to, and why they were refused."""
    kept = reading.layout_from_json(batch.layout)
    if "sheet" not in asked:
        start = {"sheet": kept.sheet, "row": kept.row}
        return WhereForm(start, sheets=sheets, prefix=None), kept, ""
    form = WhereForm(asked, sheets=sheets)
    if not form.is_valid():
        return form, kept, ""
    sheet, row = form.cleaned_data["sheet"], form.cleaned_data["row"]
    try:
        if sheet != kept.sheet and row == kept.row and "c0" not in asked:
            row = reading.layout_of(kind, sheets, name=sheet).row  # another sheet has its own row
            form = WhereForm({"sheet": sheet, "row": row}, sheets=sheets)
        return form, services.layout_at(batch, sheet=sheet, row=row), ""
    except RuleBroken as broken:
        return form, kept, broken.sentence


@login_required
@require_safe
@never_cache
def batch(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Where an import stands: being worked on, its preview, or what became of it."""
    known = _kind(request, kind)
    own = _own(request, known, pk)
    if own.state == ImportState.UPLOADED:
        return redirect("imports:columns", known.key, own.pk)
    return render_page_or_part(request, "imports/batch.html", _context(request, known, own))


def _context(request: HttpRequest, kind: ImportKind, own: ImportBatch) -> dict[str, Any]:
    job = own.job
    is_busy = job is not None and not job.is_finished
    asked = request.GET.get("verdict", "")
    verdict = asked if asked in Verdict.values else selectors.first_verdict(own)
    undecided = selectors.undecided_count(own)
    ready = sum(own.counts.get(each, 0) for each in WRITTEN)
    skipped = own.decisions.count()
    page = selectors.rows_of(own, kind, verdict, _page_number(request))
    here = reverse("imports:batch", args=[kind.key, own.pk])
    return {
        "kind": kind,
        "batch": own,
        "job": JobRow(job) if job is not None else None,
        "is_busy": is_busy,
        "verdict": verdict,
        "tabs": [
            {
                "label": each.label,
                "url": f"{here}?verdict={each.value}",
                "is_current": each.value == verdict,
                "count": own.counts.get(each.value, 0),
            }
            for each in Verdict
        ],
        "page": page,
        "undecided": undecided,
        "wrong": own.counts.get(Verdict.WRONG, 0),
        "ready": ready,
        "decided": skipped,
        "is_clean": not undecided and not own.counts.get(Verdict.WRONG, 0),
        "asides": [(number, REASONS.get(why, why)) for number, why in own.skipped],
        "aside_count": own.outcome.get("aside", len(own.skipped)),
        "result_url": kind.result_url(Context(request.user, own.params, batch_id=own.pk)),
        "left_out": sum(own.outcome.get(each, 0) for each in LEFT_OUT),
        "has_file": bool(own.file),
    }


def _act(
    request: HttpRequest, kind: str, pk: int, act: Callable[[ImportBatch], Any]
) -> HttpResponse:
    """Do one thing to one's own import, say why not, and go back to it."""
    own = _own(request, _kind(request, kind), pk)
    try:
        act(own)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect(own)


@login_required
@require_POST
def decide(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Say what happens to one row."""
    known = _kind(request, kind)
    own = _own(request, known, pk)
    choice, _sign, target = request.POST.get("decision", "").partition(":")
    is_number = target.isascii() and target.isdigit() and len(target) < 19
    try:
        services.decide(own, number, choice, int(target) if is_number else None, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    if is_htmx(request):
        return render(request, "imports/batch_part.html", _context(request, known, own))
    return redirect(f"{own.get_absolute_url()}?{request.GET.urlencode()}#row-{number}")


@login_required
@require_POST
def apply(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Write all rows, or the good ones."""
    is_strict = request.POST.get("which") == "all"
    return _act(
        request,
        kind,
        pk,
        lambda own: services.start_applying(own, actor=request.user, is_strict=is_strict),
    )


@login_required
@require_POST
def check(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Judge all rows anew."""
    return _act(request, kind, pk, lambda own: services.judge_again(own, actor=request.user))


@login_required
@require_POST
def undo(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take everything back."""
    return _act(request, kind, pk, lambda own: services.start_undoing(own, actor=request.user))


@login_required
@require_POST
def discard(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Throw an import away that was not applied."""
    own = _own(request, _kind(request, kind), pk)
    try:
        services.discard(own, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(own)
    messages.success(request, _("The list was discarded; nothing of it was imported."))
    return redirect("imports:kind", kind)


@login_required
@require_POST
def result(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """The list with its verdicts: at once, or by a job when it is long."""
    own = _own(request, _kind(request, kind), pk)
    try:
        if own.is_large:
            params = {"batch_id": own.pk}
            job = jobs.start(
                "imports.result", actor=request.user, params=params, key=str(own.pk), title=own.name
            )
            return redirect(job)
        stream = io.BytesIO()
        results.write(own, stream)
        stream.seek(0)
        return _file(stream, results.file_name(own))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(own)
