"""What this room knows of people: who acts for an enterprise, contacts, claims, invitations, drafts; who looked."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts import selectors as people
from portal.shared import audit, clock, privacy
from portal.shared.privacy import Expiry, Holding, Subject, rows_of
from sme.enterprises.models import (
    UNDECIDED,
    Claim,
    Contact,
    Enterprise,
    Invitation,
    Membership,
    RegistrationDraft,
)
from sme.enterprises.rules import ClaimState
from sme.enterprises.services import claims, derived

GONE = "erased.invalid"


def register_all() -> None:
    """Make them known; called when Django starts."""
    for holding in _holdings():
        privacy.register(holding)
    privacy.register_subject(
        Subject(
            "enterprise",
            _("Enterprise"),
            lambda user: Membership.objects.filter(user_id=user.pk).values_list(
                "enterprise_id", flat=True
            ),
            lambda ids: dict(Enterprise.objects.filter(pk__in=ids).values_list("pk", "name")),
        )
    )
    privacy.declare_looks(
        {
            "enterprises.page": _("opened the page of the enterprise"),
            "enterprises.export": _("took a list of enterprises away"),
            "enterprises.claim": _("opened a claim and its paper"),
        }
    )
    for key, label, rows, act in (
        ("registration_drafts", _("Registrations not yet sent"), _old_drafts, _let_drafts_go),
        ("invitations", _("Addresses of invitations that ended"), _old_invitations, _blank),
        ("claim_papers", _("Papers of decided claims"), _old_papers, _let_papers_go),
    ):
        privacy.register_expiry(Expiry(key, label, _counter(rows), act))


def _holdings() -> Iterable[Holding]:
    yield Holding(
        key="enterprises.contacts",
        order=100,  # before the memberships, which say where to look
        label=_("People to call"),
        activity="registry",
        columns={
            "enterprise__name": _("Enterprise"),
            "name": _("Name"),
            "position": _("Position"),
            "phone": _("Phone"),
            "email": _("E-mail"),
        },
        read=lambda user: rows_of(
            _contacts(user), "enterprise__name", "name", "position", "phone", "email"
        ),
        erase=_erase_contacts,
        covers=("enterprises.contact.email", "enterprises.contact.phone"),
    )
    yield Holding(
        key="enterprises.record",
        order=105,
        label=_("Telephone and e-mail of your enterprise that are your own"),
        activity="registry",
        columns={"name": _("Enterprise"), "phone": _("Phone"), "email": _("E-mail")},
        read=lambda user: rows_of(_with_own_numbers(user), "name", "phone", "email"),
        erase=_erase_own_numbers,
        kept=_(
            "The enterprise stays in the registry with its name and tax code: that is the office’s duty. "
            "Ask the office where it has closed."
        ),
        covers=("enterprises.enterprise.email", "enterprises.enterprise.phone"),
    )
    yield Holding(
        key="enterprises.claims",
        order=110,
        label=_("Claims"),
        activity="registry",
        columns={
            "enterprise__name": _("Enterprise"),
            "state": _("State"),
            "note": _("What you said"),
            "proof_name": _("Paper"),
            "reason": _("Answer of the office"),
            "created_at": _("Requested at"),
        },
        read=lambda user: rows_of(
            Claim.objects.filter(claimant=user),
            *("enterprise__name", "state", "note", "proof_name", "reason", "created_at"),
        ),
        erase=_erase_claims,
        files=_papers,
        covers=("enterprises.claim.claimant", "enterprises.claim.proof"),
    )
    yield Holding(
        key="enterprises.invitations",
        order=120,
        label=_("Invitations"),
        activity="registry",
        columns={
            "enterprise__name": _("Enterprise"),
            "email": _("E-mail"),
            "role": _("Role"),
            "created_at": _("Sent"),
        },
        read=lambda user: rows_of(
            _invitations(user), "enterprise__name", "email", "role", "created_at"
        ),
        erase=_erase_invitations,
        covers=("enterprises.invitation.email",),
    )
    yield Holding(
        key="enterprises.draft",
        order=130,
        label=_("Registration not yet sent"),
        activity="registry",
        columns={"values": _("What you typed"), "updated_at": _("Last changed")},
        read=lambda user: rows_of(
            RegistrationDraft.objects.filter(user=user), "values", "updated_at"
        ),
        erase=lambda user: RegistrationDraft.objects.filter(user=user).delete()[0],
        covers=("enterprises.registrationdraft.user",),
    )
    yield Holding(
        key="enterprises.memberships",
        order=190,
        label=_("Enterprises you act for"),
        activity="registry",
        columns={
            "enterprise__name": _("Enterprise"),
            "role": _("Role"),
            "created_at": _("Since"),
        },
        read=lambda user: rows_of(
            Membership.objects.filter(user=user), "enterprise__name", "role", "created_at"
        ),
        erase=_erase_memberships,
        covers=("enterprises.membership.user",),
    )


# --- whose they are -----------------------------------------------------------------------------------------


def _by_address(user: Any) -> Q:
    """Rows with a confirmed address of this person; what nobody confirmed may be another's."""
    own = Q(pk__in=[])
    for address in people.confirmed_addresses(user):
        own |= Q(email__iexact=address)
    return own


def _own_enterprises(user: Any) -> QuerySet[Any]:
    return Membership.objects.filter(user_id=user.pk).values("enterprise_id")


def _contacts(user: Any) -> QuerySet[Contact]:
    """By confirmed address anywhere; by the telephone, which nobody confirms, only at one's own enterprises."""
    own = _by_address(user)
    if user.phone:
        own |= Q(phone=user.phone, enterprise_id__in=_own_enterprises(user))
    return Contact.objects.filter(own)


def _with_own_numbers(user: Any) -> QuerySet[Enterprise]:
    own = _by_address(user) | Q(phone=user.phone) if user.phone else _by_address(user)
    return Enterprise.objects.filter(own, pk__in=_own_enterprises(user))


def _invitations(user: Any) -> QuerySet[Invitation]:
    addresses = people.confirmed_addresses(user)
    return Invitation.objects.filter(Q(email__in=addresses) | Q(accepted_by=user))


def _papers(user: Any) -> Iterator[tuple[str, IO[bytes]]]:
    for claim in Claim.objects.filter(claimant=user).exclude(proof=""):
        try:
            yield f"{claim.pk}-{claim.proof_name}", claim.proof.open("rb")
        except OSError:
            continue


# --- taking the person out ------------------------------------------------------------------------------------


def _erase_contacts(user: Any) -> int:
    rows = _contacts(user)
    touched = list(rows.values_list("enterprise_id", flat=True))
    count = rows.delete()[0]
    _search_anew(touched)
    return count


def _erase_own_numbers(user: Any) -> int:
    count, mine = 0, people.confirmed_addresses(user)
    for enterprise in _with_own_numbers(user):
        if enterprise.email.lower() in mine:
            enterprise.email = ""
        if user.phone and enterprise.phone == user.phone:
            enterprise.phone = ""
        Enterprise.objects.filter(pk=enterprise.pk).update(
            email=enterprise.email, phone=enterprise.phone, version=enterprise.version + 1
        )
        _search_anew([enterprise.pk])
        count += 1
    return count


def _search_anew(ids: Iterable[int]) -> None:
    """What is looked through names nobody who is gone."""
    rows = Enterprise.objects.filter(pk__in=ids).select_related("place__parent")
    for each in rows.prefetch_related("identifiers", "contacts"):
        Enterprise.objects.filter(pk=each.pk).update(
            search_text=derived.follow(each)["search_text"]
        )


def _erase_claims(user: Any) -> int:
    rows = list(Claim.objects.filter(claimant=user))
    for claim in rows:
        if claim.proof:
            claim.proof.storage.delete(str(claim.proof.name))
    mine = Claim.objects.filter(claimant=user)
    mine.filter(state__in=UNDECIDED).update(state=ClaimState.WITHDRAWN)
    return mine.update(note="", proof="", proof_name="")


def _erase_invitations(user: Any) -> int:
    return _blanked(_invitations(user))


def _erase_memberships(user: Any) -> int:
    rows = list(Membership.objects.filter(user=user).select_related("enterprise"))
    for row in rows:
        data = {**audit.BY_SYSTEM, "person": user.pk, "was": row.role}
        audit.record(row.enterprise, "enterprises.remove_member", actor=None, data=data)
    return Membership.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


# --- what is old ---------------------------------------------------------------------------------------------


def _counter(rows: Any) -> Any:
    return lambda before: rows(before).count()


def _old_drafts(before: datetime) -> QuerySet[RegistrationDraft]:
    return RegistrationDraft.objects.filter(updated_at__lt=before)


def _let_drafts_go(before: datetime) -> int:
    return _old_drafts(before).delete()[0]


def _old_invitations(before: datetime) -> QuerySet[Invitation]:
    ended = Q(expires_at__lt=before) | Q(accepted_at__lt=before) | Q(revoked_at__lt=before)
    return Invitation.objects.filter(ended).exclude(email__endswith=GONE)


def _blank(before: datetime) -> int:
    return _blanked(_old_invitations(before))


def _blanked(rows: QuerySet[Invitation]) -> int:
    """The address goes; that there was an invitation stays. An open one is taken back."""
    found = list(rows)
    for row in found:
        row.email = f"erased-{row.pk}@{GONE}"
        if row.accepted_at is None and row.revoked_at is None:
            row.revoked_at = clock.now()
    Invitation.objects.bulk_update(found, ["email", "revoked_at"], batch_size=500)
    return len(found)


def _old_papers(before: datetime) -> QuerySet[Claim]:
    return Claim.objects.filter(decided_at__lt=before).exclude(proof="")


def _let_papers_go(before: datetime) -> int:
    return claims.forget_proofs(days=(clock.now() - before).days)
