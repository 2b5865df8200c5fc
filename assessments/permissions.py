"""Who may do what with an assessment."""

from typing import Any

from assessments.models import Assessment
from portal.accounts.rules import Role
from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import permissions as programmes


def can_list(user: Any) -> bool:
    """May open the officers' list."""
    return enterprises.can_list(user)


def can_answer(user: Any, assessment: Assessment) -> bool:
    """The enterprise's members, as owner or staff."""
    return assessment.enterprise is not None and enterprises.is_member(user, assessment.enterprise)


def can_view(user: Any, assessment: Assessment) -> bool:
    """The enterprise's members, and the officers who answer for it."""
    return assessment.enterprise is not None and enterprises.can_view(user, assessment.enterprise)


def can_withdraw(user: Any, assessment: Assessment) -> bool:
    """The enterprise's members."""
    return can_answer(user, assessment)


def can_assist(user: Any, enterprise: Enterprise) -> bool:
    """The officers who answer for it on the office's side."""
    return enterprises.is_responsible_officer(user, enterprise)


def can_review(user: Any, assessment: Assessment) -> bool:
    """The officers who answer for it on the office's side, never on their own business."""
    found = assessment.enterprise
    return (
        found is not None
        and enterprises.is_responsible_officer(user, found)
        and not enterprises.is_member(user, found)
    )


def can_plan_rounds(user: Any) -> bool:
    """Officers of the whole province and administrators, as with programmes."""
    return bool(user.is_authenticated) and programmes.can_manage_programmes(user)


def can_author(user: Any) -> bool:
    """Makes and changes drafts of questionnaires: whoever edits guidance."""
    return bool(user.is_authenticated and user.is_active and user.edits_guidance)


def can_publish(user: Any) -> bool:
    """Freezes a version for good: moderators and administrators."""
    return can_author(user) and user.has_role(Role.MODERATOR, Role.ADMINISTRATOR)
