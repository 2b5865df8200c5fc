"""A place is kept before it is paid for: its clock runs out, its payer comes late, its payer comes at last."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise
from sme.payments.models import CohortPrice, Obligation
from sme.payments.services import ledger, obligations, places, receiving, reconciling, refunds
from sme.programmes.services import enrolments, support
from tests.factories import programmes
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


PRICE = {"amount": 1000, "purpose_vi": "Đặt cọc", "days": 14, "hours": 1}


@pytest.fixture
def cohort():
    made = programmes.cohort(capacity=1)
    places.set_price(made, actor=programmes.administrator(), **PRICE)
    return made


def kept(cohort, name="Bưởi Năm Roi") -> Obligation:
    found = programmes.enrolment(cohort, programmes.enterprise(name))
    return found.obligations.get()


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


def test_late_money_pays_what_the_place_was_asked_for_anew(cohort):
    officer = programmes.administrator()
    former = kept(cohort)
    run_out(former)
    money = pay(former)
    again = enrolments.change_enrolment(
        former.enrolment,
        expected_version=former.enrolment.version,
        actor=officer,
        state="enrolled",
        reason="xin lại chỗ",
    )
    anew = again.obligations.get(closed_at=None)
    with pytest.raises(RuleBroken) as told:
        receiving.assign_payment(money, former, actor=officer)
    assert told.value.code == "asked_anew"
    receiving.assign_payment(money, anew, actor=officer)
    anew.refresh_from_db()
    former.refresh_from_db()
    assert (anew.state, anew.applied, former.state, former.excess) == ("paid", 1000, "expired", 0)
    assert ledger.check() == []


def test_a_price_without_amount_or_purpose_is_refused(cohort):
    for wrong in ({"amount": 0}, {"purpose_vi": " "}):
        with pytest.raises(RuleBroken):
            places.set_price(cohort, actor=programmes.administrator(), **{**PRICE, **wrong})
    assert CohortPrice.objects.get().amount == 1000


def test_who_withdraws_owes_nothing_more_and_who_paid_keeps_the_money_in_sight(cohort):
    owed = kept(cohort)
    leave(owed.enrolment)
    owed.refresh_from_db()
    assert owed.closed_at is not None
    again = kept(cohort, "Xoài Cao Lãnh")
    pay(again)
    leave(again.enrolment)
    again.refresh_from_db()
    assert (again.closed_at, again.state) == (None, "paid")
    assert ledger.check() == []


def test_many_at_once_are_asked_and_who_waits_is_asked_when_a_place_comes(cohort):
    officer = programmes.administrator()
    entries = [(programmes.enterprise(name), "waiting", clock.today()) for name in ("A", "B")]
    first = enrolments.enrol_many(cohort, entries, actor=officer)[0]
    assert not Obligation.objects.exists()
    enrolments.change_enrolment(
        first, expected_version=first.version, actor=officer, state="enrolled"
    )
    assert Obligation.objects.get().enrolment == first


def test_a_cohort_that_began_without_price_asks_the_others_later(client_of):
    cohort = programmes.cohort(capacity=3)
    for name in ("A", "B"):
        programmes.enrolment(cohort, programmes.enterprise(name))
    web = client_of(programmes.administrator())
    page = reverse("payments:price", args=[cohort.pk])
    given = {"amount": "1.000.000", "purpose_vi": "Đối ứng", "days": "10", "support": "4.000.000"}
    assert "amount" in web.post(page, given | {"amount": "0"}).context["form"].errors
    web.post(page, given)
    assert "2" in web.get(page).content.decode()
    web.post(reverse("payments:price_act", args=[cohort.pk, "ask"]))
    assert [owed.full_price for owed in Obligation.objects.all()] == [5_000_000] * 2
    web.post(reverse("payments:price_act", args=[cohort.pk, "drop"]))
    programmes.enrolment(cohort, programmes.enterprise("C"))
    assert Obligation.objects.count() == 2


def test_the_own_share_of_a_contract_is_asked_once(client_of):
    officer = programmes.administrator()
    who = programmes.enterprise()
    Enterprise.objects.filter(pk=who.pk).update(size_class="micro")
    who.refresh_from_db()
    contract = support.commit_support(
        who, "solutions", supplier="Nhà cung cấp", value=10_000_000, state_share=5_000_000,
        signed_on=date(2026, 9, 1), actor=officer,
    )  # fmt: skip
    web = client_of(officer)
    page = reverse("payments:own_share", args=[contract.pk])
    ledger_page = reverse("programmes:support", args=[contract.support_year.enterprise_id])
    assert page in web.get(ledger_page).content.decode()
    for _twice in range(2):
        web.post(page, {"purpose_vi": "Phần tự trả", "due_on": "31/12/2099"})
    owed = Obligation.objects.get()
    assert (owed.amount, owed.full_price) == (contract.own_share, contract.value)
    assert owed.get_absolute_url() in web.get(ledger_page).content.decode()


def leave(enrolment) -> None:
    enrolments.change_enrolment(
        enrolment, expected_version=enrolment.version, actor=programmes.administrator(),
        state="withdrawn", reason="thôi",
    )  # fmt: skip


def test_the_office_asks_for_a_share_with_a_clock(cohort, client_of):
    places.drop_price(cohort, actor=programmes.administrator())
    enrolment = programmes.enrolment(cohort)
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
