"""Acts on people: creating them and giving roles."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from portal.accounts.models import User
from portal.shared import audit


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
    from allauth.account.models import EmailAddress

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
