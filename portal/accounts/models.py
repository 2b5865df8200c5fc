"""People: a user is known by an e-mail address."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.rules import GUIDANCE_ROLES, REGISTRY_ROLES, STAFF_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Creates people; the address is stored in lower case, so that it is one name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person with this address (any case); without a password none can sign in."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create the technical owner of an installation."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Language(models.TextChoices):
    """The languages in which the portal speaks."""

    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person who can sign in."""

    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=Language.choices,
        default=Language.VIETNAMESE,
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def first_name(self) -> str:
        """For libraries that ask; Vietnamese names are not split."""
        return self.display_name

    @property
    def last_name(self) -> str:
        """For libraries that ask; Vietnamese names are not split."""
        return ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of this person's roles, read once per request."""
        return frozenset(self.groups.values_list("name", flat=True)) & STAFF_ROLES

    def has_role(self, *wanted: str) -> bool:
        """Tell whether an active person holds one of these roles."""
        return self.is_active and bool(self.roles.intersection(wanted))

    @property
    def is_officer(self) -> bool:
        """May open the workspace: officers and administrators."""
        return self.has_role(*REGISTRY_ROLES)

    @property
    def is_administrator(self) -> bool:
        """Runs the installation."""
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def edits_guidance(self) -> bool:
        """May open the editors' place."""
        return self.has_role(*GUIDANCE_ROLES)

    @property
    def is_staff(self) -> bool:
        """For libraries that ask: anybody with a role."""
        return self.has_role(*STAFF_ROLES)
