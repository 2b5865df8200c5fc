"""Acts on the registry: registering, changing, verifying, members, drafts, and facts told by upper rooms."""

from sme.enterprises.services.bulk import register_many
from sme.enterprises.services.changing import KEEP, change, verify
from sme.enterprises.services.claims import (
    approve as approve_claim,
)
from sme.enterprises.services.claims import (
    ask_for_more,
    claim,
    find_for_claim,
    forget_proofs,
    send_more,
    withdraw_claim,
)
from sme.enterprises.services.claims import (
    decline as decline_claim,
)
from sme.enterprises.services.drafts import discard_draft, save_draft
from sme.enterprises.services.duplicates import ask_again, find_all, look_at, mark_distinct
from sme.enterprises.services.facts import record_export, record_listings, record_readiness
from sme.enterprises.services.invitations import (
    accept as accept_invitation,
)
from sme.enterprises.services.invitations import (
    invite,
    issue_code,
)
from sme.enterprises.services.invitations import (
    redeem as redeem_code,
)
from sme.enterprises.services.invitations import (
    revoke as revoke_invitation,
)
from sme.enterprises.services.members import add_member, remove_member
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
    "accept_invitation",
    "add_member",
    "approve_claim",
    "ask_again",
    "ask_for_more",
    "assign",
    "change",
    "check_all",
    "check_one",
    "claim",
    "close",
    "decline_claim",
    "discard_draft",
    "find_all",
    "find_for_claim",
    "forget_proofs",
    "invite",
    "issue_code",
    "link_branches",
    "look_at",
    "mark_distinct",
    "merge",
    "preview_merge",
    "record_export",
    "record_listings",
    "record_readiness",
    "redeem_code",
    "register",
    "register_many",
    "remove_member",
    "reopen",
    "revoke_acceptance",
    "revoke_invitation",
    "save_draft",
    "send_more",
    "succeed",
    "undo_merge",
    "undo_succession",
    "verify",
    "why_not_undone",
    "withdraw_claim",
]
