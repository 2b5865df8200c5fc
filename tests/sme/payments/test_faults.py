"""The card service fails in every way, processes are killed between steps: nothing is charged twice or lost."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from portal.shared import clock
from portal.shared.errors import RuleBroken
from scripts.stripe_stand_in import server
from sme.payments.models import Attempt, Obligation, Payment, Refund, WebhookEvent
from sme.payments.rules.states import state_of
from sme.payments.services import checkout, events, ledger, reconciling, refunds, stripe
from tests.factories import payments as make
from tests.factories.accounts import OfficerFactory
from tests.factories.programmes import administrator, enterprise
from tests.sme.payments.conftest import Between

BACK = "http://127.0.0.1/back"
PICK = st.integers(0, 9)
FAULT = st.tuples(
    st.sampled_from(["before", "after"]),
    st.sampled_from([400, 402, 409, 429, 500, "nonsense", "half", "nothing"]),
)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch, settings):
    monkeypatch.setattr(stripe, "FIRST_WAIT", 0)
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_of_tests", make.SECRET


class Service(RuleBasedStateMachine):
    """Payers, officers, the card service and its messages in any order, with faults on the way."""

    between: Between
    account: object

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.account.things.clear()
        self.account.answers.clear()
        self.account.events.clear()
        self.between.faults.clear()
        self.boss, self.officer, self.who = administrator(), OfficerFactory(), enterprise()

    def tried(self, act, *args, **more):
        try:
            return act(*args, **more)
        except RuleBroken:
            return None
        finally:
            self.between.faults.clear()

    def one(self, rows, pick):
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    @rule(amount=st.integers(1, 5))
    def asks(self, amount):
        make.obligation(amount, enterprise=self.who)

    @precondition(lambda self: Obligation.objects.exists())
    @rule(pick=PICK, faults=st.lists(FAULT, max_size=5))
    def goes_to_pay(self, pick, faults):
        self.between.faults[:] = faults
        owed = self.one(Obligation.objects, pick)
        self.tried(checkout.start_checkout, owed, back=BACK, actor=self.officer)

    @precondition(lambda self: Attempt.objects.exclude(session=None).exists())
    @rule(pick=PICK)
    def pays(self, pick):
        self.account.pay(self.one(Attempt.objects.exclude(session=None), pick).session)

    @precondition(lambda self: self.account.events)
    @rule(pick=PICK, times=st.integers(1, 2))
    def tells(self, pick, times):
        told = self.account.events[pick % len(self.account.events)]
        for _again in range(times):
            make.heard(told)

    @precondition(lambda self: Payment.objects.exists())
    @rule(pick=PICK, amount=st.integers(1, 5), faults=st.lists(FAULT, max_size=5))
    def gives_back(self, pick, amount, faults):
        money = self.one(Payment.objects, pick)
        asked = self.tried(
            refunds.request_refund, money, amount=amount, reason="x", actor=self.officer
        )
        if asked:
            self.between.faults[:] = faults
            self.tried(refunds.approve_refund, asked, actor=self.boss)

    @rule()
    def reconciles(self):
        self.tried(reconciling.reconcile)

    @invariant()
    def money_adds_up(self):
        assert ledger.check() == []
        for each in Obligation.objects.prefetch_related("payments__refunds"):
            paid = list(each.payments.all())
            assert each.applied == sum(p.applied for p in paid) <= each.amount
            assert each.state == state_of(
                each.amount, each.applied, sum(p.loose for p in paid), each.refunded,
                is_closed=bool(each.closed_at), is_disputed=False,
            )  # fmt: skip
        assert not Payment.objects.filter(obligation=None).exists()

    def teardown(self) -> None:
        """Whatever happened: after one night the books say what the card service says."""
        for told in self.account.events:
            make.heard(told)
        reconciling.reconcile()
        self.money_adds_up()
        charged = {
            t["id"]: t for t in self.account.things.values() if t["object"] == "payment_intent"
        }
        ours = {p.provider_id: p for p in Payment.objects.all()}
        assert ours.keys() == charged.keys()
        for name, intent in charged.items():
            back = ours[name].refunds.filter(state="done")
            assert (ours[name].amount, sum(r.amount for r in back)) == (
                intent["amount_received"], intent["refunded"],
            )  # fmt: skip
        assert not Refund.objects.filter(state="approved").exists()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


@pytest.mark.django_db
class TestService(Service.TestCase, TestCase):
    """The machine against the stand-in over HTTP, behind a way that fails as it is told."""

    settings = how(max_examples=int(os.environ.get("FAULT_EXAMPLES", "15")), stateful_step_count=12,
                   deadline=None)  # fmt: skip

    @pytest.fixture(autouse=True)
    def way(self, settings):
        made = server(secret=make.SECRET)
        threading.Thread(
            target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        Service.account, Service.between = made.account, Between(made.account.base)
        settings.STRIPE_API_BASE = Service.between.base
        yield
        for each in (Service.between.server, made):
            each.shutdown()
            each.server_close()


# --- killed ----------------------------------------------------------------------------------------------


def killed(act, when: threading.Event | None = None) -> None:
    """Do it in a process of its own, which is killed (-9) when the event comes, or when it is through."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    if when is not None:
        assert when.wait(5)
        os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_on_the_way_to_the_card_service_it_is_the_same_way_again(
    between, stand_in, settings, when
):
    settings.STRIPE_API_BASE = between.base
    owed, officer = make.obligation(1000), OfficerFactory()
    made = len(stand_in.things)
    between.faults[:] = [(when, "hang")]
    killed(lambda: checkout.start_checkout(owed, back=BACK, actor=officer), between.heard)
    attempt = checkout.start_checkout(owed, back=BACK, actor=officer)
    assert (Attempt.objects.count(), len(stand_in.things) - made) == (1, 1)
    stand_in.pay(attempt.session)
    reconciling.reconcile()
    assert (Payment.objects.get().amount, ledger.check()) == (1000, [])


@pytest.mark.django_db
def test_a_way_that_nobody_saw_is_made_anew_when_it_is_too_old_to_be_asked_for(stand_in, settings):
    settings.STRIPE_API_BASE = stand_in.base
    owed, officer = make.obligation(1000), OfficerFactory()
    first = checkout.start_checkout(owed, back=BACK, actor=officer)
    soon = clock.now() + checkout.AT_LEAST - timedelta(seconds=1)
    Attempt.objects.filter(pk=first.pk).update(expires_at=soon)
    assert checkout.start_checkout(owed, back=BACK, actor=officer) == first
    Attempt.objects.filter(pk=first.pk).update(url="", session=None)
    assert checkout.start_checkout(owed, back=BACK, actor=officer) != first
    assert Attempt.objects.filter(state="open").count() == 1


@pytest.mark.django_db(transaction=True)
def test_killed_between_storing_and_handling_a_message_the_night_handles_it():
    owed = make.obligation(1000)
    told = make.event("evt_1", "checkout.session.completed", make.session(owed))
    killed(lambda: events.store_event(*make.signed(told)))
    assert WebhookEvent.objects.get().state == "stored"
    assert not Payment.objects.exists()
    events.handle_waiting()
    make.heard(told)
    assert (Payment.objects.get().applied, ledger.check()) == (1000, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_a_refund_is_on_its_way_it_goes_once(between, stand_in, settings, when):
    settings.STRIPE_API_BASE = between.base
    owed, officer, boss = make.obligation(1000), OfficerFactory(), administrator()
    stand_in.pay(checkout.start_checkout(owed, back=BACK, actor=officer).session)
    reconciling.reconcile()
    asked = refunds.request_refund(Payment.objects.get(), amount=400, reason="x", actor=officer)
    between.faults[:] = [(when, "hang")]
    killed(lambda: refunds.approve_refund(asked, actor=boss), between.heard)
    assert Refund.objects.get().state == "approved"
    assert reconciling.reconcile()["refunds sent"] == 1
    intent = stand_in.things[Payment.objects.get().provider_id]
    assert (Refund.objects.get().state, intent["refunded"], ledger.check()) == ("done", 400, [])


@pytest.mark.django_db
def test_a_refund_whose_key_was_forgotten_is_looked_for_and_goes_once(stand_in, settings, between):
    settings.STRIPE_API_BASE = between.base
    owed, officer, boss = make.obligation(1000), OfficerFactory(), administrator()
    stand_in.pay(checkout.start_checkout(owed, back=BACK, actor=officer).session)
    reconciling.reconcile()
    asked = refunds.request_refund(Payment.objects.get(), amount=400, reason="x", actor=officer)
    between.faults[:] = [("after", "nothing")] * 4
    with pytest.raises(RuleBroken):
        refunds.approve_refund(asked, actor=boss)
    between.faults.clear()
    stand_in.answers.clear()  # a day later no key is known any more
    Refund.objects.update(updated_at=clock.now() - timedelta(days=2))
    assert reconciling.reconcile()["refunds sent"] == 1
    intent = stand_in.things[Payment.objects.get().provider_id]
    assert (Refund.objects.get().state, intent["refunded"], ledger.check()) == ("done", 400, [])
