"""Sessions of a cohort: when and where enterprises meet, who comes, who was there."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual
from sme.programmes.models.cohorts import Cohort
from sme.programmes.models.enrolments import Enrolment
from sme.programmes.rules import AttendedBy, ProgrammeState, SignUpState


class SessionQuerySet(models.QuerySet["Session"]):
    """Words for sessions."""

    def standing(self) -> "SessionQuerySet":
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def upcoming(self) -> "SessionQuerySet":
        """Those that stand and have not ended."""
        return self.standing().filter(ends_at__gt=clock.now())

    def held(self) -> "SessionQuerySet":
        """Those that stand and have begun."""
        return self.standing().filter(starts_at__lte=clock.now())

    def public(self) -> "SessionQuerySet":
        """Those of programmes that anybody may read about."""
        return self.exclude(cohort__programme__state=ProgrammeState.DRAFT)


class Session(Versioned, Timestamped):
    """One meeting of a cohort, at a place or online."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("address online"), max_length=500, blank=True)
    trainer = models.CharField(_("trainer"), max_length=150, blank=True)
    capacity = models.PositiveIntegerField(_("number of places"), null=True, blank=True)
    takes_walk_ins = models.BooleanField(
        _("also whoever did not sign up"),
        default=True,
        help_text=_("Without it only those who signed up are written down as present."),
    )
    note_vi = models.TextField(_("what to bring (Vietnamese)"), max_length=1000, blank=True)
    note_en = models.TextField(_("what to bring (English)"), max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()
    title = Bilingual("title")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="programmes_session_by_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(title_vi=""), name="programmes_session_title"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="programmes_session_in_order"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="programmes_session_places",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_url=""), name="programmes_session_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
                name="programmes_session_cancelled_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.starts_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("programmes:session", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """It has ended."""
        return self.ends_at <= clock.now()


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Words for sign-ups."""

    def visible_to(self, user: Any) -> "SignUpQuerySet":
        """Those of enrolments that this person may see."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def going(self) -> "SignUpQuerySet":
        """Those who have a place."""
        return self.filter(state=SignUpState.GOING)

    def in_line(self) -> "SignUpQuerySet":
        """Those who wait, in true order."""
        return self.filter(state=SignUpState.WAITING).order_by("waiting_since", "pk")


class SignUp(Timestamped):
    """An enterprise of the cohort comes to a session, waits for a place, or was there."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sign_ups")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="sign_ups")
    state = models.CharField(_("state"), max_length=8, choices=SignUpState.choices)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    attended_at = models.DateTimeField(_("present at"), null=True, blank=True)
    attended_by = models.CharField(
        _("written down"), max_length=6, choices=AttendedBy.choices, blank=True
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="programmes_sign_up_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SignUpState.values), name="programmes_sign_up_state"
            ),
            models.CheckConstraint(
                condition=Q(attended_at__isnull=True, attended_by="")
                | (Q(attended_at__isnull=False) & ~Q(attended_by="")),
                name="programmes_sign_up_attended_how",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.session_id} · #{self.enrolment_id} · {self.state}"
