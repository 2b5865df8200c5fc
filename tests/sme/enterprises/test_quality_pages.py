"""The pages of data quality: figures equal their rows, areas, mending, accepting."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sme.enterprises import services
from sme.enterprises.models import Enterprise, Finding
from tests.factories import accounts, enterprises, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(accounts.OfficerFactory())
    return client


@pytest.fixture
def record() -> Enterprise:
    one = enterprises.enterprise("Hộ Một", phone="+84912000001")
    enterprises.enterprise("Hộ Hai", phone="+84912000001", sector="C")
    services.check_all()
    return one


def finding_of(record: Enterprise, key: str) -> Finding:
    return Finding.objects.get(enterprise=record, check_key=key)


def test_each_figure_equals_the_rows_it_opens_into(desk: Client, record: Enterprise) -> None:
    page = desk.get(reverse("enterprises:quality"))
    rows = reverse("enterprises:findings")
    for check, count in page.context["checks"]:
        assert desk.get(rows, {"check": check.key}).context["page"].count == count
    for each in page.context["grades"]:
        shown = desk.get(rows, {"grade": each["grade"].value}).context["page"]
        assert shown.count == each["count"]
    for bars in (page.context["places"], page.context["officers"]):
        for bar in bars.bars:
            assert desk.get(bar.url).context["page"].count == bar.value


def test_an_officer_of_another_commune_sees_nothing(client: Client, record: Enterprise) -> None:
    elsewhere = accounts.OfficerFactory(units=[places.commune("Xã Lấp Vò", "30169")])
    client.force_login(elsewhere)
    assert client.get(reverse("enterprises:quality")).context["total"] == 0
    assert client.get(reverse("enterprises:findings")).context["page"].count == 0
    own = reverse("enterprises:finding", args=[finding_of(record, "no_sector").pk])
    assert client.get(own).status_code == 404


def test_a_missing_sector_is_mended_in_one_step(desk: Client, record: Enterprise) -> None:
    found = finding_of(record, "no_sector")
    address = reverse("enterprises:finding_mend", args=[found.pk])
    assert desk.post(address, {"sector": "C", "version": 99}).status_code == 422
    assert desk.post(address, {"sector": "C", "version": record.version}).status_code == 302
    record.refresh_from_db()
    assert record.sector == "C"
    assert not Finding.objects.filter(pk=found.pk).exists()


def test_accepting_needs_a_reason_and_can_be_taken_back(desk: Client, record: Enterprise) -> None:
    found = finding_of(record, "same_phone")
    accept = reverse("enterprises:finding_accept", args=[found.pk])
    assert desk.post(accept, {"reason": " "}).status_code == 422
    desk.post(accept, {"reason": "Hai anh em"})
    page = desk.get(reverse("enterprises:findings") + "?state=accepted").content.decode()
    assert "Hai anh em" in page
    assert desk.get(reverse("enterprises:finding", args=[found.pk])).status_code == 200
    desk.post(reverse("enterprises:finding_revoke", args=[found.pk]))
    assert Finding.objects.open().filter(pk=found.pk).exists()


@pytest.mark.parametrize("query", ["check=x", "place=abc", "officer=%00", "grade=<b>", "page=-1"])
def test_a_mangled_address_is_no_error(desk: Client, record: Enterprise, query: str) -> None:
    assert desk.get(reverse("enterprises:findings") + f"?{query}").status_code == 200


def test_the_overview_asks_few_queries(
    desk: Client, record: Enterprise, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        desk.get(reverse("enterprises:quality"))
    with django_assert_max_num_queries(15):
        desk.get(reverse("enterprises:findings"))
