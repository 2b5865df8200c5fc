"""Acts on the support ledger: promising a share of a contract, paying out, taking back. Nothing is edited.

The year's row is locked before its sums are read, so that two officers at once never pass a ceiling; the
database refuses it as well.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, files, text
from portal.shared.errors import RuleBroken
from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import rules, selectors
from sme.programmes.models import SupportContract, SupportDocument, SupportEntry, SupportYear
from sme.programmes.rules import REVERSED_BY, EntryKind, SupportRule

MOST_PAPERS = 20


def commit_support(
    enterprise: Enterprise,
    rule: str,
    *,
    supplier: str,
    value: int,
    state_share: int,
    signed_on: date,
    actor: User,
    number: str = "",
    ends_on: date | None = None,
) -> SupportContract:
    """Promise the state's share (đồng) of a contract signed on a day, under the rule in force on that day.

    Refuses a rule that is not in force, a size class without a ceiling, a share above the rule's, and one that
    passes what the ceiling of the year (or of the contract) leaves.
    """
    _check_officer(actor, enterprise)
    known = selectors.support_rule(rule, signed_on)
    if known is None:
        raise RuleBroken(
            "rule_not_in_force", _("This support is not in force on that day."), "rule"
        )
    if ends_on and ends_on < signed_on:
        raise RuleBroken("days_order", _("A contract cannot end before it is signed."), "ends_on")
    with transaction.atomic():
        year = _locked_year(enterprise, known, signed_on.year)
        rules.check_commit(known, value, state_share, year.ceiling, year.committed)
        contract = SupportContract.objects.create(
            support_year=year,
            supplier=text.clean(supplier),
            number=text.clean(number),
            signed_on=signed_on,
            ends_on=ends_on,
            value=value,
            state_share=state_share,
        )
        _enter(contract, year, EntryKind.COMMIT, state_share, signed_on, actor)
    return contract


def use_support(
    contract: SupportContract, amount: int, *, actor: User, day: date | None = None
) -> SupportEntry:
    """Pay out a part (đồng) of what was promised. Refuses more than is left of this contract."""
    with transaction.atomic():
        year = _locked(contract, actor)
        promised, used = _sums(contract)
        if not 0 < amount <= promised - used:
            raise RuleBroken(
                "more_than_promised",
                _("More than what is left of this contract's promise."),
                "amount",
            )
        return _enter(contract, year, EntryKind.USE, amount, day or clock.today(), actor)


def reverse_entry(entry: SupportEntry, *, reason: str, actor: User) -> SupportEntry:
    """Take an entry back by another one. Refuses a missing reason, a second time, a reversal of a reversal,
    and a promise of which something was paid out."""
    said = text.clean(reason)[:300]
    if not said:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), "reason")
    with transaction.atomic():
        contract = entry.contract
        year = _locked(contract, actor)
        if SupportEntry.objects.filter(reverses=entry).exists() or entry.kind not in REVERSED_BY:
            raise RuleBroken("reversed_already", _("This entry cannot be taken back (again)."))
        kind = REVERSED_BY[EntryKind(entry.kind)]
        if kind == EntryKind.REVERSE_COMMIT and _sums(contract)[1]:
            raise RuleBroken("used_already", _("Take the payments back first."))
        return _enter(contract, year, kind, entry.amount, clock.today(), actor, said, entry)


def add_paper(contract: SupportContract, upload: Any, *, actor: User) -> SupportDocument:
    """Keep a PDF or picture (judged by its bytes) with a contract. Refuses more than twenty."""
    with transaction.atomic():
        year = _locked(contract, actor)
        if contract.documents.count() >= MOST_PAPERS:
            raise RuleBroken(
                "too_many_papers",
                _("At most %(most)d papers belong to one contract.") % {"most": MOST_PAPERS},
                "paper",
            )
        try:
            name = files.check_upload(upload, files.DOCUMENTS).name
        except RuleBroken as broken:
            raise RuleBroken(broken.code, broken.sentence, "paper") from None
        made = SupportDocument.objects.create(
            contract=contract, file=upload, name=name, added_by=actor
        )
        data = {"contract": contract.pk, "paper": made.pk}
        audit.record(year, "programmes.add_support_paper", actor=actor, data=data)
    return made


def check_paper(paper: SupportDocument, *, actor: User) -> SupportDocument:
    """Say that an officer looked at a paper; twice is once."""
    with transaction.atomic():
        year = _locked(paper.contract, actor)
        row = SupportDocument.objects.select_for_update().get(pk=paper.pk)
        if row.checked_at is None:
            row.checked_at, row.checked_by = clock.now(), actor
            row.save(update_fields=["checked_at", "checked_by", "updated_at"])
            data = {"contract": row.contract_id, "paper": row.pk}
            audit.record(year, "programmes.check_support_paper", actor=actor, data=data)
    return row


def remove_paper(paper: SupportDocument, *, actor: User) -> None:
    """Take away a paper that nobody has looked at yet, from the disk too."""
    with transaction.atomic():
        year = _locked(paper.contract, actor)
        row = SupportDocument.objects.select_for_update().filter(pk=paper.pk).first()
        if row is None:
            return
        if row.checked_at is not None:
            raise RuleBroken("paper_checked", _("This paper was looked at; it stays."))
        storage, name, data = row.file.storage, str(row.file.name), {"paper": row.pk}
        row.delete()
        audit.record(year, "programmes.remove_support_paper", actor=actor, data=data)
        transaction.on_commit(lambda: storage.delete(name))


def _enter(
    contract: SupportContract,
    year: SupportYear,
    kind: EntryKind,
    amount: int,
    day: date,
    actor: User,
    reason: str = "",
    reverses: SupportEntry | None = None,
) -> SupportEntry:
    """Write one entry and move the sums of the locked year with it."""
    entry = SupportEntry.objects.create(
        contract=contract,
        kind=kind,
        amount=amount,
        on=day,
        reason=reason,
        reverses=reverses,
        made_by=actor,
    )
    sign = -1 if reverses else 1
    column = "committed" if kind in (EntryKind.COMMIT, EntryKind.REVERSE_COMMIT) else "used"
    setattr(year, column, getattr(year, column) + sign * amount)
    year.save(update_fields=[column, "updated_at"])
    data: dict[str, Any] = {"kind": kind, "amount": amount, "contract": contract.pk}
    audit.record(year, "programmes.enter_support", actor=actor, data=data)
    return entry


def _sums(contract: SupportContract) -> tuple[int, int]:
    return rules.sums_of(
        SupportEntry.objects.filter(contract=contract).values_list("kind", "amount")
    )


def _locked_year(enterprise: Enterprise, rule: SupportRule, year: int) -> SupportYear:
    """The year's row, made with the ceiling of the size class of now, kept from others until the end."""
    who = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    row = (
        SupportYear.objects.select_for_update()
        .filter(enterprise=who, year=year, rule=rule.key)
        .first()
    )
    if row is not None:
        return row
    return SupportYear.objects.create(
        enterprise=who,
        year=year,
        rule=rule.key,
        per=rule.per,
        size_class=who.size_class,
        ceiling=rules.ceiling_for(rule, who.size_class),
    )


def _locked(contract: SupportContract, actor: User) -> SupportYear:
    year = SupportYear.objects.select_for_update().get(pk=contract.support_year_id)
    _check_officer(actor, year.enterprise)
    return year


def _check_officer(actor: User, enterprise: Enterprise) -> None:
    if not enterprises.can_verify(actor, enterprise):
        raise RuleBroken("not_yours", _("Only the office that answers for it may do this."))
