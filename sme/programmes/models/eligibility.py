"""Eligibility rules of cohorts: dated rows, closed and not overwritten when officers change them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from sme.programmes.models.cohorts import Cohort
from sme.programmes.rules import Rule, RuleKind


class EligibilityRuleQuerySet(models.QuerySet["EligibilityRule"]):
    """Words for rules."""

    def on(self, day: date) -> "EligibilityRuleQuerySet":
        """Those that hold on a day."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
        ).order_by("pk")


class EligibilityRule(Timestamped):
    """One rule of a cohort, from a day on; ``valid_to`` is the first day on which it no longer holds."""

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="rules", verbose_name=_("cohort")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RuleKind.choices)
    wanted = models.JSONField(_("what it wants"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = EligibilityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("eligibility rule")
        verbose_name_plural = _("eligibility rules")
        ordering = ["cohort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "kind"],
                condition=Q(valid_to__isnull=True),
                name="programmes_rule_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RuleKind.values), name="programmes_rule_kind"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="programmes_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort.code} · {self.get_kind_display()}"

    @property
    def rule(self) -> Rule:
        """As the rules judge it."""
        return Rule(self.kind, self.wanted)
