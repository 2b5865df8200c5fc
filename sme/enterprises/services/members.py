"""Who acts for an enterprise."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit
from portal.shared.errors import RuleBroken
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
    owners = Membership.objects.filter(enterprise=enterprise, role=MemberRole.OWNER)
    if before == MemberRole.OWNER and not owners.exclude(user=user).exists():
        raise RuleBroken(
            "last_owner",
            _("This person is the only owner. Make somebody else owner first."),
            "role",
        )
    member, _made = Membership.objects.update_or_create(
        enterprise=enterprise, user=user, defaults={"role": role}
    )
    user.__dict__.pop("_roles_in_enterprises", None)
    audit.record(
        enterprise,
        "enterprises.add_member",
        actor=actor,
        data={**({} if actor else audit.BY_SYSTEM), "person": user.pk, "role": role, "was": before},
    )
    return member
