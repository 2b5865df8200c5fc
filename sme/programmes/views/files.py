"""Answers that are files: lists of this room as a workbook or as a text table, papers as PDF."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.files import XLSX
from portal.shared.spreadsheets import Column, ReadFirst, write_csv, write_workbook
from sme.programmes import exports


def file_of(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    name: str,
    by: str,
    is_csv: bool = False,
    filters: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
) -> FileResponse:
    """The list as an attachment, ``.xlsx`` or ``.csv``, with the day in its name."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    if is_csv:
        write_csv(stream, columns, rows)
    else:
        about = ReadFirst(title=title, by=by, as_of=clock.now(), filters=filters, notes=notes)
        write_workbook(stream, columns, rows, about=about)
    stream.seek(0)
    ending, kind = ("csv", "text/csv; charset=utf-8") if is_csv else ("xlsx", XLSX.content_type)
    file_name = f"{name}-{clock.today():%Y-%m-%d}.{ending}"
    return FileResponse(stream, as_attachment=True, filename=file_name, content_type=kind)


def words_of(filterset: Any) -> list[tuple[str, str]]:
    """A filter as a person reads it: what, and which."""
    form = filterset.form
    if not form.is_valid():
        return [(str(_("Filter")), str(_("cannot be read")))]
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", []):
            continue
        choices = getattr(field, "choices", None) if not hasattr(field, "queryset") else None
        labels = {str(key): words for key, words in choices} if choices else {}
        found.append((str(field.label), str(labels.get(str(value), value))))
    return found


def parts_of(papers: Sequence[Any]) -> list[int]:
    """Where each document begins (``order``) when the papers are too many for one; else nothing."""
    orders = [each.order for each in papers]
    most = exports.MOST_IN_ONE
    return orders[::most] if len(orders) > most else []


def pdf_of(
    request: HttpRequest, make: Callable[[], bytes], *, name: str, back: str
) -> HttpResponse:
    """The document that ``make`` makes, shown in the browser; a refusal is told on the page ``back``."""
    try:
        made = make()
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
        return redirect(back)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    add_never_cache_headers(answer)
    return answer
