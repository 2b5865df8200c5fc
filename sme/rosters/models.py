"""An office's own templates: the department's workbooks, kept in versions, that a roster is filled into."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped


class RosterTemplateQuerySet(models.QuerySet["RosterTemplate"]):
    """Words for templates."""

    def of_offices(self, *offices: str) -> "RosterTemplateQuerySet":
        """Those of these offices."""
        return self.filter(office__in=offices)


class RosterTemplate(Timestamped):
    """One version of a workbook of an office; a newer version replaces the one before, which is kept.

    ``office`` is a digest of the area that the uploading officer answers for: officers of one area are one office.
    Empty is the office of the whole province, whose templates every officer may use.
    """

    name = models.CharField(_("name"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    office = models.CharField(max_length=16, blank=True, editable=False)
    file = models.FileField(
        _("workbook"),
        storage=PrivateStorage(),
        upload_to=private_name("templates"),
        max_length=200,
    )
    file_name = models.CharField(_("file name"), max_length=200)
    names = models.JSONField(_("what is filled"), default=dict)
    is_current = models.BooleanField(default=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = RosterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of an office")
        verbose_name_plural = _("templates of offices")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name", "version"],
                name="rosters_template_version_once",
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(is_current=True),
                name="rosters_template_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"
