"""Certificates of taking part, and letters that tell decisions: numbered, frozen, kept when they are taken back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from sme.programmes.models.applications import Application
from sme.programmes.models.cohorts import Cohort
from sme.programmes.models.enrolments import Enrolment
from sme.programmes.rules import LETTERS_OF, ApplicationState, shown_code

REVOKING = frozenset({"revoked_at", "revoked_by", "revoked_reason"})


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """What was certified is not changed and not deleted; it may only be said to be revoked."""

    def update(self, **kwargs: Any) -> int:
        """Refused, but for the revoking."""
        if set(kwargs) - REVOKING:
            raise TypeError("a certificate is never changed: revoke it and issue another one")
        return super().update(**kwargs)

    def delete(self) -> Any:
        """Refused."""
        raise TypeError("a certificate is never deleted")

    def standing(self) -> "CertificateQuerySet":
        """Those that hold: not revoked."""
        return self.filter(revoked_at__isnull=True)


class Certificate(models.Model):
    """An enterprise took part in a cohort, as it stood on the day of issue.

    ``facts`` are plain and in both languages: names, days, sessions, hours; ``checksum`` is their SHA-256 with
    number and code in canonical JSON. ``order`` counts within the cohort; a revoked one keeps its place.
    """

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("enrolment"),
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="certificates")
    order = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=60, unique=True)
    code = models.CharField(_("code to check it"), max_length=12, unique=True)
    facts = models.JSONField(default=dict, editable=False)
    checksum = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField(_("issued at"), default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField(_("why revoked"), max_length=500, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["cohort", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "order"], name="programmes_certificate_in_order"
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_at__isnull=True),
                name="programmes_certificate_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""),
                name="programmes_certificate_revoked_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("programmes:certificate", args=[self.pk])

    @property
    def shown_code(self) -> str:
        """The code as it is printed."""
        return shown_code(self.code)


class LetterQuerySet(models.QuerySet["DecisionLetter"]):
    """A letter that was written is not changed."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("a letter is never changed: another decision has another letter")


class DecisionLetter(models.Model):
    """What a business was told of its application, word for word, in both languages (``texts``)."""

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="letters",
        verbose_name=_("application"),
    )
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="letters")
    order = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=60)
    state = models.CharField(_("decision"), max_length=10, choices=ApplicationState.choices)
    decided_at = models.DateTimeField(_("decided at"))
    texts = models.JSONField(default=dict, editable=False)
    written_at = models.DateTimeField(_("written at"), default=clock.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a decision")
        verbose_name_plural = _("letters of decisions")
        ordering = ["cohort", "order"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "order"], name="programmes_letter_in_order"),
            models.UniqueConstraint(
                fields=["application", "decided_at"], name="programmes_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in LETTERS_OF]),
                name="programmes_letter_of_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("programmes:letter", args=[self.pk])
