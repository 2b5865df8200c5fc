"""Roles and what belongs to each; no queries here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for the office; each role is a Django group of the same name.

    A business member has no role: membership in an enterprise is what counts there.
    """

    OFFICER = "Officer", _("Programme officer")
    EDITOR = "Editor", _("Editor")
    MODERATOR = "Moderator", _("Moderator")
    ADMINISTRATOR = "Administrator", _("Administrator")


STAFF_ROLES = frozenset(Role.values)
GUIDANCE_ROLES = frozenset({Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR})
REGISTRY_ROLES = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
