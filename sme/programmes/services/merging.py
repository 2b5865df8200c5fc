"""What of this room moves when two records of the registry become one."""

from django.utils.translation import gettext_lazy as _

from sme.enterprises import moving
from sme.enterprises.models import Enterprise
from sme.enterprises.moving import Conflict, Mover, Plan, move
from sme.programmes.models import Adoption, Application, Enrolment, SupportYear


def enrolments(kept: Enterprise, gone: Enterprise) -> Plan:
    """Enrolments; two live ones in one cohort cannot stand together, one has to be withdrawn first."""
    rows = Enrolment.objects.filter(enterprise=gone).select_related("cohort", "enterprise")
    taken = Enrolment.objects.filter(enterprise=kept).live().values("cohort")
    conflicts = [
        Conflict(
            _("Both take part in %(cohort)s. Withdraw one of the two first.")
            % {"cohort": each.cohort},
            each.get_absolute_url(),
        )
        for each in rows.live().filter(cohort__in=taken)
    ]
    named = [f"{each.cohort} · {each.get_state_display()}" for each in rows]
    return Plan(move(rows, gone, kept), named, conflicts=conflicts)


def applications(kept: Enterprise, gone: Enterprise) -> Plan:
    """Applications; two live ones to one cohort cannot stand together, one has to be withdrawn first."""
    rows = Application.objects.filter(enterprise=gone).select_related("cohort", "enterprise")
    taken = Application.objects.filter(enterprise=kept).live().values("cohort")
    conflicts = [
        Conflict(
            _("Both have applied to %(cohort)s. Decide on one of the two first.")
            % {"cohort": each.cohort},
            each.get_absolute_url(),
        )
        for each in rows.live().filter(cohort__in=taken)
    ]
    named = [f"{each.cohort} · {each.get_state_display()}" for each in rows]
    return Plan(move(rows, gone, kept), named, conflicts=conflicts)


def support(kept: Enterprise, gone: Enterprise) -> Plan:
    """Years of support; two of one kind in one year would be two ceilings, the office decides first."""
    rows = SupportYear.objects.filter(enterprise=gone)
    own = set(SupportYear.objects.filter(enterprise=kept).values_list("year", "rule"))
    conflicts = [
        Conflict(
            _("Both have the same support in %(year)d. Take one back first.") % {"year": each.year},
            kept.get_absolute_url(),
        )
        for each in rows
        if (each.year, each.rule) in own
    ]
    return Plan(move(rows, gone, kept), [str(each) for each in rows], conflicts=conflicts)


def adoptions(kept: Enterprise, gone: Enterprise) -> Plan:
    """Digital solutions; one that both use today cannot stand twice, one of the two is ended first."""
    rows = Adoption.objects.filter(enterprise=gone)
    own = set(
        Adoption.objects.filter(enterprise=kept, ended_on=None).values_list("kind", "title_key")
    )
    conflicts = [
        Conflict(
            _("Both use %(title)s. End or remove one of the two first.") % {"title": each.title},
            kept.get_absolute_url(),
        )
        for each in rows
        if each.ended_on is None and (each.kind, each.title_key) in own
    ]
    return Plan(move(rows, gone, kept), [str(each) for each in rows], conflicts=conflicts)


def register_movers() -> None:
    """Make this room's rows known; called when Django starts."""
    moving.register(
        Mover("enrolments", 40, _("Enrolments"), enrolments, ("programmes.enrolment.enterprise",))
    )
    moving.register(
        Mover(
            "applications",
            41,
            _("Applications"),
            applications,
            ("programmes.application.enterprise",),
        )
    )
    moving.register(
        Mover("support", 42, _("Support"), support, ("programmes.supportyear.enterprise",))
    )
    moving.register(
        Mover(
            "adoptions", 43, _("Digital solutions"), adoptions, ("programmes.adoption.enterprise",)
        )
    )
