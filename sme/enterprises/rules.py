"""Kinds, identifiers and states of those whom we help; no queries here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whom the programme helps."""

    ENTERPRISE = "enterprise", _("Enterprise")
    COOPERATIVE = "cooperative", _("Co-operative")
    HOUSEHOLD = "household", _("Household business")
    FACILITY = "facility", _("Production facility")


class LegalForm(models.TextChoices):
    """Legal form, as in the registration certificate."""

    LLC_ONE = "llc1", _("Single-member limited liability company")
    LLC = "llc", _("Limited liability company")
    JSC = "jsc", _("Joint-stock company")
    PARTNERSHIP = "partnership", _("Partnership")
    PRIVATE = "private", _("Private enterprise")
    COOPERATIVE = "coop", _("Co-operative")
    COOPERATIVE_UNION = "coop_union", _("Union of co-operatives")
    COOPERATIVE_GROUP = "coop_group", _("Co-operative group")
    HOUSEHOLD = "household", _("Household business")
    FACILITY = "facility", _("Production facility")
    OTHER = "other", _("Other")


class IdentifierType(models.TextChoices):
    """What an identifier is; "none yet" is the absence of a row."""

    TAX_CODE = "tax", _("Tax code")
    PERSONAL_ID = "personal", _("Personal identification number used as tax code")
    COOPERATIVE_NUMBER = "coop", _("Co-operative registration number")


class SizeClass(models.TextChoices):
    """Size class of Decree 80/2021/NĐ-CP, article 5."""

    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Not a small or medium enterprise")
    UNKNOWN = "unknown", _("Not yet known")


class State(models.TextChoices):
    """How far the office has checked a record."""

    NEW = "new", _("New, not yet checked")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")


class MemberRole(models.TextChoices):
    """What a person may do for an enterprise."""

    OWNER = "owner", _("Owner")
    STAFF = "staff", _("Staff")
