"""Marketplaces as dated data, and the shops that enterprises run on them."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from portal.shared.errors import RuleBroken
from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules

SEVERAL = _("One on each line.")
host_like = RegexValidator(
    r"^\s*([a-z0-9-]+(\.[a-z0-9-]+)+\s*)*$",
    _("Names of hosts such as shopee.vn, one on each line."),
)


def lines(text: str) -> tuple[str, ...]:
    """What stands on each line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def readable_patterns(text: str) -> None:
    """Validate patterns of addresses, one on each line."""
    for pattern in lines(text):
        try:
            rules.check_pattern(pattern)
        except RuleBroken as broken:
            raise ValidationError(broken.sentence, code=broken.code) from None


class MarketplaceQuerySet(models.QuerySet["Marketplace"]):
    """Words for marketplaces."""

    def open_on(self, day: Any) -> "MarketplaceQuerySet":
        """Not yet closed on this day, as far as is known."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


class Marketplace(RevisionMixin, Timestamped):
    """A site on which others sell; when it ran, and which addresses are its own."""

    key = models.SlugField(_("key"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    website = models.URLField(_("website"), blank=True)
    help_url = models.URLField(_("help for sellers"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    hosts = models.TextField(_("hosts"), validators=[host_like], help_text=SEVERAL)
    short_hosts = models.TextField(
        _("hosts of short links"), blank=True, validators=[host_like], help_text=SEVERAL
    )
    product_patterns = models.TextField(
        _("patterns of product addresses"),
        blank=True,
        validators=[readable_patterns],
        help_text=_(
            "One on each line, such as /{slug}-i.{shop}.{item}. {slug}: any text; {shop} {item} {id} {sku}: "
            "numbers; {name} {user}: a word; […]: may be missing. A hint only: it gives a page its stable name."
        ),
    )
    shop_patterns = models.TextField(
        _("patterns of shop addresses"),
        blank=True,
        validators=[readable_patterns],
        help_text=SEVERAL,
    )
    kept_parameters = models.CharField(
        _("parameters that matter"),
        max_length=200,
        blank=True,
        help_text=_("Separated by spaces; all others are removed from a product's address."),
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("The first day without it. Its listings end on that day."),
    )
    # When the closing day became known: figures as known before do not know it.
    closing_known_at = models.DateTimeField(null=True, editable=False)
    note_vi = models.TextField(_("note, in Vietnamese"), blank=True)
    note_en = models.TextField(_("note, in English"), blank=True)
    note = Bilingual("note")
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="marketplace")

    objects = MarketplaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("marketplace")
        verbose_name_plural = _("marketplaces")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gt=F("opened_on")),
                name="marketplaces_marketplace_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A host belongs to one marketplace only."""
        mine = set(self.hints.hosts) | set(self.hints.short_hosts)
        for other in Marketplace.objects.exclude(pk=self.pk):
            shared = mine & (set(other.hints.hosts) | set(other.hints.short_hosts))
            if shared:
                raise ValidationError(
                    {
                        "hosts": _("%(host)s belongs to %(other)s already.")
                        % {"host": min(shared), "other": other}
                    }
                )
        if self.opened_on and self.closed_on and self.closed_on <= self.opened_on:
            raise ValidationError({"closed_on": _("It cannot close before it opened.")})

    @property
    def revisions(self) -> Any:
        """Wagtail's revisions, each the state after one edit."""
        return self._revisions

    @property
    def hints(self) -> rules.Hints:
        """How its addresses look, for the rules."""
        return rules.Hints(
            key=self.key,
            name=self.name,
            hosts=rules.read_hosts(self.hosts),
            short_hosts=rules.read_hosts(self.short_hosts),
            product_patterns=lines(self.product_patterns),
            shop_patterns=lines(self.shop_patterns),
            kept_parameters=tuple(self.kept_parameters.split()),
        )


class StorefrontQuerySet(models.QuerySet["Storefront"]):
    """Words for shops."""

    def visible_to(self, user: Any) -> "StorefrontQuerySet":
        """Those of the enterprises that a person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user).order_by())


class Storefront(Versioned, Timestamped):
    """An enterprise's shop on a marketplace."""

    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="storefronts",
        verbose_name=_("enterprise"),
    )
    marketplace = models.ForeignKey(
        Marketplace,
        on_delete=models.PROTECT,
        related_name="storefronts",
        verbose_name=_("marketplace"),
    )
    seller_name = models.CharField(_("name of the shop"), max_length=120, blank=True)
    address = models.CharField(_("address of the shop"), max_length=2000, blank=True)
    address_key = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=rules.StorefrontState.choices,
        default=rules.StorefrontState.OPEN,
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_official = models.BooleanField(_("official shop"), default=False)
    run_by = models.CharField(
        _("run by"), max_length=10, choices=rules.RunBy.choices, default=rules.RunBy.ENTERPRISE
    )

    objects = StorefrontQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        ordering = ["enterprise", "marketplace", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=~Q(address_key=""),
                name="marketplaces_storefront_address_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.StorefrontState.values),
                name="marketplaces_storefront_state_known",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="marketplaces_storefront_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_name or self.enterprise} · {self.marketplace}"
