"""What browsers may do on our pages; the content policy is eased where the Wagtail admin needs it."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# No page asks for a device or its place; photographs come through the file picker.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class AdminPolicyMiddleware:
    """Refuse the device's senses everywhere; allow inline scripts and styles below the Wagtail admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_root = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        self.admin_root = self.admin_root or reverse("wagtailadmin_home")
        if request.path.startswith(self.admin_root):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return response
