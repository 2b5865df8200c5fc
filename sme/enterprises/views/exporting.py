"""Lists out: columns, format and saved sets of columns; a short list at once, a long one as a job."""

import tempfile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared import clock, columnsets, jobs
from portal.shared.errors import RuleBroken
from portal.shared.http import refuse
from sme.enterprises import exports, permissions, selectors, services
from sme.enterprises.filters import EnterpriseFilter
from sme.enterprises.forms.exporting import ExportForm

AT_ONCE = 2_000  # more rows than this are written in the background
SUBJECT = "enterprises"


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_list(request.user):
        raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is seen (the filter stands in the address). GET offers the choices; a bare POST takes all."""
    _officers_only(request)
    wanted = EnterpriseFilter(
        request.GET, queryset=selectors.in_list(request.user), user=request.user
    )
    if request.method == "POST" and "file_format" not in request.POST:
        return _exported(request, wanted, [each.key for each in exports.columns()], "xlsx")
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        chosen = form.cleaned_data
        return _exported(request, wanted, chosen["columns"], chosen["file_format"])
    query = request.GET.copy()
    query.pop("set", None)
    context = {
        "form": form,
        "filter": wanted,
        "words": wanted.in_words(),
        "count": wanted.found().order_by().count(),
        "at_once": AT_ONCE,
        "sets": columnsets.sets_for(request.user, SUBJECT),
        "query": query.urlencode(),
    }
    return render(request, "enterprises/export.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> ExportForm:
    offered = [(each.key, each.header) for each in exports.columns()]
    keys = [key for key, _header in offered]
    chosen = columnsets.columns_of(request.user, SUBJECT, request.GET.get("set", ""), keys)
    data = request.POST if request.method == "POST" else None
    return ExportForm(data, initial={"columns": chosen or keys}, columns=offered)


def _saved(request: HttpRequest, form: ExportForm) -> bool:
    """Save the choice if it was given a name; false when that was refused."""
    chosen = form.cleaned_data
    if not chosen["save_as"]:
        return True
    try:
        columnsets.save(
            SUBJECT,
            chosen["save_as"],
            chosen["columns"],
            is_shared=chosen["is_shared"],
            actor=request.user,
        )
    except RuleBroken as broken:
        refuse(form, broken)
        return False
    return True


def _exported(
    request: HttpRequest, wanted: EnterpriseFilter, columns: list[str], file_format: str
) -> HttpResponseBase:
    rows = wanted.found()
    if rows.order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        return redirect(_started(request, columns, file_format))
    stream = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115  (closed by the response)
    count = exports.write(
        stream,
        rows,
        by=str(request.user),
        filters=wanted.in_words(),
        keys=columns,
        file_format=file_format,
    )
    ids = rows.order_by().values_list("pk", flat=True)
    services.record_export(count=count, filters=sorted(request.GET), actor=request.user, ids=ids)
    stream.seek(0)
    name = exports.file_name(clock.today(), file_format)
    return FileResponse(stream, as_attachment=True, filename=name)


def _started(request: HttpRequest, columns: list[str], file_format: str) -> Any:
    """A job; the same export asked for twice runs once."""
    query = request.GET.urlencode()
    params = {"query": query, "columns": columns, "file_format": file_format}
    return jobs.start(
        "enterprises.export",
        actor=request.user,
        params=params,
        key=f"{request.LANGUAGE_CODE}&{file_format}&{','.join(columns)}&{query}",
        title=_("List of enterprises"),
    )


@login_required
@require_POST
def forget_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a set of columns of one's own."""
    _officers_only(request)
    columnsets.delete(SUBJECT, pk, actor=request.user)
    messages.success(request, _("The set of columns is deleted."))
    return redirect(reverse("enterprises:export"))
