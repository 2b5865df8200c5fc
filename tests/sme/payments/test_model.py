"""Obligations, payments, refunds and messages in any order: after each step the money adds up."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from portal.shared.errors import RuleBroken
from sme.payments import selectors
from sme.payments.models import Obligation, Payment, Refund
from sme.payments.rules.states import state_of
from sme.payments.services import disputes, ledger, obligations, receiving, refunds
from tests.factories import payments as make
from tests.factories.accounts import OfficerFactory
from tests.factories.programmes import administrator, enterprise

pytestmark = pytest.mark.django_db
AMOUNTS = st.integers(1, 5)
PICK = st.integers(0, 9)


class Money(RuleBasedStateMachine):
    """People and services do what they may, refused or not."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.boss, self.officer, self.who = administrator(), OfficerFactory(), enterprise()
        self.number = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def one(self, model: type, pick: int):
        rows = list(model.objects.order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def tried(self, act, *args, **kwargs) -> None:
        with contextlib.suppress(RuleBroken):
            act(*args, **kwargs)

    @rule(amount=AMOUNTS)
    def opens(self, amount):
        make.obligation(amount, enterprise=self.who)

    @rule(
        pick=PICK,
        amount=st.integers(-1, 6),
        known=st.booleans(),
        method=st.sampled_from(["card", "transfer"]),
    )
    def pays(self, pick, amount, known, method):
        self.number += 1
        owed = self.one(Obligation, pick) if known else None
        for _told in range(2):
            self.tried(
                receiving.record_payment, method=method, provider_id=f"p{self.number}",
                amount=amount, obligation=owed, actor=None,
            )  # fmt: skip

    @precondition(lambda self: Obligation.objects.exists())
    @rule(pick=PICK, amount=AMOUNTS)
    def pays_cash(self, pick, amount):
        self.number += 1
        owed = self.one(Obligation, pick)
        self.tried(
            receiving.record_cash, owed, amount=amount, key=f"c{self.number}", actor=self.boss
        )

    @precondition(lambda self: Obligation.objects.exists())
    @rule(pick=PICK, opens=st.booleans())
    def closes_or_reopens(self, pick, opens):
        act = obligations.reopen_obligation if opens else obligations.close_obligation
        self.tried(act, self.one(Obligation, pick), actor=self.boss)

    @precondition(lambda self: Obligation.objects.exists() and Payment.objects.exists())
    @rule(money=PICK, owed=PICK)
    def assigns(self, money, owed):
        self.tried(
            receiving.assign_payment,
            self.one(Payment, money),
            self.one(Obligation, owed),
            actor=self.boss,
        )

    @precondition(lambda self: Payment.objects.exists())
    @rule(pick=PICK, amount=AMOUNTS, itself=st.booleans(), is_booked=st.booleans())
    def refunds(self, pick, amount, itself, is_booked):
        money = self.one(Payment, pick)
        self.tried(refunds.request_refund, money, amount=amount, reason="x", actor=self.officer)
        refund = Refund.objects.filter(state="asked", payment=money).first()
        if refund and money.method != "card":
            self.tried(refunds.approve_refund, refund, actor=self.officer if itself else self.boss)
        elif refund and is_booked:
            Refund.objects.filter(pk=refund.pk).update(state="approved", approved_by=self.boss)
            for _told in range(2):
                refunds.finish_refund(refund, provider_id="re")

    @precondition(lambda self: Payment.objects.filter(method="card").exists())
    @rule(pick=PICK, told=st.sampled_from(["open", "won", "lost"]), amount=st.integers(0, 6))
    def disputes(self, pick, told, amount):
        rows = list(Payment.objects.filter(method="card").order_by("pk"))
        for _told in range(2):
            disputes.move_dispute(rows[pick % len(rows)], told, amount=amount)

    @invariant()
    def money_adds_up(self):
        assert ledger.check() == []
        for each in Obligation.objects.prefetch_related("payments__refunds"):
            paid = list(each.payments.all())
            assert each.applied == sum(p.applied for p in paid) <= each.amount
            assert each.state == state_of(
                each.amount, each.applied, sum(p.loose for p in paid), each.refunded,
                is_closed=bool(each.closed_at), is_disputed=any(p.is_disputed for p in paid),
            )  # fmt: skip
        owed = sum(row["owed"] for row in selectors.totals())
        assert owed == ledger.balance("receivable")
        came = sum(p.amount for p in Payment.objects.all())
        back = sum(r.amount for r in Refund.objects.filter(state="done"))
        lost = sum(p.lost for p in Payment.objects.all())
        assert came - back - lost == sum(map(ledger.balance, ("card", "transfer", "cash")))
        assert all(p.applied + p.loose <= p.amount for p in Payment.objects.all())


class TestMoney(Money.TestCase, TestCase):
    """The machine, in a database that each run leaves as it was."""

    settings = how(max_examples=12, stateful_step_count=15, deadline=None)
