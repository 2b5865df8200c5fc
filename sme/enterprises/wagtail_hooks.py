"""The names of this room's audited acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def acts(registry: Any) -> None:
    """Add this room's acts to the closed list."""
    audit.declare(
        registry,
        {
            "enterprises.register": _("registered the enterprise"),
            "enterprises.register_many": _("registered a list of enterprises, beginning with this"),
            "enterprises.change": _("changed the record"),
            "enterprises.change_number": _("changed a number"),
            "enterprises.change_contact": _("changed the person to call"),
            "enterprises.correct": _("corrected the record"),
            "enterprises.correct_number": _("corrected a number"),
            "enterprises.close": _("closed the record"),
            "enterprises.reopen": _("reopened the record"),
            "enterprises.succeed": _("recorded a succession"),
            "enterprises.undo_succession": _("took a succession back"),
            "enterprises.assign": _("gave it into an officer's charge"),
            "enterprises.verify": _("verified the record"),
            "enterprises.add_member": _("gave a person access"),
            "enterprises.remove_member": _("took a person's access away"),
            "enterprises.invite": _("invited a person"),
            "enterprises.issue_code": _("made a take-over code"),
            "enterprises.revoke_invitation": _("took an invitation back"),
            "enterprises.claim": _("said that the record is theirs"),
            "enterprises.return_claim": _("asked for more papers of a claim"),
            "enterprises.answer_claim": _("sent more papers of a claim"),
            "enterprises.withdraw_claim": _("took a claim back"),
            "enterprises.approve_claim": _("approved a claim"),
            "enterprises.decline_claim": _("declined a claim"),
            "enterprises.tell_apart": _("said that it is not the same as another"),
            "enterprises.ask_again": _("asked again whether it is the same as another"),
            "enterprises.merge": _("merged two records"),
            "enterprises.undo_merge": _("took a merge back"),
            "enterprises.accept_finding": _("accepted what a check found"),
            "enterprises.revoke_acceptance": _("took an acceptance back"),
            "enterprises.import_undone": _("was put back as it was before a list"),
            "enterprises.export": _("exported a list of enterprises"),
        },
    )
