"""Wagtail's pages, found without asking the database where they are kept anyway."""

from copy import copy

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve
from wagtail.wagtail_hooks import check_view_restrictions

from content.models import HomePage
from content.models.portal import PortalPage
from portal.shared import pagecache


def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """A published page that anybody may read; for everything else, Wagtail's own way."""
    known = _known_page(request, path) if request.method in ("GET", "HEAD") else None
    if known is None:
        answer: HttpResponseBase = serve(request, path)
        return answer
    for hook in hooks.get_hooks("before_serve_page"):
        if hook is not check_view_restrictions:  # it has none
            early: HttpResponseBase | None = hook(known, request, [], {})
            if isinstance(early, HttpResponseBase):
                return early
    shown: HttpResponseBase = known.serve(request)
    return shown


class _NotKnownError(Exception):
    """The address is not one of a published page that anybody may read."""


def _known_page(request: HttpRequest, path: str) -> Page | None:
    """The published page at an address of this host, when anybody may read it; a copy of the kept one.

    ``None`` leaves it to Wagtail: what is unknown, restricted, redirected or routed in another way.
    """
    key = f"page:{request.get_host()}:{get_language()}:{path}"
    try:
        return copy(pagecache.part(key, lambda: _found_page(request, path)))
    except _NotKnownError:
        return None


def _found_page(request: HttpRequest, path: str) -> Page:
    site = Site.find_for_request(request)
    if site is None:
        raise _NotKnownError
    # One query for the front page of this language; Wagtail asks for the language first.
    homes = HomePage.objects.filter(locale__language_code=get_language()).select_related("locale")
    home = homes.filter(translation_key=site.root_page.translation_key).first()
    if home is None:
        raise _NotKnownError
    try:
        found = home.route(request, [part for part in path.split("/") if part])
    except Http404:
        raise _NotKnownError from None
    if found.args or found.kwargs or not isinstance(found.page, PortalPage):
        raise _NotKnownError
    if not found.page.live or found.page.get_view_restrictions():
        raise _NotKnownError
    return found.page
