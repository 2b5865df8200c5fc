"""Columns of lists that people chose and named."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models.shapes import Timestamped


class ColumnSetQuerySet(models.QuerySet["ColumnSet"]):
    """Words for saved sets of columns."""

    def visible_to(self, user: Any) -> "ColumnSetQuerySet":
        """A person's own, and those shared in the office with other officers."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(is_shared=True) if user.is_officer else Q(pk__in=[])
        return self.filter(shared | Q(owner_id=user.pk))


class ColumnSet(Timestamped):
    """Columns of a list or roster that somebody chose and named, for oneself or for the office."""

    subject = models.CharField(_("list"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(_("columns"), default=list)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="column_sets"
    )
    is_shared = models.BooleanField(_("shared in the office"), default=False)

    objects = ColumnSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of columns")
        verbose_name_plural = _("sets of columns")
        ordering = ["subject", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "subject", "name"], name="column_set_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
