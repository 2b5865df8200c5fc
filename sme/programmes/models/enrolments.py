"""Enrolments: which enterprise takes part in which cohort, or waits for a place in it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped, Versioned
from sme.enterprises.models import Enterprise
from sme.programmes.models.cohorts import Cohort
from sme.programmes.rules import LIVE, SEATED, EnrolmentState, LeftWhy, Outcome


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Words for enrolments."""

    def live(self) -> "EnrolmentQuerySet":
        """Taking part, waiting or having completed: all but the withdrawn."""
        return self.filter(state__in=LIVE)

    def seated(self) -> "EnrolmentQuerySet":
        """Those that take a place."""
        return self.filter(state__in=SEATED)

    def visible_to(self, user: Any) -> "EnrolmentQuerySet":
        """Those whose enterprise this person may see."""
        enterprises = Enterprise.objects.visible_to(user)
        if not enterprises.query.where:  # every enterprise: no need to ask about each
            return self
        return self.filter(enterprise__in=enterprises)


class Enrolment(Versioned, Timestamped):
    """An enterprise takes part in a cohort, or waits for a place in it."""

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("cohort")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("enterprise"),
    )
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState.choices)
    state_on = models.DateField(_("in this state since"))
    reason = models.CharField(_("why"), max_length=500, blank=True)
    enrolled_on = models.DateField(_("enrolled on"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    left_why = models.CharField(
        _("why it left"), max_length=10, choices=LeftWhy.choices, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    outcome_said = models.CharField(_("what came of it"), max_length=500, blank=True)
    outcome_on = models.DateField(_("outcome written down on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["cohort", "enterprise__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "enterprise"],
                condition=Q(state__in=LIVE),
                name="programmes_enrolment_live_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EnrolmentState.values), name="programmes_enrolment_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEATED) | Q(enrolled_on__isnull=False),
                name="programmes_enrolment_seated_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.WAITING) | Q(waiting_since__isnull=False),
                name="programmes_enrolment_waiting_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.WITHDRAWN) | ~Q(reason=""),
                name="programmes_enrolment_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=Q(left_why="")
                | Q(left_why__in=LeftWhy.values, state=EnrolmentState.WITHDRAWN),
                name="programmes_enrolment_left_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_said="", outcome_on__isnull=True)
                | (
                    Q(outcome__in=Outcome.values, outcome_on__isnull=False)
                    & ~Q(outcome_said="")
                    & ~Q(state=EnrolmentState.WAITING)
                ),
                name="programmes_enrolment_outcome",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="programmes_enrolment_list")]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.cohort.code}"

    @property
    def audit_label(self) -> str:
        """What the audit trail calls it; the enterprise by number, since a household bears a person's name."""
        return f"{self.cohort.code} · #{self.enterprise_id}"

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("programmes:enrolment", args=[self.pk])
