"""Records that may be the same, what was decided about them, and merges that can be undone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from sme.enterprises.models.records import Enterprise
from sme.enterprises.rules import PairState


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Words for pairs."""

    def open(self) -> "DuplicatePairQuerySet":
        """Waiting for somebody to decide, the likeliest first."""
        return self.filter(state=PairState.OPEN).order_by("-score", "pk")

    def visible_to(self, user: Any) -> "DuplicatePairQuerySet":
        """Pairs of which a person may see both records."""
        seen = Enterprise.objects.visible_to(user).values("pk")
        return self.filter(left__in=seen, right__in=seen)


class DuplicatePair(Timestamped):
    """Two records that may be the same: how likely, why, and what somebody decided."""

    left = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("likeness, per cent"))
    reasons = models.JSONField(_("why"), default=list)
    state = models.CharField(
        _("state"), max_length=10, choices=PairState.choices, default=PairState.OPEN
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="enterprises_pair_once"),
            models.CheckConstraint(
                condition=Q(left__lt=F("right")), name="enterprises_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PairState.values), name="enterprises_pair_state_known"
            ),
            models.CheckConstraint(
                condition=Q(score__lte=100), name="enterprises_pair_score_is_per_cent"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="enterprises_pairs_by_score")
        ]

    def __str__(self) -> str:
        return f"{self.left} ~ {self.right}"


class Merge(Timestamped):
    """One record taken into another: what was chosen, what moved, what stood before; it can be undone."""

    kept = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    chosen = models.JSONField(_("field by field"), default=dict)
    before = models.JSONField(_("as they were"), default=dict)
    moved = models.JSONField(_("rows that moved"), default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="enterprises_merged_away_once",
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="enterprises_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
