"""The support ledger: an enterprise's year under a rule, its contracts, and entries that are never edited."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped
from sme.enterprises.models import Enterprise
from sme.programmes.rules import EntryKind


class SupportYearQuerySet(models.QuerySet["SupportYear"]):
    """Words for years of support."""

    def visible_to(self, user: Any) -> "SupportYearQuerySet":
        """Those of enterprises that this person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))


class SupportYear(Timestamped):
    """What an enterprise may get in a year under one rule, and what was promised and paid; locked when it moves.

    ``committed`` and ``used`` are the sums of its entries, kept here so that the database guards them.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="support_years"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    rule = models.CharField(_("kind of support"), max_length=30)
    per = models.CharField(max_length=10, default="year")
    size_class = models.CharField(_("size class"), max_length=8)
    ceiling = models.BigIntegerField(_("ceiling"))
    committed = models.BigIntegerField(_("promised"), default=0)
    used = models.BigIntegerField(_("paid out"), default=0)

    objects = SupportYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("year of support")
        verbose_name_plural = _("years of support")
        ordering = ["-year", "enterprise", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "rule"], name="programmes_support_year_once"
            ),
            models.CheckConstraint(
                condition=~Q(per="year") | Q(committed__lte=F("ceiling")),
                name="programmes_support_below_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(used__gte=0, used__lte=F("committed")),
                name="programmes_support_used_was_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.enterprise_id} · {self.year} · {self.rule}"

    @property
    def unused(self) -> int:
        """Promised, and not paid out yet."""
        return self.committed - self.used

    @property
    def remaining(self) -> int | None:
        """What may still be promised this year; ``None`` where the ceiling is one of each contract."""
        return self.ceiling - self.committed if self.per == "year" else None


class SupportContract(Timestamped):
    """A contract of an enterprise with a supplier, of which the state pays a share."""

    support_year = models.ForeignKey(
        SupportYear, on_delete=models.PROTECT, related_name="contracts"
    )
    supplier = models.CharField(_("supplier"), max_length=200)
    number = models.CharField(_("number of the contract"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    value = models.BigIntegerField(_("value of the contract"))
    state_share = models.BigIntegerField(_("share of the state"))

    class Meta:
        verbose_name = _("supported contract")
        verbose_name_plural = _("supported contracts")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state_share__gt=0, state_share__lte=F("value")),
                name="programmes_support_share_of_value",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("signed_on")),
                name="programmes_support_contract_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} · {self.signed_on:%d/%m/%Y}"

    @property
    def own_share(self) -> int:
        """What the enterprise pays itself."""
        return self.value - self.state_share


class SupportDocument(Timestamped):
    """A paper of a supported contract, kept privately; officers and the enterprise itself read it."""

    contract = models.ForeignKey(
        SupportContract, on_delete=models.PROTECT, related_name="documents"
    )
    file = models.FileField(
        _("paper"), storage=PrivateStorage(), upload_to=private_name("support"), max_length=200
    )
    name = models.CharField(_("file name"), max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("paper of a supported contract")
        verbose_name_plural = _("papers of supported contracts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class AppendOnly(models.QuerySet["SupportEntry"]):
    """Entries are added and never edited: a mistake is reversed."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("an entry of the ledger is never changed: reverse it")

    def delete(self) -> Any:
        """Refused."""
        raise TypeError("an entry of the ledger is never deleted: reverse it")


class SupportEntry(models.Model):
    """One line of the ledger; ``reverses`` names the one it takes back, whole and once."""

    contract = models.ForeignKey(SupportContract, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    amount = models.BigIntegerField(_("amount"))
    on = models.DateField(_("on the day"))
    reason = models.CharField(_("why"), max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("entries of the ledger")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="programmes_entry_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=("commit", "use"), reverses__isnull=True)
                | (Q(kind__in=("uncommit", "unuse"), reverses__isnull=False) & ~Q(reason="")),
                name="programmes_entry_reverses_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.amount}"
