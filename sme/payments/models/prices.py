"""What enterprises of a cohort pay themselves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from portal.shared.text import Bilingual
from sme.programmes.models import Cohort


class CohortPrice(Timestamped):
    """Everybody who gets a place in the cohort is asked for this; changed, it holds for those who come later."""

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="price")
    amount = models.PositiveBigIntegerField(_("own share of the enterprise"))
    support = models.PositiveBigIntegerField(_("paid by the State"), null=True, blank=True)
    purpose_vi = models.CharField(_("what it is for (Vietnamese)"), max_length=200)
    purpose_en = models.CharField(_("what it is for (English)"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("days to pay"), default=14)
    hours = models.PositiveSmallIntegerField(
        _("hours for which the place is kept"), null=True, blank=True
    )

    purpose = Bilingual("purpose")

    class Meta:
        verbose_name = _("price of a cohort")
        verbose_name_plural = _("prices of cohorts")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_price_amount"),
            models.CheckConstraint(condition=~Q(purpose_vi=""), name="payments_price_purpose"),
            models.CheckConstraint(
                condition=Q(days__gte=1) & (Q(hours__isnull=True) | Q(hours__gte=1)),
                name="payments_price_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.cohort_id} · {self.amount}"
