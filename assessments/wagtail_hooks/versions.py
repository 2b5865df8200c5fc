"""The editors' place: questionnaires and their versions, drafts under the pen, the way to publication."""

import io
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import exports, permissions, rules, selectors, services, uploads
from assessments.forms import (
    CopyForm,
    CriterionForm,
    DocumentForm,
    FrameForm,
    QuestionForm,
    ReasonForm,
    UploadForm,
)
from assessments.models import FrameworkVersion
from assessments.rules import VersionState, editing
from portal.shared import audit
from portal.shared.errors import RuleBroken
from portal.shared.http import refuse
from sme.enterprises.rules import SizeClass

PLACE = "wagtailadmin/readiness/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def version_at(request: HttpRequest, pk: int, *, is_draft: bool = False) -> FrameworkVersion:
    """The version, for those who author; a published one has no pages for changing."""
    if not permissions.can_author(request.user):
        raise PermissionDenied
    found = FrameworkVersion.objects.select_related(
        "framework", "based_on", "changed_by", "asked_by"
    )
    version = found.filter(pk=pk).first()
    if version is None or (is_draft and version.state != VersionState.DRAFT):
        raise Http404
    return version


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All questionnaires with their versions; a file becomes a draft."""
    if not permissions.can_author(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    problems: tuple[rules.Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            definition = uploads.read_upload(file, file.name)
            draft = services.load_draft(definition, actor=request.user)
        except rules.FrameworkInvalid as invalid:
            problems = invalid.problems
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The file is a draft now. Look it through, then ask."))
            return redirect("readiness_version", pk=draft.pk)
    context = {
        "header_title": _("Questionnaires"),
        "versions": selectors.framework_versions(),
        "form": form,
        "problems": problems,
    }
    status = 422 if form.errors or problems else 200
    return render(request, f"{PLACE}index.html", context, status=status)


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its questions, what can be done with it, who changed what."""
    return _version(request, version_at(request, pk))


def _version(
    request: HttpRequest, found: FrameworkVersion, status: int = 200, **forms: Any
) -> HttpResponse:
    definition = selectors.definition_of(found)
    is_draft = found.state == VersionState.DRAFT
    based_on = found.based_on if is_draft else None
    changed = editing.differences(selectors.definition_of(based_on), definition) if based_on else {}
    context = {
        "header_title": f"{definition.title} {found.name}",
        "version": found,
        "definition": definition,
        "is_draft": is_draft,
        "based_on": based_on,
        "changed": {key: pair for key, pair in changed.items() if key != "version"},
        "history": audit.history(found),
        "can_publish": permissions.can_publish(request.user),
        "is_own": request.user.pk in (found.changed_by_id, found.asked_by_id),
        "copy_form": CopyForm(),
        "reason_form": ReasonForm(),
        "others": selectors.other_versions(found),
        "sizes": SizeClass.choices,
        **forms,
    }
    return render(request, f"{PLACE}version.html", context, status=status)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft made from this version."""
    found = version_at(request, pk)
    form = CopyForm(request.POST)
    if form.is_valid():
        try:
            draft = services.copy_version(found, form.cleaned_data["name"], actor=request.user)
            return redirect("readiness_version", pk=draft.pk)
        except RuleBroken as broken:
            refuse(form, broken)
    return _version(request, found, 422, copy_form=form)


@require_safe
def download(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Any version as workbook or JSON."""
    found = version_at(request, pk)
    definition = selectors.definition_of(found)
    if ending == "json":
        content: bytes = editing.documents.pretty(definition).encode()
        kind = "application/json"
    else:
        stream = io.BytesIO()
        exports.write_framework(stream, definition, by=str(request.user))
        content, kind = stream.getvalue(), XLSX
    name = f"{found.framework.slug}-{found.name}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The version on paper: as officers print it, or as a proof while it is a draft."""
    found = version_at(request, pk)
    is_draft = found.state == VersionState.DRAFT
    address = "" if is_draft else settings.BASE_URL + reverse("assessments:paper", args=[pk])
    try:
        made = exports.paper_pdf(selectors.definition_of(found), address=address)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
        return redirect("readiness_version", pk=pk)
    return HttpResponse(made, content_type="application/pdf")


@require_http_methods(["GET", "POST"])
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Titles, levels, pillars and rules of a draft."""
    found = version_at(request, pk, is_draft=True)
    plain = editing.opened(selectors.definition_of(found))
    form = FrameForm(plain, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, found, form, form.edited())
        if kept is not None:
            return kept
    return _edit(request, found, form, _("Titles, levels, pillars"))


@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One question of a draft."""
    found = version_at(request, pk, is_draft=True)
    definition = selectors.definition_of(found)
    plain = editing.opened(definition)
    place = editing.place_of(plain, code)
    if place is None:
        raise Http404
    pillar, indicator, number = place
    siblings = plain["pillars"][pillar]["indicators"][indicator]["criteria"]
    earlier = list(takewhile(lambda each: each.code != code, definition.criteria))
    form = CriterionForm(siblings[number], request.POST or None, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        siblings[number] = form.edited()
        at = f"/pillars/{pillar}/indicators/{indicator}/criteria/{number}"
        kept = _kept(request, found, form, plain, at)
        if kept is not None:
            return kept
    return _edit(request, found, form, f"{code} {definition.by_code[code].asks}")


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new question of a draft; the rest is written on its own page."""
    found = version_at(request, pk, is_draft=True)
    definition = selectors.definition_of(found)
    form = QuestionForm(definition, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        code, kind = data["code"], rules.Kind(data["kind"])
        plain = editing.added(editing.opened(definition), data["indicator"], code, kind, form.title)
        try:
            _changed(request, found, plain)
        except rules.FrameworkInvalid as invalid:
            form.add_error("code", " ".join(str(each.sentence) for each in invalid.problems))
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            return redirect("readiness_criterion", pk=pk, code=code)
    return _edit(request, found, form, _("A new question"))


@require_POST
def outline(request: HttpRequest, pk: int, code: str, act: str) -> HttpResponse:
    """Move a question up or down, or take it out of the draft."""
    found = version_at(request, pk, is_draft=True)
    plain = editing.opened(selectors.definition_of(found))
    if editing.place_of(plain, code) is None:
        raise Http404
    try:
        if act == "out":
            _changed(request, found, editing.without(plain, code))
            messages.success(request, _("The question is taken out of the draft."))
        else:
            _changed(request, found, editing.moved(plain, code, -1 if act == "up" else 1))
    except rules.FrameworkInvalid as invalid:
        told = " ".join(f"{each}." for each in invalid.problems)
        messages.error(request, _("Not done, because then: %(problems)s") % {"problems": told})
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    back = "" if act == "out" else f"#question-{code}"
    return redirect(reverse("readiness_version", args=[pk]) + back)


def _changed(request: HttpRequest, found: FrameworkVersion, plain: dict[str, Any]) -> None:
    """Keep a changed document; refuses what does not hold together, and a stale page."""
    definition = editing.closed(plain)
    expected = request.POST.get("expected", "")
    services.change_draft(found, definition, actor=request.user, expected=expected)


def _kept(
    request: HttpRequest,
    found: FrameworkVersion,
    form: DocumentForm,
    plain: dict[str, Any],
    at: str = "",
) -> HttpResponse | None:
    """Keep the changed document and go back to the version; a refusal lands at its field."""
    try:
        _changed(request, found, plain)
    except rules.FrameworkInvalid as invalid:
        form.tell(invalid.problems, at)
    except RuleBroken as broken:
        refuse(form, broken)
    else:
        messages.success(request, _("Saved in the draft."))
        return redirect("readiness_version", pk=found.pk)
    return None


def _edit(
    request: HttpRequest, found: FrameworkVersion, form: BaseForm, title: str
) -> HttpResponse:
    context = {
        "header_title": title,
        "version": found,
        "form": form,
        # What the person saw when they began; after a refusal it stays what it was.
        "expected": request.POST.get("expected") or found.checksum,
    }
    status = 422 if form.errors else 200
    return render(request, f"{PLACE}edit.html", context, status=status)


@require_POST
def move(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask for publication, publish, or delete a draft."""
    found = version_at(request, pk, is_draft=True)
    try:
        if act == "ask":
            services.ask_publication(found, actor=request.user)
            messages.success(request, _("Moderators and administrators can publish it now."))
        elif act == "publish":
            services.release(found, actor=request.user, expected=request.POST.get("expected", ""))
            messages.success(request, _("Published and frozen. New assessments use it."))
        else:
            services.drop_draft(found, actor=request.user)
            messages.success(request, _("The draft is deleted."))
            return redirect("readiness_versions")
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect("readiness_version", pk=pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft back with a reason."""
    found = version_at(request, pk, is_draft=True)
    if not permissions.can_publish(request.user):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.send_back(found, form.cleaned_data["reason"], actor=request.user)
            messages.success(request, _("Given back; the reason stands in the history."))
            return redirect("readiness_version", pk=pk)
        except RuleBroken as broken:
            refuse(form, broken)
    return _version(request, found, 422, reason_form=form)
