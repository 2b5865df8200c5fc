"""Signing up, in and out, as a person does it."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.models import User

pytestmark = pytest.mark.django_db

ADDRESS = "ba.tu@example.vn"
PASSWORD = "banh-phong-sua-152"


def sign_up(client, email=ADDRESS, **changes):
    form = {"display_name": "Bà Tư", "email": email, "password1": PASSWORD, **changes}
    return client.post(reverse("account_signup"), form)


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)


def test_a_person_signs_up_confirms_by_mail_and_signs_in(client):
    response = sign_up(client)
    assert response.status_code == 302
    assert len(mail.outbox) == 1
    confirm = link_in(mail.outbox[0])
    assert client.get(confirm).status_code == 200, "opening the link alone confirms nothing"
    client.post(confirm)
    response = client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert response.url == reverse("dashboard:start")


def test_without_confirmation_nobody_gets_in(client):
    sign_up(client)
    response = client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert response.url == reverse("account_email_verification_sent")
    assert client.get(reverse("dashboard:business")).status_code == 302


def test_the_mail_speaks_the_language_of_the_page(client):
    sign_up(client)
    assert "Xác nhận" in mail.outbox[0].subject or "xác nhận" in mail.outbox[0].subject
    with override("en"):
        client.post(
            reverse("account_signup"),
            {"display_name": "Ann", "email": "ann@example.vn", "password1": PASSWORD},
        )
    assert "confirm your e-mail address" in mail.outbox[1].subject
    assert User.objects.get(email="ann@example.vn").language == "en"


def test_the_address_is_one_name_in_any_case(client):
    sign_up(client, email="Ba.Tu@Example.VN")
    assert User.objects.get().email == ADDRESS
    sign_up(client, email="BA.TU@example.vn")
    assert User.objects.count() == 1


def test_signing_up_with_a_taken_address_tells_only_the_owner_of_the_mailbox(client, person):
    taken = sign_up(client, email=person.email)
    free = sign_up(client, email="chua.ai@example.vn")
    assert taken.url == free.url, "the page does not tell who has an account"
    assert mail.outbox[0].to == [person.email]
    assert "đã có tài khoản" in mail.outbox[0].subject


@pytest.mark.parametrize("password", ["12345678901", "password123", "ngan"])
def test_a_weak_password_is_refused_and_the_rest_is_kept(client, password):
    response = sign_up(client, password1=password)
    assert response.status_code == 200
    assert "Bà Tư" in response.content.decode()
    assert not User.objects.exists()


def test_a_name_of_control_characters_is_refused(client):
    response = sign_up(client, display_name="\x00\x07")
    assert response.status_code == 200
    assert not User.objects.exists()


def test_wrong_passwords_are_throttled_in_words(client, person):
    for _ in range(12):
        response = client.post(
            reverse("account_login"),
            {"login": person.email, "password": "sai-mat-khau-roi"},
        )
    assert "quá nhiều lần" in response.content.decode() or response.status_code == 429


def test_the_address_changes_only_after_its_confirmation(client, person):
    client.force_login(person)
    client.post(reverse("account_email"), {"action_add": "", "email": "moi@example.vn"})
    person.refresh_from_db()
    assert person.email != "moi@example.vn"
    client.post(link_in(mail.outbox[-1]))
    person.refresh_from_db()
    assert person.email == "moi@example.vn"


def test_a_forgotten_password_is_set_anew_through_the_mail(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    response = client.get(link_in(mail.outbox[0]), follow=True)
    target = response.request["PATH_INFO"]
    client.post(target, {"password1": "mot-mat-khau-moi-7", "password2": "mot-mat-khau-moi-7"})
    person.refresh_from_db()
    assert person.check_password("mot-mat-khau-moi-7")


def test_signing_out_takes_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.fixture
def person():
    from portal.accounts import services

    return services.create_person(
        email="nam@example.vn", password=PASSWORD, display_name="Năm", actor=None
    )
