"""Possible duplicates: the queue, two records side by side, telling apart, merging, taking a merge back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import jobs
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import permissions, selectors, services
from sme.enterprises.forms.merging import DistinctForm, MergeForm, side_by_side
from sme.enterprises.models import DuplicatePair, Enterprise, Merge

VIEWS = ("open", "apart", "merges")


def _officers_only(request: HttpRequest) -> None:
    if not permissions.can_list(request.user):
        raise Http404


def _pair(request: HttpRequest, pk: int) -> DuplicatePair:
    _officers_only(request)
    pair = get_or_404_visible(selectors.pairs_with_records(request.user), pk=pk)
    if not permissions.can_merge(request.user, pair.left, pair.right):
        raise Http404
    return pair


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The queue; what was told apart; merges."""
    _officers_only(request)
    view = request.GET.get("view", "open")
    if view not in VIEWS:
        raise Http404
    lists = {
        "open": selectors.pairs_to_decide,
        "apart": selectors.pairs_told_apart,
        "merges": selectors.merges_of,
    }
    page = page_of(request, lists[view](request.user))
    context: dict[str, Any] = {"view": view, "page": page}
    if view == "merges":
        context["rows"] = [(each, services.why_not_undone(each)) for each in page]
    return render(request, "enterprises/duplicates/list.html", context)


@login_required
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Compare the whole registry in the background; a search under way is shown instead of a second."""
    _officers_only(request)
    return redirect(
        jobs.start(
            "enterprises.find_duplicates",
            actor=request.user,
            key="all",
            title=_("Search for duplicates"),
        )
    )


@login_required
@require_safe
@never_cache
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Two records side by side, and why they look alike."""
    return _side_by_side(request, _pair(request, pk), DistinctForm())


def _side_by_side(
    request: HttpRequest, found: DuplicatePair, form: DistinctForm, status: int = 200
) -> HttpResponse:
    context = {"pair": found, "lines": side_by_side(found.left, found.right), "form": form}
    return render(request, "enterprises/duplicates/pair.html", context, status=status)


@login_required
@require_POST
def tell_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that they are two businesses, and why."""
    found = _pair(request, pk)
    form = DistinctForm(request.POST)
    if form.is_valid():
        try:
            services.mark_distinct(found, form.cleaned_data["note"], actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Remembered: these are two businesses."))
            return redirect("enterprises:duplicates")
    return _side_by_side(request, found, form, status=422)


@login_required
@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a pair back into the queue."""
    found = _pair(request, pk)
    services.ask_again(found, actor=request.user)
    messages.success(request, _("The pair waits to be decided again."))
    return redirect("enterprises:duplicate_pair", pk=found.pk)


def _kept_and_gone(request: HttpRequest, found: DuplicatePair) -> tuple[Enterprise, Enterprise]:
    """The record that is kept (``?keep=``): the verified one, else the one that has been there longer."""
    asked = request.GET.get("keep", "")
    both = [found.left, found.right]
    kept = next((each for each in both if str(each.pk) == asked), None)
    if kept is None:
        kept = min(both, key=lambda each: (not each.is_verified, not each.has_identifier, each.pk))
    return kept, next(each for each in both if each is not kept)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose field by field, see every row that moves, merge."""
    found = _pair(request, pk)
    kept, gone = _kept_and_gone(request, found)
    preview = services.preview_merge(kept, gone)
    data = request.POST if request.method == "POST" else None
    form = MergeForm(data, kept=kept, gone=gone, defaults=preview.defaults)
    if data is not None and form.is_valid():
        versions = (form.cleaned_data["kept_version"], form.cleaned_data["gone_version"])
        try:
            services.merge(
                kept, gone, chosen=form.chosen(), expected_versions=versions, actor=request.user
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(
                request, _("The two records are one now. You can take this back under “Merges”.")
            )
            return redirect(kept)
    context = {"pair": found, "kept": kept, "gone": gone, "preview": preview, "form": form}
    return render(request, "enterprises/duplicates/merge.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    _officers_only(request)
    done = get_or_404_visible(_visible_merges(request), pk=pk)
    if not permissions.can_merge(request.user, done.kept, done.gone):
        raise Http404
    try:
        services.undo_merge(done, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("enterprises:duplicates")
    messages.success(request, _("The merge is taken back; both records stand as before."))
    return redirect(done.gone)


def _visible_merges(request: HttpRequest) -> Any:
    seen = selectors.merges_of(request.user).values("pk")
    return Merge.objects.select_related("kept", "gone").filter(pk__in=seen.order_by())
