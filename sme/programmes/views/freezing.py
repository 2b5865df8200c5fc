"""Approved lists: approving, reading beside the present, reopening, taking out as a workbook."""

from datetime import datetime
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.files import XLSX
from portal.shared.http import get_or_404_visible
from portal.shared.spreadsheets import ReadFirst, write_workbook
from sme.programmes import exports, permissions, selectors, services
from sme.programmes.models import RosterFreeze
from sme.programmes.views.workspace import crumbs, visible_cohort


def _kept(request: HttpRequest, pk: int) -> RosterFreeze:
    if not permissions.can_manage_programmes(request.user):
        raise Http404
    lists = RosterFreeze.objects.select_related("cohort__programme", "frozen_by", "reopened_by")
    return get_or_404_visible(lists, pk=pk)


@require_POST
@login_required
def approve(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Approve the list of a cohort as it stands."""
    cohort = visible_cohort(request, cohort_id)
    if not permissions.can_manage_programmes(request.user):
        raise Http404
    try:
        kept = services.approve_list(
            cohort, actor=request.user, decision=request.POST.get("decision", "")
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(cohort)
    messages.success(request, _("The list is approved and kept as it is now."))
    return redirect(kept)


@require_safe
@login_required
def frozen(request: HttpRequest, pk: int) -> HttpResponse:
    """An approved list, with what differs now beside it."""
    kept = _kept(request, pk)
    context = {
        "kept": kept,
        "cohort": kept.cohort,
        "crumbs": crumbs(kept.cohort),
        "rows": selectors.compared_with_now(kept),
        "joined": selectors.joined_since(kept),
        "is_intact": services.is_intact(kept),
    }
    return render(request, "programmes/frozen.html", context)


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an approved list no longer stands, and why."""
    kept = _kept(request, pk)
    try:
        services.reopen_list(kept, reason=request.POST.get("reason", ""), actor=request.user)
        messages.success(request, _("Reopened. The list that was approved is kept."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect(kept)


@require_safe
@login_required
def frozen_export(request: HttpRequest, pk: int) -> FileResponse:
    """The approved rows as a workbook, never those of today."""
    kept = _kept(request, pk)
    moment = timezone.localtime(kept.frozen_at)
    notes = [
        _("Approved at %(moment)s. Checksum: %(checksum)s.")
        % {"moment": f"{moment:%H:%M %d/%m/%Y}", "checksum": kept.checksum}
    ]
    if kept.cohort.is_demo:
        notes.append(_("These enterprises are invented for the demonstration."))
    stream = BytesIO()
    write_workbook(
        stream,
        exports.FROZEN_COLUMNS,
        exports.frozen_rows(kept.rows),
        about=ReadFirst(
            title=f"{kept.cohort}",
            as_of=datetime.combine(clock.local_day(kept.frozen_at), datetime.min.time()),
            by=str(request.user),
            notes=notes,
        ),
    )
    stream.seek(0)
    name = f"danh-sach-duyet-{kept.cohort.code}-{moment:%Y-%m-%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX.content_type)
