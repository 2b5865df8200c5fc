"""Sign-in through another provider: over real HTTP, and nobody takes over anybody's account by it."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.accounts import services
from portal.accounts.models import User
from portal.settings.people import oidc_provider
from tests.factories.accounts import PASSWORD, AdministratorFactory, OfficerFactory, UserFactory
from tests.portal.accounts.identity_provider import Provider

pytestmark = pytest.mark.django_db
BEGIN = "/accounts/oidc/oidc/login/"
BACK = "/accounts/oidc/oidc/login/callback/"


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.server.shutdown()


@pytest.fixture
def provider(running, settings):
    running.claims, running.moved, running.is_down = {"sub": "p-1"}, {}, False
    running.told = {
        "sub": "p-1",
        "email": "lan@example.vn",
        "email_verified": True,
        "name": "Cô Lan",
    }
    settings.OIDC_ISSUER = running.issuer
    settings.SOCIALACCOUNT_PROVIDERS = oidc_provider(running.issuer, "sen-so", "mật", "VNeID thử")
    return running


def come(client, provider, **query):
    """To the provider and back, as a browser goes."""
    sent = client.post(BEGIN + ("?process=connect" if query.pop("connect", False) else ""))
    assert sent.status_code == 302, sent.content.decode()[:400]
    return client.get(BACK, {**provider.come_back(sent.url), **query})


def signed_in(client):
    return client.session.get("_auth_user_id")


def tie(client, provider, person):
    """Signed in with the password a moment ago, the person ties the identity."""
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return come(client, provider, connect=True)


def test_without_configuration_nothing_is_offered(client):
    assert "oidc" not in client.get(reverse("account_login")).content.decode()
    assert client.post(BEGIN).status_code == 404


def test_a_new_person_gets_an_account_of_their_own_after_confirming_the_address(client, provider):
    assert "VNeID thử" in client.get(reverse("account_login")).content.decode()
    form = come(client, provider)
    assert form.url == reverse("socialaccount_signup")
    page = client.get(form.url)
    assert "Cô Lan" in page.content.decode()
    answer = client.post(form.url, {"display_name": "Cô Lan", "email": "lan@example.vn"})
    assert answer.status_code == 302
    assert not signed_in(client), "the provider's word confirms no address"
    person = User.objects.get(email="lan@example.vn")
    assert not person.emailaddress_set.get().verified
    assert SocialAccount.objects.get(user=person).extra_data == {"sub": "p-1"}
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body).group(1)
    client.post(link)
    come(client, provider)
    assert signed_in(client) == str(person.pk)


def test_an_equal_address_opens_nobodys_account(client, provider):
    owner = UserFactory(email="lan@example.vn")
    form = come(client, provider)
    client.post(form.url, {"display_name": "Kẻ gian", "email": "lan@example.vn"})
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.get().pk == owner.pk
    assert "lan@example.vn" in mail.outbox[-1].to


def test_the_owner_ties_an_identity_after_proving_to_be_there_and_then_signs_in_with_it(
    client, provider
):
    person = UserFactory(email="lan@example.vn")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    asked = come(client, provider, connect=True)
    assert asked.url == reverse("account_reauthenticate")
    assert not SocialAccount.objects.exists()
    client.post(asked.url, {"password": PASSWORD})
    assert SocialAccount.objects.get().user == person
    assert ModelLogEntry.objects.filter(action="accounts.identity_added").exists()
    assert mail.outbox[-1].to == [person.email]
    client.logout()
    come(client, provider)
    assert signed_in(client) == str(person.pk)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    own = reverse("socialaccount_connections")
    assert "VNeID thử" in client.get(own).content.decode()
    client.post(own, {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_an_identity_of_one_account_is_not_moved_to_another(client, provider):
    first, second = UserFactory(), UserFactory()
    tie(client, provider, first)
    client.logout()
    answer = tie(client, provider, second)
    assert SocialAccount.objects.get().user == first
    assert [str(each) for each in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"iss": "https://elsewhere.example"}, {}),
        ({"aud": "another-portal"}, {}),
        ({"exp": 1}, {}),
        ({}, {"sub": "p-2"}),
    ],
)
def test_what_the_provider_did_not_say_of_this_person_to_us_signs_nobody_in(
    client, provider, claims, told
):
    person = UserFactory()
    tie(client, provider, person)
    client.logout()
    provider.claims |= claims
    provider.told |= told
    answer = come(client, provider)
    assert answer.status_code == 401
    assert not signed_in(client)


def test_a_foreign_state_and_a_code_used_twice_sign_nobody_in(client, provider):
    person = UserFactory()
    tie(client, provider, person)
    client.logout()
    assert come(client, provider, state="of-somebody-else").status_code == 401
    assert not signed_in(client)
    brought = provider.come_back(client.post(BEGIN).url)
    provider.codes.clear()
    assert client.get(BACK, brought).status_code == 401
    assert not signed_in(client)
    again = provider.come_back(client.post(BEGIN).url)
    turned_back = client.get(BACK, {"error": "access_denied", "state": again["state"]}, follow=True)
    assert turned_back.status_code == 200
    assert not signed_in(client)


def test_a_provider_that_is_down_or_leads_elsewhere_is_told_in_a_sentence(client, provider):
    provider.is_down = True
    assert client.post(BEGIN).status_code == 401
    provider.is_down = False
    provider.moved = {"token_endpoint": "http://127.0.0.1:9/steal"}
    assert come(client, provider).status_code == 401
    assert not signed_in(client)
    assert "/steal" not in provider.asked


def test_staff_still_need_their_second_step_and_a_locked_account_stays_locked(
    client, provider, settings
):
    officer = OfficerFactory()
    tie(client, provider, officer)
    client.logout()
    settings.STAFF_SECOND_STEP = True
    come(client, provider)
    assert client.get("/workspace/").url == reverse("mfa_activate_totp")
    client.logout()
    services.lock(officer, actor=AdministratorFactory())
    come(client, provider)
    assert not signed_in(client)
