"""What a business sees first: what waits for it, the most urgent on top."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.shared import clock
from sme.enterprises import panels
from sme.enterprises.models import Membership
from tests.factories import payments as make
from tests.factories.accounts import UserFactory
from tests.factories.programmes import enterprise

pytestmark = pytest.mark.django_db


def test_what_waits_stands_first_the_most_urgent_on_top(client):
    who = enterprise()
    later = make.obligation(2000, enterprise=who, purpose_vi="Khoản sau")
    soon = make.obligation(
        1000, enterprise=who, purpose_vi="Khoản trước", due_on=clock.today() - timedelta(days=1)
    )
    assert [each.url for each in panels.todo_for(who)] == [
        reverse("payments:pay", args=[owed.pk]) for owed in (soon, later)
    ]
    member = UserFactory()
    Membership.objects.create(enterprise=who, user=member, role="owner")
    client.force_login(member)
    page = client.get(reverse("dashboard:business")).content.decode()
    assert page.index("Khoản trước") < page.index("Khoản sau")


def test_who_owes_nothing_is_told_of_nothing(client):
    assert panels.todo_for(enterprise()) == []
