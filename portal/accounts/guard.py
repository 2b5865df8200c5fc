"""What stands before the pages of staff: nobody works in the office without a second step of signing in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import permissions
from portal.shared.http import is_htmx

PROVEN = "second_step"
OPEN_NAMES = frozenset({"account_logout", "account_reauthenticate", "set_language"})


class SecondStepMiddleware:
    """Sends staff without a second step to where it is turned on (``STAFF_SECOND_STEP``).

    What was found holds for the session: turning the step off takes it back (``wagtail_hooks``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """None lets the request through."""
        if not settings.STAFF_SECOND_STEP or not request.user.is_authenticated:
            return None
        if request.session.get(PROVEN) or _is_open(request):
            return None
        if not permissions.must_add_second_step(request.user):
            if request.user.is_staff:
                request.session[PROVEN] = True
            return None
        messages.warning(
            request, _("People of the office sign in with a second step. Turn it on to go on.")
        )
        address = reverse("mfa_activate_totp")
        if is_htmx(request):
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name if match else "") or ""
    return name.startswith("mfa_") or name in OPEN_NAMES
