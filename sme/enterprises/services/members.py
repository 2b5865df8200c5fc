"""Who acts for an enterprise."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit
from portal.shared.errors import RuleBroken
from sme.enterprises import permissions
from sme.enterprises.models import Enterprise, Membership
from sme.enterprises.rules import MemberRole


@transaction.atomic
def add_member(enterprise: Enterprise, user: Any, role: str, *, actor: Any | None) -> Membership:
    """Let a person act for an enterprise as owner or staff; a role they have already is changed.

    Refuses an unknown role, and taking the role of owner from the only owner.
    """
    if role not in MemberRole.values:
        raise RuleBroken("role_unknown", _("Choose owner or staff."), "role")
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    found = Membership.objects.filter(enterprise=enterprise, user=user).first()
    before = found.role if found else None
    if found is not None and before == role:
        return found
    if before == MemberRole.OWNER:
        _refuse_last_owner(enterprise, user)
    member, _made = Membership.objects.update_or_create(
        enterprise=enterprise, user=user, defaults={"role": role}
    )
    _told(enterprise, user, "enterprises.add_member", actor, role=role, was=before)
    return member


@transaction.atomic
def remove_member(enterprise: Enterprise, user: Any, *, actor: Any | None) -> None:
    """Take a person's access away, or one's own; nothing happens when they have none.

    Refuses the only owner, unless an officer who answers for the record does it.
    """
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    found = Membership.objects.filter(enterprise=enterprise, user=user).first()
    if found is None:
        return
    is_office = actor is None or permissions.is_responsible_officer(actor, enterprise)
    if found.role == MemberRole.OWNER and not is_office:
        _refuse_last_owner(enterprise, user)
    found.delete()
    _told(enterprise, user, "enterprises.remove_member", actor, was=found.role)


def _refuse_last_owner(enterprise: Enterprise, user: Any) -> None:
    owners = Membership.objects.filter(enterprise=enterprise, role=MemberRole.OWNER)
    if not owners.exclude(user=user).exists():
        raise RuleBroken(
            "last_owner",
            _("This person is the only owner. Make somebody else owner first."),
            "role",
        )


def _told(enterprise: Enterprise, user: Any, act: str, actor: Any | None, **data: Any) -> None:
    user.__dict__.pop("_roles_in_enterprises", None)
    by = {} if actor else audit.BY_SYSTEM
    audit.record(enterprise, act, actor=actor, data={**by, "person": user.pk, **data})
