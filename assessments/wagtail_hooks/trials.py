"""What a version means for what was answered before: its crosswalks, and the dry run on past answers."""

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import exports, permissions, selectors, services
from assessments.forms import CrosswalkForm
from assessments.models import FrameworkVersion
from assessments.rules import VersionState, crossing
from assessments.wagtail_hooks.versions import PLACE, XLSX, version_at
from portal.shared import jobs
from portal.shared.errors import RuleBroken

AT_ONCE = 300
"""So many results are tried while the person waits; more go on as a job."""


@require_http_methods(["GET", "POST"])
def crosswalk(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """Which question of this version is the same as one of an earlier version; proposed, and declared by people."""
    later = version_at(request, pk)
    before = FrameworkVersion.objects.filter(pk=earlier, framework=later.framework_id)
    found = before.exclude(pk=pk).exclude(state=VersionState.DRAFT).first()
    if found is None:
        raise Http404
    old, new = selectors.definition_of(found), selectors.definition_of(later)
    links = {each.criterion: each for each in crossing.propose(old, new)}
    declared = {each.criterion: each for each in selectors.links_between(found.pk, later.pk)}
    form = CrosswalkForm(old, new, links | declared, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.declare(found, later, form.links, actor=request.user)
            messages.success(request, _("Declared. Progress and new drafts follow it."))
            return redirect("readiness_version", pk=pk)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.sentence)
    context = {
        "header_title": _("What stayed the same since version %(name)s") % {"name": found.name},
        "version": later,
        "earlier": found,
        "form": form,
        "is_declared": bool(declared),
        "gone": [
            c for c in old.criteria if c.code not in {each.earlier for each in links.values()}
        ],
    }
    return render(request, f"{PLACE}crosswalk.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose level would change; asking by POST makes the workbook."""
    version = version_at(request, pk)
    if not permissions.can_author(request.user):
        raise PermissionDenied
    count = selectors.trials_count(version)
    is_large = count > AT_ONCE
    if request.method == "POST" and is_large:
        key = f"{version.pk}:{version.checksum}:{count}"
        params = {"version_id": version.pk}
        return redirect(
            jobs.start("assessments.try_version", actor=request.user, params=params, key=key)
        )
    context = {
        "header_title": _("%(version)s tried on past answers") % {"version": version},
        "version": version,
        "count": count,
        "is_large": is_large,
    }
    if not is_large:
        shifts, moves = selectors.whose_level_changes(version, request.user)
        if request.method == "POST":
            return _workbook(request, version, shifts)
        context |= {
            "shifts": shifts,
            "moves": [(before, after, n) for (before, after), n in moves.items()],
        }
    return render(request, f"{PLACE}trial.html", context)


def _workbook(
    request: HttpRequest, version: FrameworkVersion, shifts: list[selectors.Shift]
) -> HttpResponse:
    stream = io.BytesIO()
    exports.write_shifts(stream, shifts, title=str(version), by=str(request.user))
    name = f"{version.framework.slug}-{version.name}-thu.xlsx"
    return HttpResponse(
        stream.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
