"""Questionnaires and their versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.rules import VersionState
from portal.shared.models import Timestamped
from portal.shared.text import Bilingual


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Words for frameworks."""

    def offered(self) -> "FrameworkQuerySet":
        """What businesses may start today."""
        return self.filter(is_offered=True, current__isnull=False)


class Framework(Timestamped):
    """A questionnaire through all its versions; ``current`` is the one that new assessments use."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    summary_vi = models.TextField(_("summary (Vietnamese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes needed"), default=0)
    is_official = models.BooleanField(_("official index"), default=False)
    is_offered = models.BooleanField(_("offered to businesses"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    current = models.ForeignKey(
        "FrameworkVersion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current version"),
    )
    title = Bilingual("title")
    summary = Bilingual("summary")

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.title)


class FrameworkVersion(Timestamped):
    """One version: a canonical JSON document with its checksum. Once published the database refuses changes."""

    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="versions", verbose_name=_("framework")
    )
    name = models.CharField(_("version"), max_length=40)
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    document = models.TextField(_("document"))
    checksum = models.CharField(_("checksum"), max_length=64)
    criteria_count = models.PositiveSmallIntegerField(_("criteria"))
    unverified_count = models.PositiveSmallIntegerField(_("not verified"), default=0)
    max_points = models.DecimalField(_("maximum"), max_digits=9, decimal_places=3)
    top_level = models.PositiveSmallIntegerField(_("highest level"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    # Who last changed the draft, and who asked for its publication: two people see every version before it counts.
    based_on = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made from"),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publication asked for by"),
    )
    asked_at = models.DateTimeField(_("publication asked for at"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a framework")
        verbose_name_plural = _("versions of frameworks")
        ordering = ["framework", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "name"], name="assessments_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="assessments_version_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(published_at__isnull=False),
                name="assessments_version_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.name}"

    @property
    def audit_label(self) -> str:
        """What the audit trail calls it."""
        return f"{self.framework.slug} {self.name}"
