"""Warning of records that look alike before one is entered; sending the form once more goes on."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sme.enterprises import permissions, selectors


def of_look_alikes(request: HttpRequest, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of records like these values, or nothing: there are none, or the person has seen them.

    To officers names, places and reasons, to others the name and the commune only.
    """
    for_officer = permissions.can_list(request.user)
    # Who types numbers at random must not learn whose they are: others are warned by name, phone and place.
    compared = values if for_officer else {**values, "identifiers": ()}
    found = selectors.look_alikes(compared)
    seen = set(request.POST.get("seen_alike", "").split(","))
    if {str(each.enterprise.pk) for each in found} <= seen:
        return {}
    return {
        "look_alikes": [_shown(request, each, for_officer=for_officer) for each in found],
        "seen_alike": ",".join(str(each.enterprise.pk) for each in found),
        "for_officer": for_officer,
        "claim_url": reverse("enterprises:claim"),
    }


def _shown(request: HttpRequest, each: selectors.LookAlike, *, for_officer: bool) -> dict[str, Any]:
    row = each.enterprise
    shown = {"name": row.name, "place": row.place.name}
    if not for_officer:
        return shown
    return {
        **shown,
        "score": each.likeness.score,
        "reasons": each.reasons,
        "can_open": permissions.can_view(request.user, row),
        "url": row.get_absolute_url(),
    }
