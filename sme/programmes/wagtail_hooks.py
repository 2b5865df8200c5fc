"""Digital solutions in the Wagtail admin, and the names of audited acts of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.shared import audit
from sme.programmes.models import Solution


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
            "programmes.set_papers": _("set which papers are asked for"),
            "programmes.begin_application": _("began an application"),
            "programmes.submit_application": _("sent the application"),
            "programmes.withdraw_application": _("withdrew the application"),
            "programmes.propose_decision": _("proposed a decision"),
            "programmes.decide_application": _("decided on the application"),
            "programmes.check_paper": _("looked at a paper"),
            "programmes.approve_list": _("approved the list"),
            "programmes.reopen_list": _("reopened the approved list"),
            "programmes.enter_support": _("entered support"),
            "programmes.add_support_paper": _("added a paper of a supported contract"),
            "programmes.check_support_paper": _("looked at a paper of a supported contract"),
            "programmes.remove_support_paper": _("removed a paper of a supported contract"),
            "programmes.tell_use": _("wrote down a digital solution"),
            "programmes.end_use": _("ended the use of a digital solution"),
            "programmes.remove_use": _("removed a digital solution told by mistake"),
            "programmes.plan_session": _("planned a session"),
            "programmes.change_session": _("changed the session"),
            "programmes.cancel_session": _("cancelled the session"),
            "programmes.sign_up": _("signed up for a session"),
            "programmes.sign_off": _("signed off from a session"),
            "programmes.attend": _("was present, by the code"),
            "programmes.write_attendance": _("wrote down who was present"),
            "programmes.issue_certificate": _("issued a certificate"),
            "programmes.issue_certificates": _("issued certificates"),
            "programmes.revoke_certificate": _("revoked the certificate"),
            "programmes.write_letter": _("wrote the letter of a decision"),
            "programmes.add_milestone": _("added a milestone"),
            "programmes.change_milestone": _("changed a milestone"),
            "programmes.remove_milestone": _("removed a milestone"),
            "programmes.copy_milestones": _("took over another cohort's milestones"),
            "programmes.reach_milestone": _("wrote down a milestone as done"),
            "programmes.unreach_milestone": _("took back that a milestone was done"),
            "programmes.give_time": _("gave more time for a milestone"),
            "programmes.add_task": _("wrote down a task"),
            "programmes.move_task": _("gave a task another day or officer"),
            "programmes.finish_task": _("finished a task"),
            "programmes.reopen_task": _("opened a task again"),
            "programmes.add_note": _("wrote a note"),
            "programmes.record_outcome": _("wrote down the outcome"),
            "programmes.enrol": _("enrolled the enterprise"),
            "programmes.enrol_many": _("enrolled several enterprises"),
            "programmes.move_enrolment": _("changed the enrolment's state"),
            "programmes.put_back_enrolment": _("restored the enrolment, taking a list back"),
            "programmes.take_back_enrolment": _("removed an enrolment, taking a list back"),
            "programmes.change_enrolment": _("changed the enrolment's note"),
        },
    )


class SolutionViewSet(SnippetViewSet):
    """The catalogue of digital solutions: who provides them, who looked at them, until when."""

    model = Solution
    icon = "cogs"
    menu_label = _("Digital solutions")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["name_vi", "provider", "kind", "is_public", "reviewed_on", "valid_until"]
    list_filter = ["kind", "is_public"]
    search_fields = ["name_vi", "name_en", "provider"]
    panels = [
        FieldRowPanel([FieldPanel("name_vi"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("provider")]),
        MultiFieldPanel(
            [
                FieldPanel("summary_vi"),
                FieldPanel("summary_en"),
                FieldPanel("price_vi"),
                FieldPanel("price_en"),
            ],
            heading=_("What businesses read"),
        ),
        FieldRowPanel([FieldPanel("website"), FieldPanel("help_url")]),
        MultiFieldPanel(
            [
                FieldPanel("is_public"),
                FieldPanel("reviewed_on"),
                FieldPanel("reviewed_by"),
                FieldPanel("valid_until"),
            ],
            heading=_("Review"),
        ),
    ]


register_snippet(SolutionViewSet)
