"""Names of the audited acts on programmes, cohorts and enrolments."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def register_acts(registry: Any) -> None:
    """Give each act its name; ``audit.record`` refuses any other."""
    audit.declare(
        registry,
        {
            "programmes.create_programme": _("added the programme"),
            "programmes.change_programme": _("changed the programme"),
            "programmes.create_cohort": _("planned the cohort"),
            "programmes.change_cohort": _("changed the cohort"),
            "programmes.move_cohort": _("moved the cohort on"),
            "programmes.set_rules": _("set who may join"),
            "programmes.begin_application": _("began an application"),
            "programmes.submit_application": _("sent the application"),
            "programmes.withdraw_application": _("withdrew the application"),
            "programmes.propose_decision": _("proposed a decision"),
            "programmes.decide_application": _("decided on the application"),
            "programmes.check_paper": _("looked at a paper"),
            "programmes.approve_list": _("approved the list"),
            "programmes.reopen_list": _("reopened the approved list"),
            "programmes.enter_support": _("entered support"),
            "programmes.enrol": _("enrolled the enterprise"),
            "programmes.enrol_many": _("enrolled several enterprises"),
            "programmes.move_enrolment": _("changed the enrolment's state"),
            "programmes.put_back_enrolment": _("restored the enrolment, taking a list back"),
            "programmes.take_back_enrolment": _("removed an enrolment, taking a list back"),
            "programmes.change_enrolment": _("changed the enrolment's note"),
        },
    )
