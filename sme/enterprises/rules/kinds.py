"""The closed lists of the registry: kinds, legal forms, identifiers, sizes, states, roles of members."""

from collections.abc import Mapping

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


LEGAL_FORMS: Mapping[str, tuple[LegalForm, ...]] = {
    Kind.ENTERPRISE: (
        LegalForm.LLC_ONE,
        LegalForm.LLC,
        LegalForm.JSC,
        LegalForm.PARTNERSHIP,
        LegalForm.PRIVATE,
        LegalForm.OTHER,
    ),
    Kind.COOPERATIVE: (
        LegalForm.COOPERATIVE,
        LegalForm.COOPERATIVE_UNION,
        LegalForm.COOPERATIVE_GROUP,
    ),
    Kind.HOUSEHOLD: (LegalForm.HOUSEHOLD,),
    Kind.FACILITY: (LegalForm.FACILITY, LegalForm.OTHER),
}


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
    OUTSIDE = "outside", _("Not classified (co-operative)")


class State(models.TextChoices):
    """How far the office has checked a record."""

    NEW = "new", _("New, not yet checked")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")


class MemberRole(models.TextChoices):
    """What a person may do for an enterprise."""

    OWNER = "owner", _("Owner")
    STAFF = "staff", _("Staff")


class LineageKind(models.TextChoices):
    """How one record came from another."""

    BECAME = "became", _("Became (household business to company, change of kind)")
    MERGED = "merged", _("Merged into")
    SPLIT = "split", _("Split off")
    BRANCH = "branch", _("Branch of")
    TAKEN_OVER = "taken_over", _("Taken over by")


# Where the first record goes on in the second, and so ends.
ENDING = frozenset({LineageKind.BECAME, LineageKind.MERGED, LineageKind.TAKEN_OVER})


class ClaimState(models.TextChoices):
    """Where a claim on a record stands."""

    WAITING = "waiting", _("Waiting for the office")
    RETURNED = "returned", _("More papers wanted")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PairState(models.TextChoices):
    """What was decided about two records that look alike."""

    OPEN = "open", _("To be decided")
    DISTINCT = "distinct", _("Not the same")
    MERGED = "merged", _("Merged")


class Grade(models.TextChoices):
    """How much a finding of the data quality checks weighs."""

    ERROR = "error", _("Wrong")
    WARNING = "warning", _("Doubtful")
    GAP = "gap", _("Missing")


# What the office vouches for when it verifies a record.
_VOUCHED_FOR = frozenset({"name", "kind", "legal_form", "place", "place_id"})


def facts_to_check_again(changed: set[str]) -> bool:
    """True when a member changed something that the office had verified: the record waits for it again."""
    return bool(changed & _VOUCHED_FOR)
