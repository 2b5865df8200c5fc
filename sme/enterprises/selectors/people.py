"""Reads about who acts for an enterprise, who is asked to, and who says that it is theirs."""

from typing import Any

from django.utils.crypto import salted_hmac

from portal.accounts.selectors import confirmed_addresses
from portal.shared import clock
from sme.enterprises.models import Claim, ClaimQuerySet, Enterprise, Invitation, Membership


def digest_of(secret: str) -> str:
    """What is kept of a link or code, keyed by the site's secret: the database alone helps nobody to guess it."""
    return salted_hmac("sme.enterprises.invitation", secret, algorithm="sha256").hexdigest()


def open_invitations(enterprise: Enterprise) -> list[Invitation]:
    """Those that can still be accepted, and those whose time has run out, newest first; codes have no address."""
    rows = enterprise.invitations.filter(accepted_at=None, revoked_at=None)
    return list(rows.select_related("invited_by"))


def invitations_for(user: Any) -> list[Invitation]:
    """What a person is invited to, by their confirmed addresses."""
    rows = Invitation.objects.filter(
        email__in=confirmed_addresses(user), accepted_at=None, revoked_at=None
    )
    return list(rows.filter(expires_at__gt=clock.now()).select_related("enterprise", "invited_by"))


def invitation_by(token: str) -> Invitation | None:
    """The invitation to which a link leads, whatever became of it."""
    rows = Invitation.objects.select_related("enterprise", "invited_by").exclude(email="")
    return rows.filter(digest=digest_of(token)).first()


def members_of(enterprise: Enterprise) -> list[Membership]:
    """Who acts for it, owners first."""
    return list(enterprise.memberships.select_related("user").order_by("role", "pk"))


def claims_for_office(user: Any) -> ClaimQuerySet:
    """Claims that an officer may decide, the longest waiting first."""
    rows = Claim.objects.visible_to(user).waiting().exclude(claimant=user)
    return rows.select_related("enterprise__place", "claimant")


def claims_by(user: Any) -> list[Claim]:
    """A person's own claims, newest first."""
    return list(Claim.objects.filter(claimant=user).select_related("enterprise")[:20])
