"""What people agree to: never by default, each with its text and moment, and withdrawing stops it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.privacy import selectors, services
from portal.privacy.models import Consent, ConsentText
from portal.privacy.rules import Purpose, Where
from portal.shared import clock
from portal.shared.errors import RuleBroken
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(agrees=())


def agree(person, purpose=Purpose.REMINDERS, **by):
    by.setdefault("actor", person)
    return services.agree(person, purpose, where=Where.ACCOUNT, **by)


def test_nobody_agrees_by_default_and_a_consent_keeps_text_moment_and_page(person):
    assert not selectors.has_agreed(person, Purpose.REMINDERS)
    made = agree(person)
    assert agree(person) == made
    assert (made.text.version, made.given_where) == (1, "account")
    assert selectors.has_agreed(person, Purpose.REMINDERS)
    assert not selectors.has_agreed(person, Purpose.ADVISERS)


def test_nobody_agrees_or_withdraws_for_another(person):
    for act in (services.agree, services.withdraw):
        with pytest.raises(RuleBroken) as told:
            act(person, Purpose.REMINDERS, where=Where.ACCOUNT, actor=UserFactory())
        assert told.value.code == "not_your_consent"


def test_withdrawing_keeps_the_history_and_agreeing_again_is_a_second_row(person):
    agree(person)
    services.withdraw(person, Purpose.REMINDERS, actor=person)
    assert not selectors.has_agreed(person, Purpose.REMINDERS)
    agree(person)
    rows = list(Consent.objects.filter(user=person))
    assert [row.withdrawn_at is None for row in rows] == [True, False]


def test_a_new_text_that_asks_anew_ends_what_was_agreed_before(person):
    agree(person)
    old = ConsentText.objects.get(purpose=Purpose.REMINDERS)
    new = ConsentText(purpose=old.purpose, version=2, asks_anew=True, title_vi="Mới", body_vi="…")
    new.effective_on = clock.today() + timedelta(days=1)
    new.save()
    assert selectors.has_agreed(person, Purpose.REMINDERS)  # not in force yet
    ConsentText.objects.filter(pk=new.pk).update(effective_on=clock.today())
    assert not selectors.has_agreed(person, Purpose.REMINDERS)
    assert agree(person).text.version == 2


def test_signing_up_asks_with_a_box_that_is_not_ticked(client):
    page = client.get(reverse("account_signup"))
    box = page.context["form"]["agrees_reminders"]
    assert box.value() is None
    assert not box.field.required
    form = {"display_name": "Chị Sáu", "password1": "mot-cau-du-dai-de-nho"}
    client.post(reverse("account_signup"), {**form, "email": "khong@example.vn"})
    client.post(
        reverse("account_signup"), {**form, "email": "co@example.vn", "agrees_reminders": "on"}
    )
    wanted = {
        user.email: selectors.has_agreed(user, Purpose.REMINDERS)
        for user in User.objects.filter(email__in=["co@example.vn", "khong@example.vn"])
    }
    assert wanted == {"khong@example.vn": False, "co@example.vn": True}


def test_the_account_page_gives_and_withdraws(client, person):
    client.force_login(person)
    client.post(reverse("privacy:choose", args=["reminders", "agree"]))
    assert "Phiên bản 1" in client.get(reverse("privacy:mine")).content.decode()
    client.post(reverse("privacy:choose", args=["reminders", "withdraw"]))
    assert not selectors.has_agreed(person, Purpose.REMINDERS)
    assert client.post(reverse("privacy:choose", args=["cats", "agree"])).status_code == 404


def test_both_languages_say_it(client, person):
    for text in ConsentText.objects.all():
        assert all((text.title_vi, text.title_en, text.body_vi, text.body_en))
    assert "Nhắc việc" in client.get(reverse("privacy:notice")).content.decode()
    assert client.get("/en/privacy/").status_code == 200
