"""The shapes other models are made of: moments of making and writing, and versions against stale forms."""

from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.errors import StaleVersion


class Timestamped(models.Model):
    """When the row was made and last written."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A record that people edit in forms; a stale form overwrites nothing."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


def update_versioned(thing: Any, expected_version: int | None, **fields: Any) -> None:
    """Compare-and-set: write ``fields`` only if the row still has ``expected_version``, and raise the version.

    ``None`` takes the version that ``thing`` was read with. Sets the values on ``thing`` too. Refuses
    (``StaleVersion``) when somebody else was first. Like ``QuerySet.update`` it runs no ``save()``; an
    ``updated_at`` is kept.
    """
    expected = thing.version if expected_version is None else int(expected_version)
    if isinstance(thing, Timestamped):
        fields.setdefault("updated_at", clock.now())
    same = type(thing)._base_manager.filter(pk=thing.pk, version=expected)
    if not same.update(**fields, version=F("version") + 1):
        raise StaleVersion()
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.version = expected + 1
