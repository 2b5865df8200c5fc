"""People, their roles and their profile."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.accounts import services
from portal.accounts.models import User
from portal.accounts.rules import Role

pytestmark = pytest.mark.django_db


def make(**fields):
    return services.create_person(email="sau@example.vn", actor=None, **fields)


def test_a_role_opens_its_area_and_no_other():
    officer = make(roles=[Role.OFFICER])
    assert officer.is_officer
    assert not officer.edits_guidance
    assert not officer.is_administrator


def test_a_person_who_is_closed_holds_no_role():
    officer = make(roles=[Role.OFFICER])
    officer.is_active = False
    assert not officer.is_officer


def test_giving_roles_is_audited_with_before_and_after():
    person = make(roles=[Role.EDITOR])
    services.give_roles(person, [Role.OFFICER], actor=person)
    entry = ModelLogEntry.objects.filter(action="accounts.give_roles").latest("timestamp")
    assert entry.user == person
    assert entry.data["changes"]["roles"] == [["Editor"], ["Officer"]]


def test_the_database_holds_an_address_once_in_any_case():
    make()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="SAU@example.vn")


def test_a_profile_is_changed_and_the_phone_is_stored_in_one_form(client):
    person = make()
    client.force_login(person)
    form = {"display_name": " Chị  Sáu ", "phone": "0912 345 678", "language": "en"}
    response = client.post(reverse("accounts:profile"), form)
    assert response.url.startswith("/en/")
    person.refresh_from_db()
    assert (person.display_name, person.phone) == ("Chị Sáu", "+84912345678")


def test_a_wrong_phone_is_told_and_nothing_is_lost(client):
    person = make()
    client.force_login(person)
    form = {"display_name": "Chị Sáu", "phone": "12", "language": "vi"}
    response = client.post(reverse("accounts:profile"), form)
    assert response.status_code == 200
    assert 'value="12"' in response.content.decode()
    person.refresh_from_db()
    assert person.phone == ""
