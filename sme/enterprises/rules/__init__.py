"""Kinds, identifiers, sectors, sizes and states of those whom we help; no queries here."""

from sme.enterprises.rules.identifiers import (
    GivenIdentifier,
    format_identifier,
    masked,
    parse_cooperative_number,
    parse_identifier,
    parse_personal_number,
    parse_tax_code,
    read_tax_number,
)
from sme.enterprises.rules.kinds import (
    LEGAL_FORMS,
    ClaimState,
    Grade,
    IdentifierType,
    Kind,
    LegalForm,
    LineageKind,
    MemberRole,
    PairState,
    SizeClass,
    State,
    facts_to_check_again,
)
from sme.enterprises.rules.names import core_name
from sme.enterprises.rules.sectors import Classification, Section, read_sections
from sme.enterprises.rules.sizes import (
    Band,
    SizeRules,
    SizeVerdict,
    amount,
    read_size_rules,
    size_of,
)

__all__ = [
    "LEGAL_FORMS",
    "Band",
    "ClaimState",
    "Classification",
    "GivenIdentifier",
    "Grade",
    "IdentifierType",
    "Kind",
    "LegalForm",
    "LineageKind",
    "MemberRole",
    "PairState",
    "Section",
    "SizeClass",
    "SizeRules",
    "SizeVerdict",
    "State",
    "amount",
    "core_name",
    "facts_to_check_again",
    "format_identifier",
    "masked",
    "parse_cooperative_number",
    "parse_identifier",
    "parse_personal_number",
    "parse_tax_code",
    "read_sections",
    "read_size_rules",
    "read_tax_number",
    "size_of",
]
