"""For editors: what is due for another look, translations at a glance, and a warning before a page goes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content import selectors
from content.wagtail_hooks.readers import EditorsMenuItem, only_editors
from portal.shared import clock
from portal.shared.http import page_of, page_of_list


def due(request: HttpRequest) -> HttpResponse:
    """Published guides that somebody should look at again."""
    only_editors(request)
    rows = page_of(request, selectors.due_guides(clock.today()), per_page=50)
    context = {"rows": rows, "header_title": _("Guides to look at again")}
    return render(request, "wagtailadmin/keeping/due.html", context)


def translations(request: HttpRequest) -> HttpResponse:
    """Every page in every language."""
    only_editors(request)
    context = {
        "rows": page_of_list(request, selectors.translations(), per_page=100),
        "languages": [name for _code, name in settings.LANGUAGES],
        "header_title": _("Pages and their translations"),
    }
    return render(request, "wagtailadmin/keeping/translations.html", context)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The two reports."""
    return [
        path("reports/due/", due, name="content_due"),
        path("reports/translations/", translations, name="content_translations"),
    ]


@hooks.register("register_reports_menu_item")
def due_in_the_menu() -> MenuItem:
    """Below “Reports”."""
    label = gettext_lazy("Guides to look at again")
    return EditorsMenuItem(label, reverse("content_due"), icon_name="date", order=80)


@hooks.register("register_reports_menu_item")
def translations_in_the_menu() -> MenuItem:
    """Below “Reports”."""
    label = gettext_lazy("Pages and their translations")
    return EditorsMenuItem(label, reverse("content_translations"), icon_name="globe", order=90)


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def what_leads_here(request: HttpRequest, page: Any) -> None:
    """Above the question whether a page shall really go: what leads to it."""
    uses = selectors.uses_of(page.specific)
    if request.method != "GET" or not uses:
        return
    said = [f"{kind.label}: {count}" for kind, count in uses.ties.items()]
    if uses.pages:
        said.append(
            ngettext("%(n)d other page", "%(n)d other pages", uses.pages) % {"n": uses.pages}
        )
    messages.warning(
        request,
        _("People are led here from: %(uses)s. Say in the page what replaces it before it goes.")
        % {"uses": "; ".join(str(each) for each in said)},
    )
