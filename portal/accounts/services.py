"""Acts on people: creating them and giving roles."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import selectors
from portal.accounts.models import User
from portal.shared import audit
from portal.shared.errors import RuleBroken


@transaction.atomic
def create_person(
    *,
    email: str,
    actor: User | None,
    password: str | None = None,
    display_name: str = "",
    phone: str = "",
    language: str = "vi",
    roles: Iterable[str] = (),
    is_demo: bool = False,
) -> User:
    """Create a person whose address counts as confirmed, with these roles.

    ``roles`` are values of ``accounts.rules.Role``. Without a password the person sets one through
    the reset page. ``actor`` is who did it, or ``None`` when the system did.
    """
    user = User.objects.create_user(
        email,
        password,
        display_name=display_name,
        phone=phone,
        language=language,
        is_demo=is_demo,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give_roles(user, roles, actor=actor)
    audit.record(user, "accounts.create", actor=actor, data=None if actor else audit.BY_SYSTEM)
    return user


@transaction.atomic
def give_roles(user: User, roles: Iterable[str], *, actor: User | None) -> None:
    """Make these roles, and no others, the roles of a person."""
    wanted = set(roles)
    before = set(user.groups.values_list("name", flat=True))
    if wanted == before:
        return
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in sorted(wanted)])
    user.__dict__.pop("roles", None)
    audit.record(
        user,
        "accounts.give_roles",
        actor=actor,
        data={
            **({} if actor else audit.BY_SYSTEM),
            "changes": {"roles": [sorted(before), sorted(wanted)]},
        },
    )


@transaction.atomic
def set_profile(user: User, *, display_name: str, phone: str, language: str, actor: User) -> User:
    """Change the name, phone (E.164 or blank) and language of a person."""
    user.display_name, user.phone, user.language = display_name, phone, language
    user.save(update_fields=["display_name", "phone", "language"])
    audit.record(user, "accounts.change_profile", actor=actor)
    return user


def set_language(user: User, language: str) -> None:
    """Remember the language a person reads in; the portal opens in it after signing in."""
    User.objects.filter(pk=user.pk).update(language=language)


def note_sign_in(user: User, how: str) -> None:
    """Write into the trail that a person signed in, failed to, or changed what protects the account.

    ``how`` is the end of the act's name: ``sign_in``, ``sign_in_failed``, ``password``, ``second_step_on`` …
    Nobody is signed in yet when a try fails, so that entry is the system's.
    """
    is_failed = how in ("sign_in_failed", "second_step_failed")
    audit.record(
        user,
        f"accounts.{how}",
        actor=None if is_failed else user,
        data=audit.BY_SYSTEM if is_failed else None,
    )


@transaction.atomic
def lock(user: User, *, actor: User) -> None:
    """Close an account: the person is signed out everywhere and cannot sign in.

    Refuses one's own account and the last administrator's.
    """
    if user.pk == actor.pk:
        raise RuleBroken("own_account", _("You cannot lock your own account."))
    if user.is_administrator and not selectors.other_administrators(user).exists():
        raise RuleBroken("last_administrator", _("This is the last administrator."))
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    audit.record(user, "accounts.lock", actor=actor)


@transaction.atomic
def unlock(user: User, *, actor: User) -> None:
    """Let a person sign in again."""
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(user, "accounts.unlock", actor=actor)


@transaction.atomic
def sign_out_everywhere(user: User, *, actor: User) -> int:
    """End every session of a person; returns how many there were."""
    ended = _end_sessions(user)
    audit.record(user, "accounts.sign_out", actor=actor, data={"sessions": ended})
    return ended


@transaction.atomic
def take_second_step_away(user: User, *, actor: User) -> None:
    """The telephone is lost: the person signs in by password and turns the second step on anew.

    Refuses one's own account, so that a session left open is not enough to weaken it.
    """
    if user.pk == actor.pk:
        raise RuleBroken("own_account", _("Another administrator does this for you."))
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    audit.record(user, "accounts.second_step_reset", actor=actor)


def _end_sessions(user: User) -> int:
    # Not ``purge_and_list``: it forgets the sessions of a closed account, which live again when it opens.
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
