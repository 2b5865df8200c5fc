"""What of this room's own rows moves when two records become one: numbers, people, access, history."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared import clock, text
from sme.enterprises import moving
from sme.enterprises.models import (
    UNDECIDED,
    Claim,
    Contact,
    DuplicatePair,
    Enterprise,
    Finding,
    FormerProfile,
    Identifier,
    Invitation,
    Lineage,
    Membership,
)
from sme.enterprises.moving import Mover, Plan, Step, change, move, take
from sme.enterprises.rules import ClaimState, MemberRole, PairState


def numbers(kept: Enterprise, gone: Enterprise) -> Plan:
    """All numbers of the record that goes; which of two of one sort ends is chosen field by field."""
    rows = Identifier.objects.filter(enterprise=gone)
    return Plan(move(rows, gone, kept), [each.masked_value for each in rows])


def contacts(kept: Enterprise, gone: Enterprise) -> Plan:
    """People to call; one who stands on both is kept once, and the kept record's representative stays it."""
    known = {(text.fold(each.name), each.phone) for each in kept.contacts.all()}
    has_first = kept.contacts.filter(is_representative=True).exists()
    rows = list(Contact.objects.filter(enterprise=gone))
    twice = [each for each in rows if (text.fold(each.name), each.phone) in known]
    other = [each for each in rows if each not in twice]
    staying = Contact.objects.filter(pk__in=[each.pk for each in other])
    steps = take(Contact.objects.filter(pk__in=[each.pk for each in twice]))
    if has_first:
        first = staying.filter(is_representative=True)
        steps += change(first, "is_representative", True, False)
    steps += move(staying, gone, kept)
    return Plan(steps, [str(each) for each in other], drops=[str(each) for each in twice])


def memberships(kept: Enterprise, gone: Enterprise) -> Plan:
    """Who acts for it; who acts for both keeps the stronger role."""
    mine = {each.user_id: each for each in Membership.objects.filter(enterprise=kept)}
    rows = list(Membership.objects.filter(enterprise=gone).select_related("user"))
    both = [each for each in rows if each.user_id in mine]
    raised = [
        mine[each.user_id].pk
        for each in both
        if each.role == MemberRole.OWNER and mine[each.user_id].role != MemberRole.OWNER
    ]
    moved = Membership.objects.filter(enterprise=gone).exclude(user__in=list(mine))
    steps = take(Membership.objects.filter(pk__in=[each.pk for each in both]))
    lower = Membership.objects.filter(pk__in=raised)
    steps += change(lower, "role", str(MemberRole.STAFF), str(MemberRole.OWNER))
    steps += move(moved, gone, kept)
    return Plan(
        steps,
        [f"{each.user} · {each.get_role_display()}" for each in rows if each not in both],
        drops=[str(each.user) for each in both],
    )


def former_profiles(kept: Enterprise, gone: Enterprise) -> Plan:
    """Former names and places; a period that the kept record tells otherwise stays with the one that goes."""
    own = list(FormerProfile.objects.filter(enterprise=kept))
    rows = list(FormerProfile.objects.filter(enterprise=gone))
    free = [each for each in rows if not any(_overlap(each, other) for other in own)]
    moved = FormerProfile.objects.filter(pk__in=[each.pk for each in free])
    return Plan(
        move(moved, gone, kept),
        [str(each) for each in free],
        stays=[str(each) for each in rows if each not in free],
    )


def _overlap(one: FormerProfile, other: FormerProfile) -> bool:
    begins_before = other.valid_from is None or one.valid_to > other.valid_from
    ends_after = one.valid_from is None or other.valid_to > one.valid_from
    return begins_before and ends_after


def lineage(kept: Enterprise, gone: Enterprise) -> Plan:
    """Where it came from and what came of it; what would lead from the record to itself, or twice, goes."""
    rows = list(
        Lineage.objects.filter(Q(predecessor=gone) | Q(successor=gone)).select_related(
            "predecessor", "successor"
        )
    )
    known = set(
        Lineage.objects.filter(Q(predecessor=kept) | Q(successor=kept)).values_list(
            "predecessor", "successor", "kind"
        )
    )

    def after(each: Lineage) -> tuple[int, int, str]:
        ends = (each.predecessor_id, each.successor_id)
        before, later = (kept.pk if end == gone.pk else end for end in ends)
        return before, later, each.kind

    lost = [each for each in rows if after(each)[0] == after(each)[1] or after(each) in known]
    rest = Lineage.objects.filter(pk__in=[each.pk for each in rows if each not in lost])
    steps = take(Lineage.objects.filter(pk__in=[each.pk for each in lost]))
    steps += move(rest.filter(predecessor=gone), gone, kept, "predecessor_id")
    steps += move(rest.filter(successor=gone), gone, kept, "successor_id")
    return Plan(
        steps,
        [str(each) for each in rows if each not in lost],
        drops=[str(each) for each in lost],
    )


def claims(kept: Enterprise, gone: Enterprise) -> Plan:
    """Claims; where one person waits for both, the second is withdrawn."""
    rows = Claim.objects.filter(enterprise=gone)
    waits = Claim.objects.filter(enterprise=kept, state__in=UNDECIDED).values("claimant")
    steps: list[Step] = []
    for state in UNDECIDED:
        twice = rows.filter(state=state, claimant__in=waits)
        steps += change(twice, "state", state, str(ClaimState.WITHDRAWN))
    return Plan(steps + move(rows, gone, kept), [str(each.claimant) for each in rows])


def invitations(kept: Enterprise, gone: Enterprise) -> Plan:
    """Invitations; where one address is invited to both, the second is taken back."""
    rows = Invitation.objects.filter(enterprise=gone)
    open_ones = Q(accepted_at__isnull=True, revoked_at__isnull=True)
    invited = Invitation.objects.filter(open_ones, enterprise=kept).values("email")
    twice = rows.filter(open_ones, email__in=invited)
    steps = change(twice, "revoked_at", None, clock.now())
    return Plan(steps + move(rows, gone, kept), [each.email for each in rows])


def findings(kept: Enterprise, gone: Enterprise) -> Plan:
    """What was accepted with a reason goes along; the rest is found anew by the next check."""
    rows = Finding.objects.filter(enterprise=gone)
    known = Finding.objects.filter(enterprise=kept).values("check_key")
    going = rows.filter(accepted_at__isnull=False).exclude(check_key__in=known)
    steps = take(rows.exclude(pk__in=list(going.values_list("pk", flat=True))))
    return Plan(steps + move(going, gone, kept))


def earlier_merges(kept: Enterprise, gone: Enterprise) -> Plan:
    """Records that were merged into the one that goes lead to the one that is kept."""
    rows = Enterprise.objects.filter(merged_into=gone)
    steps = move(rows, gone, kept, "merged_into_id")
    return Plan(steps, [str(each) for each in rows])


def pairs(kept: Enterprise, gone: Enterprise) -> Plan:
    """The pair of the two is decided; other pairs of the one that goes are found anew for the one that is kept."""
    left, right = sorted((kept.pk, gone.pk))
    own = DuplicatePair.objects.filter(left=left, right=right)
    steps: list[Step] = []
    for state in (PairState.OPEN, PairState.DISTINCT):
        steps += change(own.filter(state=state), "state", str(state), str(PairState.MERGED))
    return Plan(steps)


def _mover(key: str, order: int, label: Any, plan: moving.Planner, *covers: str) -> None:
    moving.register(Mover(key, order, label, plan, tuple(f"enterprises.{each}" for each in covers)))


def register_movers() -> None:
    """Make this room's own rows known; called when Django starts."""
    _mover("numbers", 1, _("Numbers"), numbers, "identifier.enterprise")
    _mover("contacts", 2, _("People to call"), contacts, "contact.enterprise")
    _mover("memberships", 3, _("Who acts for it"), memberships, "membership.enterprise")
    _mover("profiles", 4, _("Former names and places"), former_profiles, "formerprofile.enterprise")
    _mover("lineage", 5, _("Successions"), lineage, "lineage.predecessor", "lineage.successor")
    _mover("claims", 6, _("Claims"), claims, "claim.enterprise")
    _mover("invitations", 7, _("Invitations"), invitations, "invitation.enterprise")
    _mover("findings", 8, _("Findings"), findings, "finding.enterprise")
    _mover("merges", 9, _("Records merged before"), earlier_merges, "enterprise.merged_into")
    # A merge tells of the two records themselves and stays as it is.
    _mover(
        "pairs", 10, _("Possible duplicates"), pairs,
        "duplicatepair.left", "duplicatepair.right", "merge.kept", "merge.gone",
    )  # fmt: skip
