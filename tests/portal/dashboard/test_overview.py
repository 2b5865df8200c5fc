"""The first page of an officer: each number opens into just as many rows."""

import re

import pytest
from django.urls import reverse

from sme.enterprises import services
from sme.enterprises.models import DuplicatePair
from tests.factories import places
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db


def test_what_waits_opens_into_as_many_rows(client):
    places.dong_thap()
    here, elsewhere = places.unit("Phường Sa Đéc"), places.unit("Phường Cao Lãnh")
    code = tax_code()
    made = [enterprise(f"Hộ {n}", place=here, number=code if n == 0 else "") for n in range(3)]
    enterprise("Hộ nơi khác", place=elsewhere)
    services.verify(made[2], actor=OfficerFactory())
    services.claim(code, actor=UserFactory())
    DuplicatePair.objects.create(left=made[0], right=made[1], score=80, reasons=[])
    client.force_login(OfficerFactory(units=[here]))
    queue = client.get(reverse("dashboard:workspace")).context["queue"]
    assert [item["text"] for item in queue] == ["2", "2", "1", "1"]
    for item in queue:
        rows = client.get(item["url"]).context["page"]
        assert rows.count == int(item["text"]), item["title"]


def test_nothing_waits_where_nothing_is(client):
    places.dong_thap()
    client.force_login(OfficerFactory(units=[places.unit("Phường Sa Đéc")]))
    page = client.get(reverse("dashboard:workspace"))
    assert page.context["queue"] == []
    assert not re.search(r"Traceback|None", page.content.decode())
