"""Makers of people, one per role."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.privacy.models import Consent, ConsentText
from portal.privacy.rules import Purpose, Where
from sme.places import services as places

PASSWORD = "mot-mat-khau-du-dai-152"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address; `role=` makes a member of staff, `password=` sets one.

    `agrees=` are the purposes agreed to: reminders, unless a test says otherwise.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"nguoi-{n}@example.vn")
    display_name = factory.Sequence(lambda n: f"Người Thứ {n}")
    language = "vi"
    role = ""

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role = kwargs.pop("role", "")
        purposes = kwargs.pop("agrees", (Purpose.REMINDERS,))
        user = model_class.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for text in ConsentText.objects.filter(purpose__in=purposes, version=1):
            Consent.objects.create(
                user=user,
                purpose=text.purpose,
                text=text,
                given_at=user.date_joined,
                given_where=Where.SIGN_UP,
            )
        if role:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        return user


class OfficerFactory(UserFactory):
    """An officer; of the whole province unless `units=[…]` names their places."""

    role = Role.OFFICER

    @factory.post_generation
    def units(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Where this officer works."""
        places.set_remit(
            self, is_whole_province=extracted is None, units=extracted or [], actor=self
        )


class EditorFactory(UserFactory):
    """One who writes guidance."""

    role = Role.EDITOR


class ModeratorFactory(UserFactory):
    """One who decides what is published."""

    role = Role.MODERATOR


class AdministratorFactory(UserFactory):
    """One who runs the installation."""

    role = Role.ADMINISTRATOR
