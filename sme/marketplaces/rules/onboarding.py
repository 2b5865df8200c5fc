"""The way of an enterprise onto one marketplace: its steps in order."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class Step(models.TextChoices):
    """The steps of the board, in their order; the last three follow from what is recorded of listings."""

    REGISTERED = "registered", gettext_lazy("Registered with the marketplace")
    DOCUMENTS = "documents", gettext_lazy("Documents ready")
    SHOP = "shop", gettext_lazy("Shop opened")
    FIRST_LIVE = "live", gettext_lazy("First product on sale")
    FIRST_ORDER = "order", gettext_lazy("First order")
    STEADY = "steady", gettext_lazy("Steady selling")


class OnboardingState(models.TextChoices):
    """Whether somebody still works on it."""

    ACTIVE = "active", pgettext_lazy("onboarding", "Under way")
    PAUSED = "paused", pgettext_lazy("onboarding", "Paused")
    STOPPED = "stopped", pgettext_lazy("onboarding", "Stopped")
    DONE = "done", pgettext_lazy("onboarding", "Selling steadily")
