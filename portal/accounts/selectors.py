"""Reads about people."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.accounts.rules import STAFF_ROLES, Role


def confirmed_addresses(user: Any) -> set[str]:
    """The e-mail addresses that a person has confirmed to be theirs, in lower case."""
    mine = EmailAddress.objects.filter(user=user, verified=True)
    return {address.lower() for address in mine.values_list("email", flat=True)}


def has_second_step(user: Any) -> bool:
    """The account asks for a code of an authenticator app as well."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def staff() -> QuerySet[User]:
    """Everybody with a role, with ``second_step`` (bool) and ``open_sessions`` (number), by name."""
    sessions = (
        UserSession.objects.filter(user=OuterRef("pk"))
        .order_by()
        .values("user")
        .annotate(number=Count("pk"))
    )
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        User.objects.filter(groups__name__in=STAFF_ROLES)
        .distinct()
        .annotate(
            second_step=Exists(steps),
            open_sessions=Coalesce(Subquery(sessions.values("number")), 0),
        )
        .prefetch_related("groups")
        .order_by("display_name", "email")
    )


def other_administrators(user: User) -> QuerySet[User]:
    """Administrators who can sign in, without this one."""
    return User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)


def sessions_of(user: User) -> list[UserSession]:
    """Where a person is signed in; sessions that ended are forgotten on the way."""
    return UserSession.objects.purge_and_list(user)
