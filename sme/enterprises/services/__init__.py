"""Acts on the registry: registering, changing, verifying, members, drafts, and facts told by upper rooms."""

from sme.enterprises.services.bulk import register_many
from sme.enterprises.services.changing import KEEP, change, verify
from sme.enterprises.services.drafts import discard_draft, save_draft
from sme.enterprises.services.duplicates import ask_again, find_all, look_at, mark_distinct
from sme.enterprises.services.facts import record_export, record_listings, record_readiness
from sme.enterprises.services.members import add_member
from sme.enterprises.services.merging import merge, preview_merge, undo_merge, why_not_undone
from sme.enterprises.services.quality import (
    accept_finding,
    check_all,
    check_one,
    revoke_acceptance,
)
from sme.enterprises.services.registering import register
from sme.enterprises.services.succession import (
    assign,
    close,
    link_branches,
    reopen,
    succeed,
    undo_succession,
)

__all__ = [
    "KEEP",
    "accept_finding",
    "add_member",
    "ask_again",
    "assign",
    "change",
    "check_all",
    "check_one",
    "close",
    "discard_draft",
    "find_all",
    "link_branches",
    "look_at",
    "mark_distinct",
    "merge",
    "preview_merge",
    "record_export",
    "record_listings",
    "record_readiness",
    "register",
    "register_many",
    "reopen",
    "revoke_acceptance",
    "save_draft",
    "succeed",
    "undo_merge",
    "undo_succession",
    "verify",
    "why_not_undone",
]
