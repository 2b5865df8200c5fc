"""For editors: whether pages helped, what readers wrote, and what they looked for in vain."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from content import selectors
from portal.accounts.models import User
from portal.shared.http import page_of


class EditorsMenuItem(MenuItem):
    """An entry that those who edit guidance see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To editors, moderators and administrators."""
        return _is_editor(request)


def feedback(request: HttpRequest) -> HttpResponse:
    """What readers said of every page, or of the one in ``?page_id=``."""
    only_editors(request)
    asked = request.GET.get("page_id", "")
    page_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    context: dict[str, Any] = {
        "rows": page_of(request, selectors.feedback_of(page_id), per_page=50),
        "page_id": page_id,
        "header_title": _("What readers say"),
    }
    if page_id:
        context["versions"] = selectors.feedback_by_version(page_id)
    else:
        context["pages"] = selectors.feedback_by_page()[:100]
    return render(request, "wagtailadmin/readers/feedback.html", context)


def misses(request: HttpRequest) -> HttpResponse:
    """Words that found nothing, most asked for first."""
    only_editors(request)
    rows = page_of(request, selectors.misses(), per_page=100)
    context = {"rows": rows, "header_title": _("Searches that found nothing")}
    return render(request, "wagtailadmin/readers/misses.html", context)


def _is_editor(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.edits_guidance


def only_editors(request: HttpRequest) -> None:
    """Refuse everybody who does not edit guidance."""
    if not _is_editor(request):
        raise PermissionDenied


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The two reports."""
    return [
        path("reports/readers/", feedback, name="content_feedback"),
        path("reports/searches/", misses, name="content_misses"),
    ]


@hooks.register("register_reports_menu_item")
def feedback_in_the_menu() -> MenuItem:
    """Below “Reports”."""
    label = gettext_lazy("What readers say")
    return EditorsMenuItem(label, reverse("content_feedback"), icon_name="comment", order=100)


@hooks.register("register_reports_menu_item")
def misses_in_the_menu() -> MenuItem:
    """Below “Reports”."""
    label = gettext_lazy("Searches that found nothing")
    return EditorsMenuItem(label, reverse("content_misses"), icon_name="search", order=110)


@hooks.register("register_page_header_buttons")
def feedback_beside_the_page(page: Any, user: Any, **_more: Any) -> Iterator[Button]:
    """How many said that the page helped, next to the page; opens what they wrote."""
    totals = selectors.feedback_totals(page.pk) if page.pk else {"yes": 0, "no": 0}
    if totals["yes"] or totals["no"]:
        yield Button(
            _("Readers: %(yes)s helped, %(no)s not yet") % totals,
            f"{reverse('content_feedback')}?page_id={page.pk}",
            icon_name="comment",
            priority=90,
        )
