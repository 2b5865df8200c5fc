"""Texts and consents, erasures, looks at personal data, how long things are kept, the register of processing."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.privacy.rules import Purpose, Reason, Where
from portal.shared.models.imports import PackedField
from portal.shared.text import Bilingual


class ConsentText(models.Model):
    """What people read before they agree: one version, never changed once somebody agreed to it."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    effective_on = models.DateField(_("in force from"))
    asks_anew = models.BooleanField(_("earlier consents end with it"), default=False)
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    body_vi = models.TextField(_("text (Vietnamese)"))
    body_en = models.TextField(_("text (English)"))
    title = Bilingual("title")
    body = Bilingual("body")

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="privacy_text_once"),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="privacy_text_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """A person agreed to one text, from one moment until it was withdrawn."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("text")
    )
    given_at = models.DateTimeField(_("given at"))
    given_where = models.CharField(_("given"), max_length=10, choices=Where.choices)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_where = models.CharField(
        _("withdrawn"), max_length=10, choices=Where.choices, blank=True
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="privacy_consent_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="privacy_consent_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="privacy_consent_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.purpose}"


class Erasure(models.Model):
    """An account that is to be erased: asked for by the person, or told because nobody uses it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasures"
    )
    reason = models.CharField(_("why"), max_length=10, choices=Reason.choices)
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("carried out from"))
    cancelled_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    counts = models.JSONField(_("rows by kind"), default=dict, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
                name="privacy_erasure_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(done_at__isnull=True),
                name="privacy_erasure_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id} {self.reason}"


class Look(models.Model):
    """Somebody of the office looked at personal data: one thing (``subject_id``), or many in a list (``parts``)."""

    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who looked"),
    )
    at = models.DateTimeField(_("when"))
    way = models.CharField(_("how"), max_length=40)
    subject = models.CharField(_("kind"), max_length=20)
    subject_id = models.PositiveBigIntegerField(_("number"), null=True, blank=True)
    count = models.PositiveIntegerField(_("how many"), default=1)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="privacy_look_newest"),
            models.Index(fields=["subject", "subject_id", "-at"], name="privacy_look_subject"),
            models.Index(fields=["viewer", "-at"], name="privacy_look_viewer"),
        ]

    def __str__(self) -> str:
        return f"#{self.viewer_id} {self.way}"


class LookPart(models.Model):
    """Up to a thousand numbers of a list that somebody took, in order."""

    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="parts")
    subject = models.CharField(max_length=20)
    first_id = models.PositiveBigIntegerField()
    last_id = models.PositiveBigIntegerField()
    ids: Any = PackedField(default=list)

    class Meta:
        verbose_name = _("part of a list that was looked at")
        verbose_name_plural = _("parts of lists that were looked at")
        indexes = [
            models.Index(fields=["subject", "first_id", "last_id"], name="privacy_look_part_range")
        ]

    def __str__(self) -> str:
        return f"#{self.look_id} {self.first_id}–{self.last_id}"


class RetentionRule(models.Model):
    """How long one kind of rows is kept, from a day on, and why."""

    key = models.CharField(_("kind"), max_length=40)
    days = models.PositiveIntegerField(_("days"))
    valid_from = models.DateField(_("in force from"))
    reason_vi = models.CharField(_("why (Vietnamese)"), max_length=400)
    reason_en = models.CharField(_("why (English)"), max_length=400)
    is_verified = models.BooleanField(_("checked against the law"), default=False)
    reason = Bilingual("reason")

    class Meta:
        verbose_name = _("period of keeping")
        verbose_name_plural = _("periods of keeping")
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="privacy_retention_once"),
            models.CheckConstraint(condition=Q(days__gt=0), name="privacy_retention_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.days}"


class RetentionRun(models.Model):
    """What was too old on a day, and whether it was let go or only counted."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_dry = models.BooleanField(_("only counted"), default=False)
    counts = models.JSONField(_("rows by kind"), default=dict)

    class Meta:
        verbose_name = _("run of keeping")
        verbose_name_plural = _("runs of keeping")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"


class Activity(models.Model):
    """One entry of the register of processing, from a day on."""

    key = models.CharField(_("key"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("in force from"))
    is_verified = models.BooleanField(_("checked against the law"), default=False)
    retention = models.CharField(_("period of keeping"), max_length=40, blank=True)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    purpose_vi = models.TextField()
    purpose_en = models.TextField()
    people_vi = models.TextField()
    people_en = models.TextField()
    data_vi = models.TextField()
    data_en = models.TextField()
    basis_vi = models.TextField()
    basis_en = models.TextField()
    recipients_vi = models.TextField()
    recipients_en = models.TextField()
    title = Bilingual("title")
    purpose = Bilingual("purpose")
    people = Bilingual("people")
    data = Bilingual("data")
    basis = Bilingual("basis")
    recipients = Bilingual("recipients")

    class Meta:
        verbose_name = _("processing of personal data")
        verbose_name_plural = _("register of processing")
        ordering = ["order", "key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="privacy_activity_once")
        ]

    def __str__(self) -> str:
        return str(self.title)
