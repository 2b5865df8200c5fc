"""Rows of the registry: records, identity through time, people, duplicates, quality."""

from sme.enterprises.models.duplicates import DuplicatePair, Merge
from sme.enterprises.models.identity import FormerProfile, Identifier, Lineage
from sme.enterprises.models.people import (
    UNDECIDED,
    Claim,
    ClaimQuerySet,
    Contact,
    Invitation,
    Membership,
    RegistrationDraft,
)
from sme.enterprises.models.quality import Finding, FindingQuerySet, QualityCount
from sme.enterprises.models.records import Enterprise, EnterpriseQuerySet

__all__ = [
    "UNDECIDED",
    "Claim",
    "ClaimQuerySet",
    "Contact",
    "DuplicatePair",
    "Enterprise",
    "EnterpriseQuerySet",
    "Finding",
    "FindingQuerySet",
    "FormerProfile",
    "Identifier",
    "Invitation",
    "Lineage",
    "Membership",
    "Merge",
    "QualityCount",
    "RegistrationDraft",
]
