"""What every page's frame needs: languages, areas a person may open, the enterprise they act for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.selectors import addresses_for, footer_pages, site_settings_of
from portal.dashboard import navigation, selectors
from sme.enterprises import selectors as enterprises
from sme.enterprises.permissions import can_list


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language: code, label, url, is_current."""
    here = request.get_full_path()
    pages = addresses_for(request)
    return [
        {
            "code": code,
            "label": label,
            "url": pages.get(code) or translate_url(here, code),
            "is_current": code == get_language(),
        }
        for code, label in settings.LANGUAGES
    ]


def areas_of(user: Any) -> list[dict[str, str]]:
    """The places of the portal that this person may open: key, label, url."""
    if not user.is_authenticated:
        return []
    areas = [
        {
            "key": "business",
            "label": _("My business"),
            "url": reverse("dashboard:business"),
        }
    ]
    if user.is_officer:
        areas.append(
            {
                "key": "workspace",
                "label": _("Workspace"),
                "url": reverse("dashboard:workspace"),
            }
        )
    if user.edits_guidance:
        areas.append(
            {
                "key": "admin",
                "label": _("Edit guidance"),
                "url": reverse("wagtailadmin_home"),
            }
        )
    return areas


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context of ``templates/base.html``; everything that asks the database is lazy.

    The Wagtail admin has variables of its own by these names (``search_url`` is one), so it gets none.
    """
    if request.path.startswith(reverse("wagtailadmin_home")):
        return {}
    user = getattr(request, "user", None)
    context: dict[str, Any] = {
        "is_demo_world": settings.DEMO_WORLD,
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "site_settings": SimpleLazyObject(lambda: site_settings_of(request)),
        "main_navigation": SimpleLazyObject(lambda: navigation.links(request)),
        "public_places": SimpleLazyObject(lambda: navigation.at_the_foot(request)),
        "footer_links": SimpleLazyObject(lambda: footer_pages(request)),
        "search_url": SimpleLazyObject(lambda: reverse("content:search")),
        "sign_in_url": SimpleLazyObject(lambda: reverse("account_login")),
        "sign_up_url": SimpleLazyObject(lambda: reverse("account_signup")),
        "sign_out_url": SimpleLazyObject(lambda: reverse("account_logout")),
        "account_url": SimpleLazyObject(lambda: reverse("accounts:profile")),
        "areas": [],
        "my_enterprises": [],
        "acting_enterprise": None,
    }
    if user is not None and user.is_authenticated:
        context["finds_businesses"] = SimpleLazyObject(lambda: can_list(user))
        context["areas"] = SimpleLazyObject(lambda: areas_of(user))
        context["my_next_step"] = SimpleLazyObject(
            lambda: selectors.next_step_of(user, context["acting_enterprise"] or None)
        )
        if navigation.area_of(request.path) == "workspace":
            return context  # nobody acts for a business there
        known = getattr(request, "my_enterprises", None)
        mine = known or SimpleLazyObject(lambda: list(enterprises.enterprises_of(user)))
        context["my_enterprises"] = mine
        context["acting_enterprise"] = SimpleLazyObject(
            lambda: enterprises.acting_among(mine, request.session.get("acting_enterprise"))
        )
    return context
