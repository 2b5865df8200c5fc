"""What the sign-in library asks of us: where to go and in which language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from portal.accounts.models import User


def start_of(user: Any) -> str:
    """The address of a person's first page, in the language they read in."""
    with override(user.language):
        return reverse("dashboard:start")


class AccountAdapter(DefaultAccountAdapter):
    """The portal's answers to django-allauth."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return start_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return start_of(request.user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/" if request.LANGUAGE_CODE == "vi" else f"/{request.LANGUAGE_CODE}/"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        user = context.get("user")
        language = user.language if isinstance(user, User) else None
        if language is None:
            super().send_mail(template_prefix, email, context)
            return
        with override(language):
            super().send_mail(template_prefix, email, context)


def visitor_of(request: HttpRequest) -> str:
    """A key of the visitor for counting tries: the person's number, else the address's fingerprint.

    It is kept nowhere but in the cache, for as long as the counting lasts.
    """
    if request.user.is_authenticated:
        return f"user-{request.user.pk}"
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    return salted_hmac("accounts.visitor", str(address)).hexdigest()[:32]
