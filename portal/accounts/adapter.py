"""What the sign-in library asks of us: where to go and in which language."""

from typing import Any

from allauth.account import signals
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as outside
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from portal.accounts import services
from portal.accounts.guard import PROVEN
from portal.accounts.models import User
from portal.shared.outgoing import OneOriginSession
from portal.shared.text import clean


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


class NotAnswered(OAuth2Error, ImmediateHttpResponse):
    """The provider said nothing that can be used; on the way there the library shows the page that comes with it."""

    def __init__(self, why: str) -> None:
        OAuth2Error.__init__(self, why)
        self.response = render(
            context.request, "socialaccount/authentication_error.html", status=401
        )


class OutsideAdapter(DefaultSocialAccountAdapter):
    """What holds for identities of another provider (OpenID Connect Core 1.0)."""

    def get_requests_session(self) -> OneOriginSession:
        """The provider's own origins, and no others, whatever its answers name."""
        return OneOriginSession([settings.OIDC_ISSUER, *settings.OIDC_ORIGINS], NotAnswered)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse what the provider did not sign; take its word for nobody's address; keep no more than the name.

        Section 5.3.2: the subject of the user information must be that of the signed token. An address counts as
        confirmed only by our own mail to it.
        """
        data = sociallogin.account.extra_data
        signed, told = data.get("id_token") or {}, data.get("userinfo") or {}
        if not signed.get("sub") or told.get("sub", signed["sub"]) != signed["sub"]:
            raise NotAnswered("the provider signed nothing about this person")
        for address in sociallogin.email_addresses:
            address.verified = False
        sociallogin.account.extra_data = {"sub": signed["sub"]}

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict) -> User:
        """Name and address as a proposal for the form."""
        user = sociallogin.user
        user.email = clean(str(data.get("email") or ""))[:254]
        parts = (data.get("last_name"), data.get("first_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        user.display_name = clean(str(name))[:150]
        return user


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


@receiver(outside.social_account_added)
def _identity_added(sociallogin: SocialLogin, **kwargs: Any) -> None:
    services.note_sign_in(sociallogin.user, "identity_added")


@receiver(outside.social_account_removed)
def _identity_removed(socialaccount: Any, **kwargs: Any) -> None:
    services.note_sign_in(socialaccount.user, "identity_removed")
