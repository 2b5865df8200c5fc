"""What guidance is sorted by, and how long it takes to read; plain values only."""

import math
import re

from django.db import models
from django.utils.translation import gettext_lazy as _

WORDS_PER_MINUTE = 160
"""Calm reading on a phone; guides are read to be followed, not skimmed."""


class Pillar(models.TextChoices):
    """The six pillars by which Decision 1970/QĐ-BTTTT (13/12/2021) looks at a business."""

    CUSTOMER = "customer", _("Customers and sales")
    STRATEGY = "strategy", _("Strategy")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure and technology")
    OPERATIONS = "operations", _("Operations")
    CULTURE = "culture", _("People and culture")
    DATA = "data", _("Data and information")


PILLAR_ICONS = {
    Pillar.CUSTOMER: "cart",
    Pillar.STRATEGY: "flag",
    Pillar.INFRASTRUCTURE: "shield",
    Pillar.OPERATIONS: "settings",
    Pillar.CULTURE: "users",
    Pillar.DATA: "chart",
}


class Level(models.TextChoices):
    """How far along a reader should be."""

    START = "start", _("Getting started")
    GROW = "grow", _("Growing")
    ADVANCE = "advance", _("Going further")


class Audience(models.TextChoices):
    """Whom a guide is written for; each is a column ``for_…`` of the guide."""

    HOUSEHOLD = "household", _("Household businesses")
    COOPERATIVE = "cooperative", _("Co-operatives")
    FACILITY = "facility", _("Production facilities")
    ENTERPRISE = "enterprise", _("Companies")


def reading_minutes(text: str) -> int:
    """Whole minutes that a calm reader needs, at least one."""
    return max(1, math.ceil(len(re.findall(r"\w+", text)) / WORDS_PER_MINUTE))
