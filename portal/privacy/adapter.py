"""What the sign-in library tells: whoever signed up may have agreed to something on the way."""

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver

from portal.accounts.models import User
from portal.privacy import selectors, services
from portal.privacy.rules import ASKED_AT_SIGN_UP, Where


@receiver(user_signed_up, dispatch_uid="privacy.agreed_at_sign_up")
def agreed_at_sign_up(request: Any, user: User, **kwargs: Any) -> None:
    """What was ticked is a consent; what was not ticked is none."""
    for purpose in ASKED_AT_SIGN_UP:
        if request.POST.get(f"agrees_{purpose}") and selectors.text_in_force(purpose):
            services.agree(user, purpose, where=Where.SIGN_UP, actor=user)
