"""Applications of enterprises to join a cohort, with the facts on the day they were sent and their papers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped, Versioned
from sme.enterprises.models import Enterprise, Membership
from sme.programmes.models.cohorts import Cohort
from sme.programmes.models.enrolments import Enrolment
from sme.programmes.models.papers import CohortPaper
from sme.programmes.rules import LIVE_APPLICATIONS, ApplicationState


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Words for applications."""

    def live(self) -> "ApplicationQuerySet":
        """Neither declined nor withdrawn."""
        return self.filter(state__in=LIVE_APPLICATIONS)

    def of_member(self, user: Any) -> "ApplicationQuerySet":
        """Those of enterprises for which this person acts."""
        mine = Membership.objects.filter(user_id=user.pk).values("enterprise")
        return self.filter(enterprise__in=mine)

    def for_office(self, user: Any) -> "ApplicationQuerySet":
        """Those sent by enterprises that an officer answers for; a draft is nobody's but the business's."""
        if not getattr(user, "is_authenticated", False) or not user.is_officer:
            return self.none()
        seen = Enterprise.objects.visible_to(user)
        sent = self.filter(submitted_at__isnull=False)
        return sent if not seen.query.where else sent.filter(enterprise__in=seen)

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """A person's own businesses' and, to officers, those that were sent to them."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        ids = self.of_member(user).values("pk")
        office = self.for_office(user).values("pk")
        return self.filter(Q(pk__in=ids) | Q(pk__in=office))

    def in_order(self) -> "ApplicationQuerySet":
        """The first that came is the first."""
        return self.order_by("submitted_at", "pk")


class Application(Versioned, Timestamped):
    """An enterprise asks for a place in a cohort.

    ``facts`` is what eligibility was judged on when it was sent, ``verdicts`` what each rule said then.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="applications", verbose_name=_("cohort")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("enterprise"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)
    contact = models.CharField(_("who takes part"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    wish = models.TextField(_("what you want to achieve"), max_length=1000, blank=True)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    facts = models.JSONField(default=dict, editable=False)
    verdicts = models.JSONField(default=list, editable=False)
    proposed = models.CharField(
        _("proposed"), max_length=10, choices=ApplicationState.choices, blank=True
    )
    proposed_reason = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.SET_NULL, null=True, blank=True, related_name="application"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "enterprise"],
                condition=Q(state__in=[each.value for each in LIVE_APPLICATIONS]),
                name="programmes_application_live_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="programmes_application_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="programmes_application_sent_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("declined", "returned")) | ~Q(reason=""),
                name="programmes_application_refused_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "submitted_at", "id"], name="programmes_application_queue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} → {self.cohort.code}"

    @property
    def audit_label(self) -> str:
        """What the audit trail calls it; the enterprise by number."""
        return f"{self.cohort.code} · #{self.enterprise_id}"

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("programmes:application", args=[self.pk])


class ApplicationDocument(Timestamped):
    """A paper of an application, kept privately."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    file = models.FileField(
        _("paper"),
        storage=PrivateStorage(),
        upload_to=private_name("applications"),
        max_length=200,
    )
    name = models.CharField(_("file name"), max_length=200)
    paper = models.ForeignKey(
        CohortPaper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("which paper"),
    )
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
