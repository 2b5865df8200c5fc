"""Words for looking again at what is listed: page checks, reports, conflicts, samples."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class PageOutcome(models.TextChoices):
    """What a page check found: a hint, never a verdict."""

    ALIVE = "alive", gettext_lazy("The page answers")
    GONE = "gone", gettext_lazy("The page is gone")
    MOVED = "moved", gettext_lazy("The page leads elsewhere")
    BLOCKED = "blocked", gettext_lazy("The marketplace does not let machines look")
    UNREACHABLE = "failed", gettext_lazy("The page could not be reached")


class ReportState(models.TextChoices):
    """What became of a note that something is wrong."""

    OPEN = "open", pgettext_lazy("report", "Open")
    UPHELD = "upheld", pgettext_lazy("report", "It was wrong, and is mended")
    DISMISSED = "no", pgettext_lazy("report", "It was right")


class ConflictState(models.TextChoices):
    """How two claims to one address were solved."""

    OPEN = "open", pgettext_lazy("conflict", "Open")
    KEPT = "kept", gettext_lazy("The address stays where it is")
    MOVED = "moved", gettext_lazy("The address goes to the one who claimed it")
    DROPPED = "dropped", gettext_lazy("Nobody keeps the address")


class SampleOutcome(models.TextChoices):
    """What re-checking one row of a random sample found."""

    OPEN = "", pgettext_lazy("sample", "Not yet looked at")
    CONFIRMED = "confirmed", gettext_lazy("On sale, as recorded")
    WRONG = "wrong", gettext_lazy("Not as recorded")
    UNCLEAR = "unclear", gettext_lazy("Could not be told")


class RejectionReason(models.TextChoices):
    """Why a marketplace did not accept a product; each leads to the guide that mends it."""

    PAPERS = "papers", gettext_lazy("Papers missing or out of date")
    PHOTOS = "photos", gettext_lazy("Photographs not good enough")
    DESCRIPTION = "text", gettext_lazy("Name or description against the rules")
    CATEGORY = "category", gettext_lazy("Wrong category")
    BRAND = "brand", gettext_lazy("Brand or trademark not proved")
    FORBIDDEN = "forbidden", gettext_lazy("Goods that may not be sold there")
    ACCOUNT = "account", gettext_lazy("Shop or identity not confirmed")
    OTHER = "other", gettext_lazy("Another reason")
