"""A cohort's roster: on screen, with its filters and columns, and as a file."""

import tempfile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import columnsets, jobs
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse, render_page_or_part
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort
from sme.rosters import exports, filters, rules, selectors, services
from sme.rosters.forms import ExportForm, TemplateForm
from sme.rosters.models import RosterTemplate

PER_PAGE = 50
SUBJECT = "rosters"
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _visible_cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    cohorts = programmes.cohorts_visible_to(request.user).select_related("programme")
    return get_or_404_visible(cohorts, pk=cohort_id)


@require_safe
@login_required
def roster(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The roster as its address asks: filtered, sorted, in these columns, this page."""
    cohort = _visible_cohort(request, cohort_id)
    asked = filters.asked(cohort, request.user, request.GET)
    page = page_of(request, asked.rows.values(*selectors.FIELDS), per_page=PER_PAGE, cap=None)
    keys = rules.known_columns(request.GET.getlist("columns"))
    selectors.filled(page.rows, first=page.first, wanted=keys)
    context = {
        "cohort": cohort,
        "filterset": asked.filterset,
        "page": page,
        "columns": exports.columns(keys),
        "all_columns": [(each, each.key in keys) for each in exports.COLUMNS.values()],
        "chosen": request.GET.getlist("columns"),
        "query": request.GET.urlencode(),
        "crumbs": _crumbs(cohort),
    }
    return render_page_or_part(request, "rosters/roster.html", context)


def _crumbs(cohort: Cohort) -> list[dict[str, str]]:
    return [
        {"label": _("Programmes"), "url": reverse("programmes:list")},
        {"label": cohort.code, "url": cohort.get_absolute_url()},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def export(request: HttpRequest, cohort_id: int) -> HttpResponseBase:
    """Export what the address asks for: a small file at once, a large one as a job. GET offers the choices."""
    cohort = _visible_cohort(request, cohort_id)
    asked = filters.asked(cohort, request.user, request.GET)
    kept = columnsets.columns_of(request.user, SUBJECT, request.GET.get("set", ""), rules.KEYS)
    shown = kept or rules.known_columns(request.GET.getlist("columns"), usual=rules.USUAL)
    offered = [(key, column.header) for key, column in exports.COLUMNS.items()]
    templates = selectors.templates_for(request.user).values_list("pk", "name")
    form = ExportForm(
        request.POST or None, initial={"columns": list(shown)}, columns=offered, templates=templates
    )
    if asked.filterset.is_valid() and form.is_valid() and _saved(request, form):
        try:
            return _exported(request, cohort, asked, form.cleaned_data)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "cohort": cohort,
        "form": form,
        "count": asked.rows.order_by().count(),
        "words": asked.words,
        "back": f"{reverse('rosters:cohort', args=[cohort.pk])}?{request.GET.urlencode()}",
        "crumbs": _crumbs(cohort),
        "at_once": rules.AT_ONCE,
        "sets": columnsets.sets_for(request.user, SUBJECT),
        "query": filters.query_of(request.GET),
    }
    return render(request, "rosters/export.html", context)


def _saved(request: HttpRequest, form: ExportForm) -> bool:
    """Save the chosen columns if they were given a name; false when that was refused."""
    chosen = form.cleaned_data
    if not chosen["save_as"]:
        return True
    try:
        columnsets.save(
            SUBJECT,
            chosen["save_as"],
            rules.chosen_columns(chosen["columns"]),
            is_shared=chosen["is_shared"],
            actor=request.user,
        )
    except RuleBroken as broken:
        refuse(form, broken)
        return False
    return True


@require_POST
@login_required
def forget_columns(request: HttpRequest, cohort_id: int, pk: int) -> HttpResponse:
    """Delete a set of columns of one's own."""
    cohort = _visible_cohort(request, cohort_id)
    columnsets.delete(SUBJECT, pk, actor=request.user)
    messages.success(request, _("The set of columns is deleted."))
    return redirect("rosters:export", cohort.pk)


def _exported(
    request: HttpRequest, cohort: Cohort, asked: filters.Asked, wanted: dict[str, Any]
) -> HttpResponseBase:
    keys = rules.chosen_columns(wanted["columns"])
    file_format = rules.file_format(wanted["file_format"])
    query = filters.query_of(request.GET)
    template = _template(request, wanted.get("template", ""))
    if asked.rows.order_by().count() > rules.AT_ONCE:
        params = {
            "cohort_id": cohort.pk,
            "query": query,
            "columns": list(keys),
            "file_format": file_format,
            "is_official": wanted["is_official"],
            "returns": wanted["returns"],
        }
        if template is not None:
            params["template_id"] = template.pk
        key = "&".join(f"{name}={value}" for name, value in params.items())
        return redirect(
            jobs.start(
                "rosters.export",
                actor=request.user,
                params=params,
                key=f"{request.LANGUAGE_CODE}&{key}",
                title=f"{cohort.code} · {cohort.title}",
            )
        )
    if template is not None:
        return _filled(request, cohort, asked, template)
    sheet = exports.sheet(
        cohort,
        asked.rows,
        keys,
        filters=asked.words,
        by=str(request.user),
        is_official=wanted["is_official"],
        returns=wanted["returns"] and file_format == "xlsx",
    )
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    services.deliver(
        sheet, stream, cohort=cohort, file_format=file_format, query=query, actor=request.user
    )
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"{sheet.name}.{file_format}",
        content_type=CONTENT_TYPES[file_format],
    )


def _template(request: HttpRequest, pk: str) -> RosterTemplate | None:
    return selectors.templates_for(request.user).filter(pk=int(pk)).first() if pk else None


def _filled(
    request: HttpRequest, cohort: Cohort, asked: filters.Asked, template: RosterTemplate
) -> FileResponse:
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    services.deliver_filled(
        template,
        asked.rows,
        stream,
        cohort=cohort,
        query=filters.query_of(request.GET),
        filters=asked.words,
        actor=request.user,
    )
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"{template.name} {cohort.code}.xlsx",
        content_type=CONTENT_TYPES["xlsx"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """The office's templates: what there is, what names can be used, and a new one."""
    if not request.user.is_officer:
        raise Http404
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = services.add_template(
                form.cleaned_data["name"], form.cleaned_data["file"], actor=request.user
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The template is kept and offered at each export."))
            for note in made.names["notes"]:
                messages.warning(request, note)
            return redirect("rosters:templates")
    context = {
        "form": form,
        "kept": selectors.templates_for(request.user),
        "office": selectors.office_of(request.user),
        "once": rules.ONCE.items(),
        "columns": [(key, exports.COLUMNS[key].header) for key in rules.KEYS],
        "most": rules.AT_MOST,
        "crumbs": [{"label": _("Programmes"), "url": reverse("programmes:list")}],
    }
    return render(request, "rosters/templates.html", context)


@require_safe
@login_required
def template_file(request: HttpRequest, pk: int) -> FileResponse:
    """A template as it was uploaded."""
    found = get_or_404_visible(selectors.templates_for(request.user), pk=pk)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=found.file_name)


@require_POST
@login_required
def template_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a template of one's own office no longer."""
    found = get_or_404_visible(selectors.templates_of(request.user), pk=pk)
    services.remove_template(found, actor=request.user)
    messages.success(request, _("The template is no longer offered."))
    return redirect("rosters:templates")
