"""The papers that a cohort asks for with an application."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from portal.shared.text import Bilingual
from sme.programmes.models.cohorts import Cohort


class CohortPaper(Timestamped):
    """One paper that a cohort asks for; no longer asked for, it keeps its name beside those that were sent."""

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="papers", verbose_name=_("cohort")
    )
    title_vi = models.CharField(_("paper (Vietnamese)"), max_length=150)
    title_en = models.CharField(_("paper (English)"), max_length=150, blank=True)
    is_required = models.BooleanField(_("without it nothing can be sent"), default=True)
    is_asked = models.BooleanField(default=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("paper of a cohort")
        verbose_name_plural = _("papers of cohorts")
        ordering = ["cohort", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_vi=""), name="programmes_paper_has_title"),
            models.UniqueConstraint(
                fields=["cohort", "title_vi"],
                condition=Q(is_asked=True),
                name="programmes_paper_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
