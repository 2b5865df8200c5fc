"""Inviting somebody to act for an enterprise: by e-mail, or by a code that the office hands over."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.selectors import confirmed_addresses
from portal.shared import audit, clock, mail
from portal.shared.errors import RuleBroken
from sme.enterprises import permissions
from sme.enterprises.models import Enterprise, Invitation, Membership
from sme.enterprises.rules import MemberRole, State, access
from sme.enterprises.selectors.people import digest_of
from sme.enterprises.services import members


@transaction.atomic
def invite(enterprise: Enterprise, email: str, role: str, *, actor: Any) -> Invitation:
    """Ask somebody by e-mail; an invitation to the same address that is still open is replaced by this one.

    ``email`` is a checked address. Refuses who may not manage its members, an unknown role, whoever acts
    for it already, a closed record, and more than ``MOST_OPEN_INVITATIONS`` at once. The link is only in
    the mail.
    """
    if role not in MemberRole.values:
        raise RuleBroken("role_unknown", _("Choose owner or staff."), "role")
    if not permissions.can_manage_members(actor, enterprise):
        raise RuleBroken("not_yours", _("Only its owners and the office may invite people."))
    address = email.strip().lower()
    _lock_open(enterprise)
    if Membership.objects.filter(enterprise=enterprise, user__email__iexact=address).exists():
        raise RuleBroken("member_already", _("This person acts for it already."), "email")
    waiting = enterprise.invitations.filter(accepted_at=None, revoked_at=None)
    _end(waiting.filter(email=address))
    if waiting.filter(expires_at__gt=clock.now()).count() >= access.MOST_OPEN_INVITATIONS:
        raise RuleBroken(
            "too_many_invitations",
            _("Many invitations are still open. Take some back first."),
            "email",
        )
    token = access.new_token()
    made = Invitation.objects.create(
        enterprise=enterprise,
        email=address,
        role=role,
        digest=digest_of(token),
        invited_by=actor,
        expires_at=clock.now() + access.INVITATION_HOLDS,
    )
    audit.record(enterprise, "enterprises.invite", actor=actor, data={"role": role})
    known = User.objects.filter(email=address).first()
    language = known.language if known else actor.language
    mail.send(
        "invitation",
        address,
        language=language,
        enterprise=enterprise.name,
        is_owner=role == MemberRole.OWNER,
        by=str(actor),
        until=made.expires_at,
        link=mail.link("enterprises:invitation", token, language=language),
    )
    return made


@transaction.atomic
def issue_code(enterprise: Enterprise, *, actor: Any) -> str:
    """A code by which the owner takes the record over; the office hands it to them. An older one ends.

    Refuses whoever does not answer for the record. The code itself is returned once and not kept.
    """
    if not permissions.is_responsible_officer(actor, enterprise):
        raise RuleBroken("not_yours", _("Only the office that answers for it may do this."))
    _lock_open(enterprise)
    _end(enterprise.invitations.filter(accepted_at=None, revoked_at=None, email=""))
    code = access.new_code()
    Invitation.objects.create(
        enterprise=enterprise,
        email="",
        role=MemberRole.OWNER,
        digest=digest_of(code),
        invited_by=actor,
        expires_at=clock.now() + access.CODE_HOLDS,
    )
    audit.record(enterprise, "enterprises.issue_code", actor=actor)
    return code


@transaction.atomic
def accept(invitation: Invitation, *, actor: Any) -> Enterprise:
    """Act for the enterprise from now on.

    Refuses an invitation that was used, taken back or has expired, and one to an address that is not a
    confirmed one of this person.
    """
    # The record before the invitation, as everywhere: two acts never wait for each other.
    enterprise = Enterprise.objects.select_for_update().get(pk=invitation.enterprise_id)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at or row.revoked_at or row.expires_at <= clock.now():
        raise RuleBroken(
            "invitation_over",
            _("This invitation no longer holds. Ask for a new one."),
        )
    if row.email and row.email not in confirmed_addresses(actor):
        raise RuleBroken(
            "other_address",
            _("The invitation went to another e-mail address. Sign in with that one."),
        )
    _refuse_closed(enterprise)
    held = Membership.objects.filter(enterprise=enterprise, user=actor).first()
    if held is None or held.role == MemberRole.STAFF:
        members.add_member(enterprise, actor, row.role, actor=actor)
    Invitation.objects.filter(pk=row.pk).update(accepted_at=clock.now(), accepted_by=actor)
    return enterprise


def redeem(code: str, *, actor: Any) -> Enterprise:
    """Take a record over with the code that the office gave; refuses a code that is none, used or expired."""
    wanted = digest_of(access.plain_code(code))
    found = Invitation.objects.filter(digest=wanted, email="").first()
    if found is None:
        raise RuleBroken(
            "code_unknown",
            _("This code is not right. Compare it with the letter, letter by letter."),
            "code",
        )
    return accept(found, actor=actor)


@transaction.atomic
def revoke(invitation: Invitation, *, actor: Any) -> None:
    """Take an invitation back; one that was accepted stays as it is."""
    if _end(Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)):
        audit.record(invitation.enterprise, "enterprises.revoke_invitation", actor=actor)


def _end(rows: Any) -> int:
    return int(rows.update(revoked_at=clock.now()))


def _lock_open(enterprise: Enterprise) -> None:
    _refuse_closed(Enterprise.objects.select_for_update().get(pk=enterprise.pk))


def _refuse_closed(enterprise: Enterprise) -> None:
    if enterprise.state == State.CLOSED or enterprise.merged_into_id:
        raise RuleBroken("closed", _("This record is closed. Ask the office."))
