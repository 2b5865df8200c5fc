"""The navigation of each area, with what belongs where; order is the order on the page."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from content.selectors import guides_address
from portal.accounts.permissions import can_manage_people
from sme.payments.permissions import can_manage_payments

Entry = tuple[str, Any, str]  # name of the address, words, icon

PUBLIC: list[Entry] = [
    ("content:guides", _("Guides"), "book"),
    ("programmes:public", _("Programmes"), "flag"),
    ("marketplaces:directory", _("Products"), "package"),
    ("assessments:public", _("Check your readiness"), "chart"),
]
# What else anybody may look at: beside the guides' plain pages at the foot of every public page.
FOOT: list[Entry] = [
    *PUBLIC,
    ("programmes:public_sessions", _("Sessions to come"), "calendar"),
    ("programmes:solutions", _("Digital solutions"), "list"),
    ("content:terms", _("Words explained"), "book"),
]
BUSINESS: list[Entry] = [
    ("dashboard:business", _("What is next"), "home"),
    ("assessments:mine", _("Readiness"), "chart"),
    ("marketplaces:mine", _("Products"), "package"),
    ("programmes:mine", _("Programmes"), "flag"),
    ("marketplaces:my_onboarding", _("Onto marketplaces"), "shop"),
    ("payments:mine", _("Payments"), "coins"),
    ("enterprises:mine", _("Our details"), "building"),
]
WORKSPACE: list[Entry] = [
    ("dashboard:workspace", _("My morning"), "home"),
    ("enterprises:list", _("Enterprises"), "building"),
    ("marketplaces:list", _("Listings"), "shop"),
    ("marketplaces:onboarding", _("Onto marketplaces"), "flag"),
    ("marketplaces:headline", _("Figures"), "chart"),
    ("assessments:list", _("Readiness"), "check-circle"),
    ("programmes:list", _("Programmes"), "flag"),
    ("payments:list", _("Payments"), "coins"),
    ("shared:jobs", _("My jobs"), "clock"),
    ("accounts:staff", _("People of the office"), "users"),
    ("privacy:register", _("Personal data"), "lock"),
    ("shared:system", _("State of the portal"), "settings"),
]
# Who is shown an entry that not everybody of the area may open.
ONLY_FOR = {
    "payments:list": can_manage_payments,
    "accounts:staff": can_manage_people,
    "privacy:register": can_manage_people,
    "shared:system": can_manage_people,
}
AREAS: dict[str, list[Entry]] = {
    "business": BUSINESS,
    "workspace": WORKSPACE,
    "public": PUBLIC,
}


def area_of(path: str) -> str:
    """The area a path lies in, whatever its language: business, workspace or public."""
    parts = [part for part in path.split("/") if part]
    if parts and parts[0] == "en":
        parts = parts[1:]
    first = parts[0] if parts else ""
    if first == "jobs":
        return "workspace"
    return first if first in ("business", "workspace") else "public"


def at_the_foot(request: HttpRequest) -> list[dict[str, Any]]:
    """All public places: label, url. The same for every reader."""
    found = [
        {"label": label, "url": _address(request, name), "icon": icon} for name, label, icon in FOOT
    ]
    return [each for each in found if each["url"]]


def _address(request: HttpRequest, name: str) -> str:
    try:
        return guides_address(request) if name == "content:guides" else reverse(name)
    except NoReverseMatch:
        return ""


def links(request: HttpRequest) -> list[dict[str, Any]]:
    """The navigation of the area of this page: label, url, icon, is_current."""
    here = request.path
    found = []
    for name, label, icon in AREAS[area_of(here)]:
        if name in ONLY_FOR and not ONLY_FOR[name](request.user):
            continue
        url = _address(request, name)
        if not url:
            continue
        is_root = name in ("dashboard:business", "dashboard:workspace")
        current = here == url if is_root else here.startswith(url)
        found.append({"label": label, "url": url, "icon": icon, "is_current": current})
    return found
