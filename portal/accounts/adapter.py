"""What the sign-in library asks of us: where to go and in which language."""

from typing import Any

from allauth.account import signals
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from portal.accounts import services
from portal.accounts.guard import PROVEN
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

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a trace at the account that somebody tried to get into; an unknown address leaves none."""
        user = User.objects.filter(email=str(credentials.get("email") or "").lower()).first()
        if user is not None:
            services.note_sign_in(user, "sign_in_failed")

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


# --- what the library tells: written into the trail ---------------------------------------------------


@receiver(signals.user_logged_in)
def _signed_in(user: User, **kwargs: Any) -> None:
    services.note_sign_in(user, "sign_in")


@receiver([signals.password_changed, signals.password_reset, signals.password_set])
def _password(user: User, **kwargs: Any) -> None:
    services.note_sign_in(user, "password")


@receiver(signals.email_changed)
def _address(user: User, **kwargs: Any) -> None:
    services.note_sign_in(user, "address")


@receiver(mfa.authentication_failed)
def _wrong_code(user: User, **kwargs: Any) -> None:
    services.note_sign_in(user, "second_step_failed")


@receiver([mfa.authenticator_added, mfa.authenticator_removed])
def _second_step(
    signal: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type != Authenticator.Type.TOTP:
        return
    is_on = signal is mfa.authenticator_added
    if not is_on:
        request.session.pop(PROVEN, None)
    services.note_sign_in(user, "second_step_on" if is_on else "second_step_off")
