"""Who may do what with an enterprise's record."""

from typing import Any

from sme.enterprises.models import Claim, Enterprise, Membership
from sme.enterprises.rules import MemberRole, State
from sme.places import selectors as places


def _answers_for(user: Any, enterprise: Enterprise) -> bool:
    """An administrator, or an officer in whose area the enterprise lies."""
    if not user.is_officer:
        return False
    if user.is_administrator:
        return True
    area = places.remit_unit_ids(user)
    return area is None or enterprise.place_id in area


def _role_in(user: Any, enterprise: Enterprise) -> str:
    """The person's role in the enterprise, or an empty word; asked once per person and enterprise."""
    known = user.__dict__.setdefault("_roles_in_enterprises", {})
    if enterprise.pk not in known:
        mine = Membership.objects.filter(user_id=user.pk, enterprise_id=enterprise.pk)
        known[enterprise.pk] = mine.values_list("role", flat=True).first() or ""
    return known[enterprise.pk]


def remember_role(user: Any, enterprise: Enterprise) -> None:
    """Take the person's role from memberships that were read along, so that nothing is asked again."""
    roles = {each.user_id: each.role for each in enterprise.memberships.all()}
    user.__dict__.setdefault("_roles_in_enterprises", {})[enterprise.pk] = roles.get(user.pk, "")


def is_member(user: Any, enterprise: Enterprise) -> bool:
    """Acts for the enterprise, as owner or staff."""
    return bool(user.is_authenticated and user.is_active and _role_in(user, enterprise))


def is_responsible_officer(user: Any, enterprise: Enterprise) -> bool:
    """Answers for it on the office's side."""
    return bool(user.is_authenticated and _answers_for(user, enterprise))


def can_list(user: Any) -> bool:
    """May open the officers' list."""
    return bool(user.is_authenticated and user.is_officer)


def can_register_for_others(user: Any) -> bool:
    """May enter an enterprise on its behalf."""
    return can_list(user)


def can_view(user: Any, enterprise: Enterprise) -> bool:
    """Its members and the officers who answer for it."""
    return is_responsible_officer(user, enterprise) or is_member(user, enterprise)


def can_edit(user: Any, enterprise: Enterprise) -> bool:
    """Whoever may see it; a closed record only the office."""
    if is_responsible_officer(user, enterprise):
        return True
    return is_member(user, enterprise) and enterprise.state != State.CLOSED


def can_verify(user: Any, enterprise: Enterprise) -> bool:
    """The officers who answer for it, not its own members."""
    return is_responsible_officer(user, enterprise) and not is_member(user, enterprise)


def can_manage_members(user: Any, enterprise: Enterprise) -> bool:
    """Its owners and the officers who answer for it."""
    if is_responsible_officer(user, enterprise):
        return True
    return is_member(user, enterprise) and _role_in(user, enterprise) == MemberRole.OWNER


def can_keep_doubtful_values(user: Any, enterprise: Enterprise | None = None) -> bool:
    """Officers, who have seen the papers; ``None`` is a record that is being entered."""
    return can_list(user) if enterprise is None else is_responsible_officer(user, enterprise)


def can_see_personal_numbers(user: Any, enterprise: Enterprise) -> bool:
    """On the record's own page, those who may see the record; nowhere else are they shown whole."""
    return can_view(user, enterprise)


def can_decide_claim(user: Any, claim: Claim) -> bool:
    """The officers who answer for the record, never on their own claim."""
    return is_responsible_officer(user, claim.enterprise) and claim.claimant_id != user.pk


def can_merge(user: Any, one: Enterprise, other: Enterprise) -> bool:
    """The officers who answer for both records."""
    return is_responsible_officer(user, one) and is_responsible_officer(user, other)
