"""What of this room moves when two records of the registry become one."""

from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, GuideDone, Reminder
from assessments.services.finishing import tell_enterprise
from sme.enterprises import moving
from sme.enterprises.models import Enterprise
from sme.enterprises.moving import Conflict, Mover, Plan, move, take


def assessments(kept: Enterprise, gone: Enterprise) -> Plan:
    """Assessments with their answers; two open drafts of one framework cannot stand together."""
    rows = Assessment.objects.filter(enterprise=gone).select_related("framework", "enterprise")
    begun = Assessment.objects.drafts().filter(enterprise=kept).values("framework")
    conflicts = [
        Conflict(
            _("Both have begun “%(title)s”. Submit or withdraw one of the two first.")
            % {"title": each.framework},
            each.get_absolute_url(),
        )
        for each in rows.drafts().filter(framework__in=begun)
    ]
    named = [f"{each.framework} · {each.get_state_display()}" for each in rows]
    return Plan(move(rows, gone, kept), named, conflicts=conflicts)


def reminders(kept: Enterprise, gone: Enterprise) -> Plan:
    """When it was reminded of rounds: goes along, and need not be told."""
    return Plan(move(Reminder.objects.filter(enterprise=gone), gone, kept), [])


def guides(kept: Enterprise, gone: Enterprise) -> Plan:
    """Guides that it marked as done: go along, but for those that both marked."""
    rows = GuideDone.objects.filter(enterprise=gone)
    both = rows.filter(guide__in=GuideDone.objects.filter(enterprise=kept).values("guide"))
    twice = list(both.values_list("pk", flat=True))
    return Plan([*take(both), *move(rows.exclude(pk__in=twice), gone, kept)], [])


def register_movers() -> None:
    """Make this room's rows known; called when Django starts."""
    moving.register(
        Mover(
            "assessments",
            30,
            _("Assessments"),
            assessments,
            ("assessments.assessment.enterprise",),
            after=tell_enterprise,
        )
    )
    moving.register(
        Mover(
            "assessment_reminders",
            31,
            _("Reminders of rounds"),
            reminders,
            ("assessments.reminder.enterprise",),
        )
    )
    moving.register(
        Mover("guides_done", 32, _("Guides done"), guides, ("assessments.guidedone.enterprise",))
    )
