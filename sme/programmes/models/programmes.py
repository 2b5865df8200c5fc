"""Programmes: what the office offers, and on which legal basis."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual
from sme.programmes.rules import ProgrammeState


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Words for programmes."""

    def public(self) -> "ProgrammeQuerySet":
        """Those that anybody may read about."""
        return self.exclude(state=ProgrammeState.DRAFT)


class Programme(Versioned, Timestamped):
    """A plan by which the province helps enterprises, with its legal basis."""

    slug = models.SlugField(_("web address"), max_length=80, unique=True)
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    legal_basis = models.CharField(
        _("legal basis"), max_length=300, blank=True, help_text=_("Number, date and issuing body.")
    )
    is_legal_basis_verified = models.BooleanField(
        _("the legal basis was read and checked"), default=False
    )
    summary_vi = models.TextField(_("summary (Vietnamese)"), max_length=1000, blank=True)
    summary_en = models.TextField(_("summary (English)"), max_length=1000, blank=True)
    support_vi = models.TextField(
        _("support (Vietnamese)"),
        max_length=2000,
        blank=True,
        help_text=_("What an enterprise gets, one line each."),
    )
    support_en = models.TextField(
        _("support (English)"),
        max_length=2000,
        blank=True,
        help_text=_("What an enterprise gets, one line each."),
    )
    office_parent = models.CharField(
        _("superior body"),
        max_length=150,
        blank=True,
        help_text=_("Stands above the issuing body on official lists."),
    )
    office = models.CharField(_("issuing body"), max_length=150, blank=True)
    note = models.TextField(
        _("note of the office"), max_length=1000, blank=True, help_text=_("Not published.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT
    )
    needs_two_officers = models.BooleanField(
        _("two officers decide on applications"),
        default=False,
        help_text=_("Who proposes a decision does not approve it."),
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = ProgrammeQuerySet.as_manager()
    title = Bilingual("title")
    summary = Bilingual("summary")
    support = Bilingual("support")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProgrammeState.values), name="programmes_programme_state"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programmes_programme_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(title_vi=""), name="programmes_programme_has_title"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its page for everybody."""
        return reverse("programmes:public_detail", args=[self.slug])

    @property
    def support_lines(self) -> list[str]:
        """What an enterprise gets, line by line."""
        return [line.strip() for line in str(self.support).splitlines() if line.strip()]
