"""Money that comes: recorded once, applied to what is owed, and never lost when its owner is not clear."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import open_rows
from portal.shared.spreadsheets.cells import as_date, as_money, as_text
from sme.payments.models import Obligation, Payment
from sme.payments.rules import transfers
from sme.payments.rules.states import Account, AttemptState, Method, PostingKind
from sme.payments.rules.wire import is_amount
from sme.payments.services import ledger, obligations, places


def record_payment(
    *,
    method: str,
    provider_id: str,
    amount: int,
    obligation: Obligation | None,
    actor: User | None,
    words: str = "",
    received_on: date | None = None,
) -> Payment:
    """Record money that came, once for each ``provider_id`` of a method; told again, it returns what is recorded.

    As much as is owed is applied and gets a receipt; the rest, and all of it without ``obligation`` or after
    it was given up, waits in the queue of what is not assigned. Refuses amounts that are not whole đồng above zero.
    """
    if not is_amount(amount):
        raise RuleBroken("amount", _("Enter an amount above 0, in whole đồng."), "amount")
    if not provider_id:
        raise RuleBroken("no_provider_id", _("A payment needs a number by which it is known."))
    try:
        with transaction.atomic():
            now = obligations.locked(obligation.pk) if obligation else None
            known = Payment.objects.filter(method=method, provider_id=provider_id).first()
            if known:
                return known
            payment = Payment.objects.create(
                method=method,
                provider_id=provider_id,
                amount=amount,
                loose=amount,
                obligation=now,
                words=text.clean(words)[:300],
                received_on=received_on or clock.today(),
                is_late=bool(now and now.closed_at),
            )
            entries = {Account(method).value: amount, Account.UNMATCHED.value: -amount}
            ledger.post(PostingKind.RECEIVED, entries, obligation=now, payment=payment)
            if now:
                _apply(payment, now)
            by = {} if actor else dict(audit.BY_SYSTEM)
            data = {"amount": amount, "method": str(method), "obligation": now.pk if now else None}
            audit.record(payment, "payments.record_payment", actor=actor, data={**data, **by})
            return payment
    except IntegrityError:
        # Another process recorded the same money between our look and our writing.
        return Payment.objects.get(method=method, provider_id=provider_id)


def _apply(payment: Payment, obligation: Obligation) -> None:
    """Apply what is loose to what is owed; both rows are locked."""
    ledger.settle(obligation)
    part = min(payment.loose, obligation.claim)
    if part and not payment.is_disputed:
        payment.applied += part
        payment.loose -= part
        payment.save(update_fields=["applied", "loose", "obligation", "updated_at"])
        entries = {Account.UNMATCHED: part, Account.RECEIVABLE: -part}
        ledger.post(PostingKind.ASSIGNED, entries, obligation=obligation, payment=payment)
        ledger.issue_receipt(payment, part)
    ledger.settle(obligation)
    if not obligation.claim:
        obligation.attempts.filter(state=AttemptState.OPEN).update(state=AttemptState.PAID)


def assign_payment(payment: Payment, obligation: Obligation, *, actor: User) -> Payment:
    """Give waiting money to what is owed; a given-up obligation is opened again (the late payer is seated).

    Refuses money that waits no more, money that already belongs to another obligation, and one that owes nothing.
    """
    with transaction.atomic():
        now = obligations.locked(obligation.pk)
        money = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        if not money.loose:
            raise RuleBroken("nothing_loose", _("Nothing of this payment is left to assign."))
        if money.obligation_id not in (None, now.pk):
            raise RuleBroken("other_owner", _("This payment belongs to another obligation."))
        if now.closed_at is not None:
            now = places.seat_again(now, actor=actor)
        if not now.claim:
            raise RuleBroken("nothing_owed", _("Nothing is owed here any more."))
        money.obligation = now
        money.save(update_fields=["obligation", "updated_at"])
        _apply(money, now)
        data = {"obligation": now.pk, "amount": money.applied}
        audit.record(money, "payments.assign_payment", actor=actor, data=data)
    return money


def record_cash(obligation: Obligation, *, amount: int, key: str, actor: User) -> Payment:
    """Record cash that was handed over at the office; ``key`` is the form's, so that a double click counts once.

    Refuses more than is owed: change is given at the desk.
    """
    with transaction.atomic():
        now = obligations.locked(obligation.pk)
        known = Payment.objects.filter(method=Method.CASH, provider_id=key).first()
        if known:
            return known
        if is_amount(amount) and amount > now.outstanding:
            raise RuleBroken("more_than_owed", _("That is more than is owed."), "amount")
        return record_payment(
            method=Method.CASH, provider_id=key, amount=amount, obligation=now, actor=actor
        )


# --- the bank's statement ---------------------------------------------------------------------------

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "day": ("ngày", "date"),
    "amount": ("ghi có", "số tiền", "credit", "amount"),
    "words": ("nội dung", "diễn giải", "description"),
    "number": ("mã giao dịch", "số tham chiếu", "số ct", "transaction"),
}


@dataclass
class Matched:
    """What became of a statement's rows."""

    matched: int = 0
    waiting: int = 0
    known: int = 0
    left: int = 0


def match_statement(stream: IO[bytes], name: str, *, actor: User) -> Matched:
    """Record a bank statement (Excel or CSV): each credit once, matched by reference and amount.

    A reference with a slip of the finger counts only when the amount is exactly what is owed; everything else
    waits in the queue. Debits, returns and rows without day or amount are left and counted. Reading a file
    again, or one that overlaps, records nothing twice. Refuses a file without the columns day, amount and words.
    """
    rows = [row.values for sheet in open_rows(stream, name)[:1] for row in sheet.rows]
    start, columns = _heading(rows)
    done, seen = Matched(), Counter[str]()
    known = {str(o.reference): o for o in Obligation.objects.exclude(reference=None)}
    for row in rows[start:]:
        line = _line(row, columns)
        if line is None:
            done.left += 1
            continue
        day, amount, words, number = line
        digest = hashlib.sha256(f"{day}|{amount}|{text.fold(words)}".encode()).hexdigest()[:32]
        seen[digest] += 1
        key = number or f"{digest}-{seen[digest]}"
        if Payment.objects.filter(method=Method.TRANSFER, provider_id=key).exists():
            done.known += 1
            continue
        found = transfers.find_reference(words, known)
        obligation = known[found[0]] if found else None
        if found and obligation and not found[1] and obligation.outstanding != amount:
            obligation = None
        payment = record_payment(
            method=Method.TRANSFER, provider_id=key, amount=amount, obligation=obligation,
            actor=actor, words=words, received_on=day,
        )  # fmt: skip
        done.waiting += bool(payment.loose)
        done.matched += not payment.loose
        if obligation is not None:
            obligation.refresh_from_db()
    return done


def _heading(rows: list[Any]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(rows[:30]):
        cells = [as_text(value).casefold() for value in row]
        columns = {
            key: place
            for key, names in HEADINGS.items()
            for place in [next((i for n in names for i, c in enumerate(cells) if n in c), -1)]
            if place >= 0
        }
        if {"day", "amount", "words"} <= set(columns):
            return number + 1, columns
    raise RuleBroken(
        "no_columns", _("The file needs columns for day, credited amount and description."), "file"
    )


def _line(row: Any, columns: dict[str, int]) -> tuple[date, int, str, str] | None:
    def cell(key: str) -> Any:
        place = columns.get(key, -1)
        return row[place] if 0 <= place < len(row) else None

    try:
        day, amount = as_date(cell("day")), as_money(cell("amount"))
    except RuleBroken:
        return None
    if day is None or not amount:
        return None
    return day, amount, as_text(cell("words"))[:300], as_text(cell("number"))[:200]
