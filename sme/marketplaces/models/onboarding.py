"""What marketplaces ask for, as dated data, and the way of each enterprise onto each of them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models.places_to_sell import Marketplace
from sme.marketplaces.models.products import Product


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Words for requirements."""

    def on(self, day: date) -> "RequirementQuerySet":
        """Those that hold on this day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        )


class Requirement(Timestamped):
    """Something that one marketplace (or every one) asks for one category (or every one).

    Half-open in time: ``valid_to`` is the first day on which it is no longer asked for.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    marketplace = models.ForeignKey(
        Marketplace,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("marketplace"),
        help_text=_("Empty: every marketplace."),
    )
    category = models.CharField(
        _("category"), max_length=10, choices=rules.Category.choices, blank=True
    )
    kind = models.CharField(
        _("what is asked"), max_length=10, choices=rules.RequirementKind.choices
    )
    paper = models.CharField(_("paper"), max_length=10, choices=rules.PaperKind.choices, blank=True)
    minimum = models.PositiveSmallIntegerField(
        _("at least"), default=1, help_text=_("Photographs, or letters of a description.")
    )
    is_required = models.BooleanField(_("needed to be accepted"), default=True)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    title = Bilingual("title")
    help_vi = models.TextField(_("help in Vietnamese"), blank=True)
    help_en = models.TextField(_("help in English"), blank=True)
    help = Bilingual("help")
    office_vi = models.CharField(_("issued by, in Vietnamese"), max_length=200, blank=True)
    office_en = models.CharField(_("issued by, in English"), max_length=200, blank=True)
    office = Bilingual("office")
    guide = models.SlugField(_("guide"), max_length=120, blank=True)
    is_unverified = models.BooleanField(_("not verified with the marketplace"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    valid_from = models.DateField(_("asked from"), null=True, blank=True)
    valid_to = models.DateField(_("no longer asked from"), null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=rules.RequirementKind.values),
                name="marketplaces_requirement_kind_known",
            ),
            models.CheckConstraint(
                condition=(Q(kind=rules.RequirementKind.PAPER) & ~Q(paper=""))
                | (~Q(kind=rules.RequirementKind.PAPER) & Q(paper="")),
                name="marketplaces_requirement_names_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="marketplaces_requirement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Confirmation(models.Model):
    """People say that an enterprise has what the portal cannot see (a bank account, packaging)."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="confirmations"
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, null=True, blank=True, related_name="confirmations"
    )
    requirement = models.ForeignKey(
        Requirement, on_delete=models.CASCADE, related_name="confirmations"
    )
    confirmed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "requirement"], name="marketplaces_confirmation_once_a_product"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "requirement"],
                condition=Q(product__isnull=True),
                name="marketplaces_confirmation_once_an_enterprise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} · {self.product or self.enterprise}"


class OnboardingQuerySet(models.QuerySet["Onboarding"]):
    """Words for ways onto a marketplace."""

    def visible_to(self, user: Any) -> "OnboardingQuerySet":
        """Those of the enterprises that a person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user).order_by())

    def counted(self) -> "OnboardingQuerySet":
        """Those that somebody still wants or that came to their end; not those given up."""
        return self.exclude(state=rules.OnboardingState.STOPPED)

    def stuck(self, today: date) -> "OnboardingQuerySet":
        """Under way, but nothing moved for ``rules.STUCK_AFTER`` or a step is overdue."""
        return self.filter(_is_stuck(today))

    def moving(self, today: date) -> "OnboardingQuerySet":
        """All that are not stuck."""
        return self.exclude(_is_stuck(today))


def _is_stuck(today: date) -> Q:
    overdue = OnboardingStep.objects.filter(
        onboarding=models.OuterRef("pk"), done_on__isnull=True, due_on__lt=today
    )
    is_still = Q(moved_on__lte=today - rules.STUCK_AFTER)
    return Q(state=rules.OnboardingState.ACTIVE) & (is_still | Q(models.Exists(overdue)))


class Onboarding(Versioned, Timestamped):
    """One enterprise on its way onto one marketplace. ``stage`` repeats the furthest step that is done."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="onboardings")
    marketplace = models.ForeignKey(
        Marketplace, on_delete=models.PROTECT, related_name="onboardings"
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=rules.OnboardingState.choices,
        default=rules.OnboardingState.ACTIVE,
    )
    stage = models.CharField(
        _("stage"), max_length=10, choices=rules.Step.choices, blank=True, editable=False
    )
    stage_on = models.DateField(_("at this stage since"), null=True, editable=False)
    # The last day on which something came on: begun, a step done, taken up again.
    moved_on = models.DateField(_("last progress"), null=True, editable=False)
    told_on = models.DateField(null=True, editable=False)  # last in the officer's weekly mail
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="onboardings",
        verbose_name=_("officer in charge"),
    )
    started_on = models.DateField(_("started on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = OnboardingQuerySet.as_manager()

    class Meta:
        verbose_name = _("way onto a marketplace")
        verbose_name_plural = _("ways onto marketplaces")
        ordering = ["stage_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "marketplace"], name="marketplaces_onboarding_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.OnboardingState.values),
                name="marketplaces_onboarding_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "stage", "stage_on"], name="onboarding_pipeline"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} → {self.marketplace}"

    def get_absolute_url(self) -> str:
        """Where officers look at it."""
        return reverse("marketplaces:onboarding_detail", args=[self.pk])


class OnboardingStep(models.Model):
    """One step of one way: when due, when done, who recorded it and who is to do it."""

    onboarding = models.ForeignKey(Onboarding, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("step"), max_length=10, choices=rules.Step.choices)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    # The ``due_on`` of which the business was told a week before, and when it had passed.
    soon_told_for = models.DateField(null=True, editable=False)
    late_told_for = models.DateField(null=True, editable=False)
    who = models.CharField(_("who does it"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("step onto a marketplace")
        verbose_name_plural = _("steps onto marketplaces")
        constraints = [
            models.UniqueConstraint(
                fields=["onboarding", "step"], name="marketplaces_onboarding_step_once"
            ),
            models.CheckConstraint(
                condition=Q(step__in=rules.Step.values), name="marketplaces_onboarding_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.onboarding}: {self.get_step_display()}"
