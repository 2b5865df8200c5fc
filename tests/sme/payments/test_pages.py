"""The pages of payments: the business pays, the office decides, the card service tells."""

import pytest
from django.urls import reverse

from sme.payments import exports
from sme.payments.models import Obligation, Refund
from tests.factories import payments as make
from tests.factories.accounts import AdministratorFactory, OfficerFactory, UserFactory
from tests.factories.programmes import enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", make.SECRET
    settings.BANK_BIN, settings.BANK_ACCOUNT = "999999", "0001112223"


def test_a_business_pays_by_card_in_two_taps(client_of, stand_in, settings):
    settings.STRIPE_API_BASE = stand_in.base
    owner = UserFactory()
    owed = make.obligation(1_000_000, enterprise=enterprise(owner=owner), support=2_000_000)
    web = client_of(owner)
    page = web.get(reverse("payments:pay", args=[owed.pk])).content.decode()
    assert "3.000.000" in page
    assert "data:image/svg" in page
    gone = web.post(reverse("payments:card", args=[owed.pk]))
    assert gone.url.startswith(stand_in.base + "/pay/cs_test_")
    session = gone.url.rsplit("/", 1)[1]
    before = len(stand_in.events)
    stand_in.pay(session)
    for told in stand_in.events[before:] * 2:
        body, header = make.signed(told)
        answer = web.post(
            reverse("payments:webhook"),
            body,
            "application/json",
            headers={"Stripe-Signature": header},
        )
        assert answer.status_code == 200
    assert Obligation.objects.get().state == "paid"
    receipt = owed.payments.get().receipts.get()
    assert web.get(reverse("payments:receipt", args=[receipt.pk])).content.startswith(b"%PDF")
    assert exports.receipt_pdf(receipt)


def test_the_office_takes_cash_and_gives_it_back_with_two_people(client_of):
    owed = make.obligation(1000)
    one, two = OfficerFactory(), AdministratorFactory()
    address = reverse("payments:obligation", args=[owed.pk])
    key = "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b"
    for _click in range(2):
        client_of(one).post(address, {"amount": "1.000", "key": key})
    money = owed.payments.get()
    back = reverse("payments:money", args=[money.pk])
    client_of(one).post(back, {"amount": "1.000", "reason": "nghỉ"})
    decide = reverse("payments:decide", args=[Refund.objects.get().pk, "approve"])
    client_of(one).post(decide)
    assert Refund.objects.get().state == "asked"
    client_of(two).post(decide)
    assert Obligation.objects.get().state == "refunded"
    for show in ("open", "overdue", "unmatched", "refunds", "all", "nonsense"):
        assert client_of(two).get(reverse("payments:list"), {"show": show}).status_code == 200


@pytest.mark.parametrize("header", ["", "t=1,v1=x"])
def test_unsigned_messages_are_refused(client_of, header):
    answer = client_of(None).post(
        reverse("payments:webhook"), b"{}", "application/json", headers={"Stripe-Signature": header}
    )
    assert answer.status_code == 400


def test_without_keys_card_payment_is_not_offered(client_of, settings):
    settings.STRIPE_SECRET_KEY = ""
    owner = UserFactory()
    owed = make.obligation(1000, enterprise=enterprise(owner=owner))
    page = client_of(owner).get(reverse("payments:pay", args=[owed.pk])).content.decode()
    assert reverse("payments:card", args=[owed.pk]) not in page
