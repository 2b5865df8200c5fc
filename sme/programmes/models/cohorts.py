"""Cohorts: the rounds of a programme, their intake, their days and who runs them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual
from sme.places.models import Unit
from sme.programmes.models.programmes import Programme
from sme.programmes.rules import (
    SEATED,
    TAKES_IN,
    USUAL_SHARE,
    CohortState,
    EnrolmentState,
    ProgrammeState,
)


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Words for cohorts."""

    def public(self) -> "CohortQuerySet":
        """Cohorts of programmes that anybody may read about."""
        return self.exclude(programme__state=ProgrammeState.DRAFT)

    def taking_in(self) -> "CohortQuerySet":
        """Those into which an officer may put an enterprise."""
        return self.filter(state__in=TAKES_IN)

    def intake_on(self, day: date) -> "CohortQuerySet":
        """Those that enterprises may ask to join on this day."""
        return self.filter(
            Q(intake_opens_on__isnull=True) | Q(intake_opens_on__lte=day),
            Q(intake_closes_on__isnull=True) | Q(intake_closes_on__gte=day),
            state=CohortState.OPEN,
        )

    def with_counts(self, among: Q | None = None) -> "CohortQuerySet":
        """Count the enrolments by state (``n_enrolled`` …, ``n_all``); ``among`` narrows to some enrolments.

        ``n_seated`` is always that of the whole cohort: it decides whether a place is free.
        """
        scope = among if among is not None else Q()
        counts: dict[str, Any] = {
            f"n_{state}": Count(
                "enrolments", filter=scope & Q(enrolments__state=state), distinct=True
            )
            for state in EnrolmentState.values
        }
        counts["n_all"] = Count("enrolments", filter=scope, distinct=True)
        counts["n_seated"] = Count(
            "enrolments", filter=Q(enrolments__state__in=SEATED), distinct=True
        )
        return self.annotate(**counts)


class Cohort(Versioned, Timestamped):
    """One round of a programme: its intake, its days, its places and the officers who run it."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="cohorts",
        verbose_name=_("programme"),
    )
    code = models.CharField(_("code"), max_length=30)
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    intake_opens_on = models.DateField(_("registration opens"), null=True, blank=True)
    intake_closes_on = models.DateField(
        _("registration closes"), null=True, blank=True, help_text=_("Last day to register.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("number of places"))
    state = models.CharField(
        _("state"), max_length=10, choices=CohortState.choices, default=CohortState.PLANNED
    )
    state_reason = models.CharField(_("why"), max_length=500, blank=True)
    state_on = models.DateField(_("in this state since"))
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="cohorts",
        verbose_name=_("responsible officers"),
    )
    places = models.ManyToManyField(
        Unit,
        blank=True,
        related_name="+",
        verbose_name=_("communes and wards"),
        help_text=_("None: the whole province."),
    )
    certificate_share = models.PositiveSmallIntegerField(
        _("sessions attended for a certificate, in percent"),
        default=USUAL_SHARE,
        help_text=_("Of all sessions that were not cancelled. 0: attendance is not asked for."),
    )
    note = models.TextField(
        _("note of the office"), max_length=1000, blank=True, help_text=_("Not published.")
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = CohortQuerySet.as_manager()
    title = Bilingual("title")

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.UniqueConstraint(Upper("code"), name="programmes_cohort_code_any_case"),
            models.CheckConstraint(condition=~Q(code=""), name="programmes_cohort_has_code"),
            models.CheckConstraint(condition=~Q(title_vi=""), name="programmes_cohort_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=CohortState.values), name="programmes_cohort_state"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="programmes_cohort_has_places"
            ),
            models.CheckConstraint(
                condition=Q(certificate_share__lte=100), name="programmes_cohort_certificate_share"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programmes_cohort_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(intake_opens_on__isnull=True)
                | Q(intake_closes_on__isnull=True)
                | Q(intake_closes_on__gte=F("intake_opens_on")),
                name="programmes_cohort_intake_in_order",
            ),
        ]
        indexes = [models.Index(fields=["state", "-starts_on"], name="programmes_cohort_list")]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("programmes:cohort", args=[self.pk])
