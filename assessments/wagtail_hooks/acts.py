"""Names of the audited acts on frameworks and assessments."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def register_acts(registry: Any) -> None:
    """The closed list of this room's acts; single answers carry who and when themselves."""
    audit.declare(
        registry,
        {
            "assessments.import_version": _("Version of the framework loaded"),
            "assessments.publish": _("Version published and frozen"),
            "assessments.change_draft": _("Draft of the version changed"),
            "assessments.ask_publication": _("Publication asked for"),
            "assessments.send_back": _("Draft given back"),
            "assessments.drop_draft": _("Draft deleted"),
            "assessments.declare_crosswalk": _("Crosswalk to an earlier version declared"),
            "assessments.offer": _("Framework offered or taken off the list"),
            "assessments.start": _("Assessment started"),
            "assessments.hand_over": _("Answered with an officer from here on"),
            "assessments.claim": _("Answers of a visitor taken over"),
            "assessments.submit": _("Assessment submitted"),
            "assessments.share": _("Link to the result made for an adviser"),
            "assessments.unshare": _("Link to the result taken back"),
            "assessments.plan_round": _("Round of assessments planned"),
            "assessments.change_round": _("Days of the round changed"),
            "assessments.review": _("Result reviewed by the office"),
            "assessments.contest": _("Result contested by the business"),
            "assessments.reply": _("Contested result answered by the office"),
            "assessments.withdraw": _("Assessment withdrawn"),
            "assessments.mark_guide": _("Guide marked as done, or not after all"),
        },
    )
