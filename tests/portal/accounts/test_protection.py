"""What protects the accounts of the office: the second step, the trail, locking."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from portal.accounts import services
from portal.shared import audit
from portal.shared.errors import RuleBroken
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(settings):
    """As on the province's server."""
    settings.STAFF_SECOND_STEP = True


def sign_in(client, person, password=accounts.PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def code_of(secret: str) -> str:
    return TOTP_FORMAT % hotp_value(secret, next(iter(yield_hotp_counters_from_time())))


TOTP_FORMAT = "%06d"


def acts(person) -> list[str]:
    return [row.action.removeprefix("accounts.") for row in audit.history(person)]


def test_staff_without_a_second_step_see_nothing_but_where_it_is_turned_on(client, strict):
    officer = accounts.OfficerFactory()
    sign_in(client, officer)
    for address in (
        "dashboard:workspace",
        "enterprises:list",
        "accounts:profile",
        "wagtailadmin_home",
    ):
        assert client.get(reverse(address)).url == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.status_code == 200, page.redirect_chain
    assert client.post(reverse("account_logout")).status_code == 302


def test_a_part_of_a_page_leads_there_as_well(client, strict):
    officer = accounts.OfficerFactory()
    client.force_login(officer)
    answer = client.get(reverse("enterprises:list"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("mfa_activate_totp")


def test_with_a_second_step_staff_work_and_the_code_is_asked_for(client, strict):
    officer = accounts.OfficerFactory()
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    assert sign_in(client, officer).url == reverse("mfa_authenticate")
    assert client.get(reverse("dashboard:workspace")).status_code == 302, "not yet signed in"
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "second_step_failed" in acts(officer)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("dashboard:workspace")).status_code == 200
    assert "sign_in" in acts(officer)


def test_a_business_is_not_asked_for_a_second_step(client, strict):
    client.force_login(accounts.UserFactory())
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_failed_sign_in_leaves_a_trace_at_the_account_and_none_for_strangers(client):
    person = accounts.UserFactory()
    sign_in(client, person, "sai-mat-khau-roi")
    sign_in(client, person)
    assert acts(person)[:2] == ["sign_in", "sign_in_failed"]
    client.post(reverse("account_login"), {"login": "ai.do@example.vn", "password": "x"})


def test_locking_signs_out_everywhere_and_keeps_out(client):
    administrator, officer = accounts.AdministratorFactory(), accounts.OfficerFactory()
    sign_in(client, officer)
    assert client.get(reverse("dashboard:workspace")).status_code == 200
    services.lock(officer, actor=administrator)
    assert client.get(reverse("dashboard:workspace")).status_code == 302
    sign_in(client, officer)
    assert client.get(reverse("dashboard:workspace")).status_code == 302
    services.unlock(officer, actor=administrator)
    sign_in(client, officer)
    assert client.get(reverse("dashboard:workspace")).status_code == 200
    assert acts(officer)[:3] == ["sign_in", "unlock", "lock"]


def test_nobody_locks_oneself_nor_the_last_administrator():
    administrator = accounts.AdministratorFactory()
    with pytest.raises(RuleBroken) as own:
        services.lock(administrator, actor=administrator)
    assert own.value.code == "own_account"
    other = accounts.AdministratorFactory()
    services.lock(other, actor=administrator)
    with pytest.raises(RuleBroken) as last:
        services.lock(administrator, actor=other)
    assert last.value.code == "last_administrator"


def test_a_lost_telephone_is_replaced_by_another_administrator_only(client):
    administrator, officer = accounts.AdministratorFactory(), accounts.OfficerFactory()
    TOTP.activate(officer, generate_totp_secret())
    client.force_login(administrator)
    address = reverse("accounts:person", args=[officer.pk])
    assert "Gỡ bước thứ hai" in client.get(address).content.decode()
    client.post(reverse("accounts:person_act", args=[officer.pk, "second-step"]))
    assert "Gỡ bước thứ hai</span>" not in client.get(address).content.decode()
    assert acts(officer)[0] == "second_step_reset"
    own = reverse("accounts:person_act", args=[administrator.pk, "lock"])
    assert "tự khóa" in client.post(own, follow=True).content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_changed_password_ends_the_sessions_elsewhere_and_keeps_the_own(client):
    person, elsewhere = accounts.UserFactory(), Client()
    sign_in(client, person)
    sign_in(elsewhere, person)
    new = "hoa-sen-moi-no-2027"
    form = {"oldpassword": accounts.PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), form)
    person.refresh_from_db()
    assert person.check_password(new)
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def test_a_role_that_is_taken_away_counts_at_once_in_open_sessions(client):
    officer = accounts.OfficerFactory()
    sign_in(client, officer)
    assert client.get(reverse("enterprises:list")).status_code == 200
    services.give_roles(officer, [], actor=accounts.AdministratorFactory())
    assert client.get(reverse("enterprises:list")).status_code == 404
