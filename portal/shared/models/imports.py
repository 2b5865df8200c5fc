"""Lists that came in: the file, its rows as judged, what people decided, what is needed to take it back."""

import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models.jobs import Job
from portal.shared.models.shapes import Timestamped


class PackedField(models.BinaryField):
    """Plain JSON, compressed: rows that are only ever read together, a tenth of the space and time of columns."""

    description = "compressed JSON"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """To bytes."""
        if value is not None:
            plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            value = zlib.compress(plain.encode("utf-8", "replace"), 1)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """From bytes."""
        return None if value is None else json.loads(zlib.decompress(bytes(value)))


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("columns to match")
    MATCHED = "matched", _("being checked")
    JUDGED = "judged", _("ready to look at")
    APPLIED = "applied", _("imported")
    UNDONE = "undone", _("taken back")
    DISCARDED = "discarded", _("discarded")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Words for imports."""

    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        """A person's own; nobody sees another's, whatever the role."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()


class ImportBatch(Timestamped):
    """One list that came in, from the upload to what became of it."""

    kind = models.CharField(_("kind"), max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_batches",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(
        _("file"),
        storage=PrivateStorage(),
        upload_to=private_name("imports"),
        max_length=200,
        blank=True,
    )
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    layout = models.JSONField(_("sheet, headings and columns"), default=dict, blank=True)
    is_large = models.BooleanField(_("large"), default=False)
    counts = models.JSONField(_("rows by verdict"), default=dict, blank=True)
    skipped = models.JSONField(_("rows left aside"), default=list, blank=True)
    outcome = models.JSONField(_("what became of the rows"), default=dict, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "kind", "-created_at"], name="import_owner_newest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
                name="import_applied_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False),
                name="import_undone_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def get_absolute_url(self) -> str:
        """Where its owner goes on with it."""
        return reverse("imports:batch", args=[self.kind, self.pk])

    @property
    def row_count(self) -> int:
        """Rows that were judged."""
        return sum(self.counts.values())


class ImportChunk(models.Model):
    """About a thousand rows of an import, in the file's order, with what takes them back once they are applied."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField(_("position"))
    first = models.PositiveIntegerField(_("first row"))
    last = models.PositiveIntegerField(_("last row"))
    counts = models.JSONField(_("rows by verdict"), default=dict)
    rows: Any = PackedField(_("rows"), default=list)
    undo: Any = PackedField(_("what takes it back"), null=True)

    class Meta:
        verbose_name = _("part of an import")
        verbose_name_plural = _("parts of imports")
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_chunk_once")
        ]

    def __str__(self) -> str:
        return f"#{self.batch_id} {self.first}–{self.last}"


class ImportDecision(models.Model):
    """What a person decided about one row, and what would happen to it then."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField(_("row"))
    choice = models.CharField(
        _("decision"),
        max_length=4,
        choices=[("same", _("the same")), ("new", _("a new one")), ("skip", _("leave out"))],
    )
    target_id = models.PositiveBigIntegerField(_("the same as"), null=True, blank=True)
    judged = models.JSONField(_("what would happen"), default=list, blank=True)

    class Meta:
        verbose_name = _("decision about a row")
        verbose_name_plural = _("decisions about rows")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_decision_once"),
            models.CheckConstraint(
                condition=Q(choice="same", target_id__isnull=False)
                | (Q(choice__in=["new", "skip"]) & Q(target_id__isnull=True)),
                name="import_decision_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.batch_id} {self.number}: {self.choice}"


class ImportMapping(models.Model):
    """Which column was which field, remembered for the next file with the same headings."""

    kind = models.CharField(_("kind"), max_length=40)
    fingerprint = models.CharField(_("headings"), max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_mappings"
    )
    columns = models.JSONField(_("columns"), default=list)
    used_at = models.DateTimeField(_("last used at"))

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        ordering = ["-used_at"]
        indexes = [models.Index(fields=["kind", "fingerprint"], name="import_mapping_like_it")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "fingerprint"], name="import_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"
