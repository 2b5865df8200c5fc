"""Claiming a record that is in the registry already: by its tax code and by proof, decided by the office."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock, files, mail, text
from portal.shared.errors import RuleBroken
from sme.enterprises import permissions, selectors
from sme.enterprises.models import UNDECIDED, Claim, Enterprise, Membership
from sme.enterprises.rules import (
    ClaimState,
    IdentifierType,
    MemberRole,
    State,
    parse_identifier,
    read_tax_number,
)
from sme.enterprises.services import members

PROOF_KINDS = files.DOCUMENTS


def find_for_claim(number: str) -> Enterprise:
    """The open record that holds a tax code, or a co-operative's registration number, now.

    Refuses what is neither, a number that no open record holds, and a personal number: who knows
    somebody's number must not learn here whether that person is in the registry.
    """
    try:
        sort, value = read_tax_number(number)
    except RuleBroken:
        found = _cooperative(number)
        if found is None:
            raise
        return found
    if sort == IdentifierType.PERSONAL_ID:
        raise RuleBroken(
            "personal_number",
            _(
                "A record cannot be claimed by a personal number. Ask the office of your commune for a "
                "take-over code."
            ),
            "number",
        )
    found = selectors.holder_of(sort, value)
    if found is not None and found.state == State.CLOSED and selectors.goes_on_in(found):
        raise RuleBroken(
            "goes_on",
            _(
                "The business with this tax code is closed and goes on in another one. Enter the tax code of "
                "the business as it is today."
            ),
            "number",
        )
    if found is None or found.state == State.CLOSED or found.merged_into_id:
        raise RuleBroken(
            "nobody_holds",
            _(
                "No open record has this tax code. Register the business, or ask the office if you "
                "think that it is there."
            ),
            "number",
        )
    return found


def _cooperative(number: str) -> Enterprise | None:
    try:
        value = parse_identifier(IdentifierType.COOPERATIVE_NUMBER, number)
    except RuleBroken:
        return None
    found = selectors.holder_of(IdentifierType.COOPERATIVE_NUMBER, value)
    is_open = found is not None and found.state != State.CLOSED and not found.merged_into_id
    return found if is_open else None


@transaction.atomic
def claim(number: str, *, note: str = "", proof: Any = None, actor: Any) -> Claim:
    """Say that the record with this tax code is one's own; the office decides.

    ``proof`` is an uploaded PDF or picture (checked by its bytes), ``None`` when the papers are shown at
    the office. Refuses whoever acts for it already and a second claim while one waits. Owners are told.
    """
    enterprise = find_for_claim(number)
    if Membership.objects.filter(enterprise=enterprise, user=actor).exists():
        raise RuleBroken("member_already", _("You act for this business already."), "number")
    name = _checked_name(proof)
    try:
        with transaction.atomic():
            made = Claim.objects.create(
                enterprise=enterprise,
                claimant=actor,
                note=text.clean(note)[:500],
                proof=proof or "",
                proof_name=name,
            )
    except IntegrityError:
        raise RuleBroken(
            "claim_waits", _("Your claim on this business is with the office already."), "number"
        ) from None
    audit.record(enterprise, "enterprises.claim", actor=actor, data={"claim": made.pk})
    owners = enterprise.memberships.filter(role=MemberRole.OWNER, user__is_active=True)
    for each in owners.select_related("user"):
        _tell(each.user, "claim_made", made)
    return made


def _checked_name(proof: Any) -> str:
    if proof is None:
        return ""
    try:
        return files.check_upload(proof, PROOF_KINDS).name
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.sentence, "proof") from None


@transaction.atomic
def send_more(returned: Claim, *, proof: Any, note: str = "", actor: Any) -> Claim:
    """Answer the office, which wanted more papers; the earlier paper is deleted, and the claim waits again.

    Refuses a claim of somebody else, one that is not asked about, and an answer with neither paper nor words.
    """
    row = Claim.objects.select_for_update().get(pk=returned.pk, claimant=actor)
    if row.state != ClaimState.RETURNED:
        raise RuleBroken("claim_not_asked", _("The office does not wait for papers of this claim."))
    said = text.clean(note)[:500]
    if proof is None and not said:
        raise RuleBroken("answer_empty", _("Choose a paper, or write to the office."), "proof")
    name = _checked_name(proof)
    if proof is not None:
        _forget_proof(row)
        row.proof, row.proof_name = proof, name
    row.state, row.note = ClaimState.WAITING, said or row.note
    row.save(update_fields=["state", "note", "proof", "proof_name", "updated_at"])
    audit.record(row.enterprise, "enterprises.answer_claim", actor=actor, data={"claim": row.pk})
    return row


@transaction.atomic
def ask_for_more(waiting: Claim, *, reason: str, actor: Any) -> Claim:
    """The proof is not enough yet: the person is told what is missing and sends it; nothing is decided.

    Refuses missing words, and whatever ``approve`` refuses.
    """
    row = _to_decide(waiting, actor)
    said = text.clean(reason)[:300]
    if not said:
        raise RuleBroken("reason_missing", _("Say which papers you need."), "reason")
    row.state, row.reason = ClaimState.RETURNED, said
    row.save(update_fields=["state", "reason", "updated_at"])
    audit.record(row.enterprise, "enterprises.return_claim", actor=actor, data={"claim": row.pk})
    _tell(row.claimant, "claim_returned", row)
    return row


@transaction.atomic
def approve(waiting: Claim, *, role: str = MemberRole.OWNER, actor: Any) -> Claim:
    """The person proved it: they act for the enterprise from now on.

    Refuses whoever does not answer for the record, one's own claim, a claim that is decided, and a record
    that was closed meanwhile.
    """
    row = _to_decide(waiting, actor)
    if row.enterprise.state == State.CLOSED or row.enterprise.merged_into_id:
        raise RuleBroken(
            "closed", _("This record is closed. Reopen it first, or decline the claim.")
        )
    members.add_member(row.enterprise, row.claimant, role, actor=actor)
    return _decided(row, ClaimState.APPROVED, "", "enterprises.approve_claim", actor)


@transaction.atomic
def decline(waiting: Claim, *, reason: str, actor: Any) -> Claim:
    """The proof is missing or wrong: the person is told why and may claim again.

    Refuses a missing reason, and whatever ``approve`` refuses.
    """
    row = _to_decide(waiting, actor)
    said = text.clean(reason)[:300]
    if not said:
        raise RuleBroken(
            "reason_missing", _("Say why, so that the person knows what to do."), "reason"
        )
    return _decided(row, ClaimState.DECLINED, said, "enterprises.decline_claim", actor)


@transaction.atomic
def withdraw_claim(waiting: Claim, *, actor: Any) -> None:
    """The person takes their claim back, with its proof."""
    row = Claim.objects.select_for_update().get(pk=waiting.pk, claimant=actor)
    if row.state not in UNDECIDED:
        raise RuleBroken("claim_decided", _("This claim is decided already."))
    _forget_proof(row)
    Claim.objects.filter(pk=row.pk).update(
        state=ClaimState.WITHDRAWN, proof="", proof_name="", decided_at=clock.now()
    )
    audit.record(row.enterprise, "enterprises.withdraw_claim", actor=actor, data={"claim": row.pk})


def forget_proofs(*, days: int = 90) -> int:
    """Delete the papers of claims decided so many days ago (they have served); returns how many."""
    over = Claim.objects.exclude(proof="").exclude(state__in=UNDECIDED)
    day = clock.now() - timedelta(days=days)
    # One that a merge withdrew has no moment of decision.
    old = list(over.filter(Q(decided_at__lt=day) | Q(decided_at=None, updated_at__lt=day)))
    for each in old:
        with transaction.atomic():
            Claim.objects.filter(pk=each.pk).update(proof="", proof_name="")
            _forget_proof(each)
    return len(old)


def _to_decide(waiting: Claim, actor: Any) -> Claim:
    Enterprise.objects.select_for_update().get(pk=waiting.enterprise_id)
    found = Claim.objects.select_for_update(of=("self",)).select_related("enterprise", "claimant")
    row = found.get(pk=waiting.pk)
    if not permissions.can_decide_claim(actor, row):
        raise RuleBroken("not_yours", _("Only the office that answers for it may do this."))
    if row.state not in UNDECIDED:
        raise RuleBroken("claim_decided", _("This claim is decided already."))
    return row


def _decided(row: Claim, state: ClaimState, reason: str, act: str, actor: Any) -> Claim:
    row.state, row.reason = state, reason
    row.decided_at, row.decided_by = clock.now(), actor
    row.save(update_fields=["state", "reason", "decided_at", "decided_by", "updated_at"])
    audit.record(row.enterprise, act, actor=actor, data={"claim": row.pk})
    _tell(row.claimant, "claim_decided", row)
    return row


def _tell(person: Any, template: str, row: Claim) -> None:
    mail.send(
        template,
        person.email,
        language=person.language,
        name=person.display_name,
        enterprise=row.enterprise.name,
        number=str(row.enterprise.main_identifier or ""),
        is_approved=row.state == ClaimState.APPROVED,
        reason=row.reason,
        link=mail.link("enterprises:members", language=person.language),
        claim_link=mail.link("enterprises:claim", language=person.language),
    )


def _forget_proof(row: Claim) -> None:
    if row.proof:
        storage, name = row.proof.storage, str(row.proof.name)
        transaction.on_commit(lambda: storage.delete(name))
