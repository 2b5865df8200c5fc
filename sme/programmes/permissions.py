"""Who may do what with programmes, cohorts and enrolments."""

from portal.accounts.models import User
from sme.enterprises import permissions as enterprises
from sme.programmes import selectors
from sme.programmes.models import Application, Cohort, Enrolment


def can_manage_programmes(user: User) -> bool:
    """Programmes are the office's: administrators, and officers of the whole province."""
    return user.is_officer and selectors.is_whole_province(user)


def can_manage_cohort(user: User, cohort: Cohort) -> bool:
    """Change, open, close: who manages programmes, and the cohort's responsible officers."""
    if can_manage_programmes(user):
        return True
    return user.is_officer and cohort.officers.filter(pk=user.pk).exists()


def can_enrol(user: User, cohort: Cohort) -> bool:
    """Enrol enterprises (one's own remit decides which): any officer who may open the cohort."""
    return selectors.cohorts_visible_to(user).filter(pk=cohort.pk).exists()


def can_change_enrolment(user: User, enrolment: Enrolment) -> bool:
    """Whoever may edit the enterprise and open the cohort."""
    return enterprises.can_edit(user, enrolment.enterprise) and can_enrol(user, enrolment.cohort)


def can_decide_application(user: User, application: Application) -> bool:
    """The officers who answer for the enterprise and may open the cohort, never on their own business."""
    return enterprises.can_verify(user, application.enterprise) and can_enrol(
        user, application.cohort
    )
