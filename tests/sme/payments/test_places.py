"""A place is kept before it is paid for: its clock runs out, its payer comes late, its payer comes at last."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.payments.models import Obligation
from sme.payments.services import ledger, obligations, places, receiving, reconciling, refunds
from tests.factories import payments as make
from tests.factories import programmes
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cohort():
    return programmes.cohort(capacity=1)


def kept(cohort, name="Bưởi Năm Roi") -> Obligation:
    return places.keep_place(
        cohort,
        programmes.enterprise(name),
        amount=1000,
        purpose_vi="Đặt cọc",
        until=clock.now() + HOUR,
        actor=programmes.administrator(),
    )


def run_out(owed: Obligation) -> None:
    Obligation.objects.filter(pk=owed.pk).update(reserved_until=clock.now() - HOUR)
    assert reconciling.reconcile()["places given up"] == 1
    owed.refresh_from_db()


def pay(owed: Obligation):
    return receiving.record_payment(
        method="transfer", provider_id="T1", amount=1000, obligation=owed, actor=None
    )


def test_a_place_is_kept_and_is_free_again_when_its_clock_has_run_out(cohort):
    owed = kept(cohort)
    with pytest.raises(RuleBroken):
        kept(cohort, "Xoài Cao Lãnh")
    run_out(owed)
    assert (owed.state, owed.enrolment.state) == ("expired", "withdrawn")
    assert kept(cohort, "Xoài Cao Lãnh").enrolment.state == "enrolled"
    assert ledger.check() == []


def test_a_paid_place_is_not_given_up(cohort):
    owed = kept(cohort)
    pay(owed)
    Obligation.objects.update(reserved_until=clock.now() - HOUR)
    assert places.release_expired() == 0
    assert Obligation.objects.get().enrolment.state == "enrolled"


def test_a_late_payer_is_seated_while_there_is_a_place(cohort):
    owed = kept(cohort)
    run_out(owed)
    receiving.assign_payment(pay(owed), owed, actor=programmes.administrator())
    owed = Obligation.objects.get()
    assert (owed.state, owed.enrolment.state) == ("paid", "enrolled")


def test_a_late_payer_without_a_place_gets_the_money_back(cohort):
    owed, officer = kept(cohort), OfficerFactory()
    run_out(owed)
    kept(cohort, "Xoài Cao Lãnh")
    money = pay(owed)
    assert money.is_late
    with pytest.raises(RuleBroken):
        receiving.assign_payment(money, owed, actor=officer)
    owed.refresh_from_db()
    money.refresh_from_db()
    assert (owed.state, money.loose) == ("expired", 1000)
    asked = refunds.request_refund(money, amount=1000, reason="hết chỗ", actor=officer)
    assert refunds.approve_refund(asked, actor=programmes.administrator()).state == "done"
    assert ledger.check() == []


def test_a_clock_of_the_past_is_refused_and_nobody_is_enrolled(cohort):
    with pytest.raises(RuleBroken):
        places.keep_place(
            cohort,
            programmes.enterprise(),
            amount=1000,
            purpose_vi="x",
            until=clock.now(),
            actor=programmes.administrator(),
        )
    with pytest.raises(RuleBroken):
        places.keep_place(
            cohort,
            programmes.enterprise(),
            amount=0,
            purpose_vi="x",
            until=clock.now() + HOUR,
            actor=programmes.administrator(),
        )
    assert not cohort.enrolments.exists()


def test_the_office_asks_for_a_share_with_a_clock(cohort, client_of):
    enrolment = make.programmes.enrolment(cohort)
    web = client_of(programmes.administrator())
    address = reverse("payments:ask", args=[enrolment.pk])
    given = {"purpose_vi": "Đặt cọc", "amount": "1.500.000", "due_on": "31/12/2099", "hours": "48"}
    assert "Đặt cọc" in web.post(address, given | {"amount": "0"}).content.decode()
    assert not Obligation.objects.exists()
    web.post(address, given | {"support": "3.500.000"})
    made = Obligation.objects.get()
    assert (made.amount, made.full_price) == (1_500_000, 5_000_000)
    assert timedelta(hours=47) < made.reserved_until - clock.now() < timedelta(hours=49)
    obligations.close_obligation(made, actor=programmes.administrator())
