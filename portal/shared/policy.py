"""Content security policy: strict on our own pages, eased where the Wagtail admin needs it."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class AdminPolicyMiddleware:
    """Allow inline scripts and styles below the Wagtail admin, whose pages carry them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_root = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        self.admin_root = self.admin_root or reverse("wagtailadmin_home")
        if request.path.startswith(self.admin_root):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return response
