"""The pages of possible duplicates: queue, side by side, merging, taking back, warnings while registering."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sme.enterprises import services
from sme.enterprises.models import DuplicatePair, Enterprise, Merge
from tests.factories import accounts, enterprises, places, programmes

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Any:
    return accounts.OfficerFactory()


@pytest.fixture
def desk(client: Client, officer: Any) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def pair() -> DuplicatePair:
    enterprises.enterprise(
        "Hộ kinh doanh Bột gạo Tấn Lực", number=enterprises.tax_code(), phone="+84912000001"
    )
    enterprises.enterprise("HKD Bột gạo Tấn Lựcc", phone="+84912000001", website="https://b.vn")
    services.find_all()
    return DuplicatePair.objects.get()


def address(name: str, pk: int) -> str:
    return reverse(f"enterprises:{name}", args=[pk])


def test_the_queue_shows_both_names_and_the_reasons(desk: Client, pair: DuplicatePair) -> None:
    page = desk.get(reverse("enterprises:duplicates")).content.decode()
    assert pair.left.name in page
    assert pair.right.name in page
    assert "cùng số điện thoại" in page


def test_an_officer_of_another_commune_sees_no_pair(client: Client, pair: DuplicatePair) -> None:
    elsewhere = accounts.OfficerFactory(units=[places.commune("Xã Lấp Vò", "30169")])
    client.force_login(elsewhere)
    page = client.get(reverse("enterprises:duplicates")).content.decode()
    assert pair.left.name not in page
    assert client.get(address("duplicate_pair", pair.pk)).status_code == 404


def test_telling_apart_needs_a_reason_and_is_remembered(desk: Client, pair: DuplicatePair) -> None:
    refused = desk.post(address("duplicate_distinct", pair.pk), {"note": ""})
    assert refused.status_code == 422
    desk.post(address("duplicate_distinct", pair.pk), {"note": "hai anh em"})
    page = desk.get(reverse("enterprises:duplicates") + "?view=apart").content.decode()
    assert "hai anh em" in page
    desk.post(address("duplicate_ask", pair.pk))
    pair.refresh_from_db()
    assert pair.state == "open"


def form_of(desk: Client, pair: DuplicatePair) -> dict[str, Any]:
    form = desk.get(address("duplicate_merge", pair.pk)).context["form"]
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def test_merging_field_by_field_and_taking_it_back(desk: Client, pair: DuplicatePair) -> None:
    values = form_of(desk, pair)
    assert values["name"] == "kept"
    assert values["website"] == "gone"
    answer = desk.post(address("duplicate_merge", pair.pk), {**values, "name": "gone"})
    assert answer.status_code == 302
    kept = Enterprise.objects.get(pk=pair.left_id)
    assert (kept.name, kept.website) == ("HKD Bột gạo Tấn Lựcc", "https://b.vn")
    moved = desk.get(address("detail", pair.right_id))
    assert moved.status_code == 302
    assert moved.url == kept.get_absolute_url()
    done = Merge.objects.get()
    assert (
        kept.name in desk.get(reverse("enterprises:duplicates") + "?view=merges").content.decode()
    )
    desk.post(address("merge_undo", done.pk))
    assert Enterprise.objects.get(pk=pair.right_id).merged_into is None


def test_a_stale_choice_merges_nothing(desk: Client, pair: DuplicatePair) -> None:
    values = form_of(desk, pair)
    services.change(pair.left, expected_version=None, actor=None, email="a@b.vn")
    answer = desk.post(address("duplicate_merge", pair.pk), values)
    assert answer.status_code == 200
    assert not Merge.objects.exists()


def test_what_stands_in_the_way_is_said_instead_of_the_button(
    desk: Client, pair: DuplicatePair
) -> None:
    cohort = programmes.cohort()
    programmes.enrolment(cohort, pair.left)
    programmes.enrolment(cohort, pair.right)
    page = desk.get(address("duplicate_merge", pair.pk)).content.decode()
    assert cohort.code in page
    assert "kept_version" not in page


def test_an_officer_is_warned_once_while_registering(desk: Client, pair: DuplicatePair) -> None:
    values = {
        "kind": "household", "name": "Bột gạo Tấn Lực", "place": pair.left.place.name,
        "phone": "0912000001",
    }  # fmt: skip
    warned = desk.post(reverse("enterprises:add"), values)
    page = warned.content.decode()
    assert warned.status_code == 200
    assert pair.left.get_absolute_url() in page
    seen = warned.context["seen_alike"]
    assert desk.post(reverse("enterprises:add"), {**values, "seen_alike": seen}).status_code == 302
    assert Enterprise.objects.count() == 3


def test_a_business_is_told_name_and_commune_only(client: Client, pair: DuplicatePair) -> None:
    member = accounts.UserFactory()
    client.force_login(member)
    steps = {
        "kind": {"kind": "household", "name": "Bột gạo Tấn Lực"},
        "number": {"number": "", "has_none": "on"},
        "place": {"place": pair.left.place.name, "address": "Khóm 1"},
    }
    for slug, values in steps.items():
        client.post(reverse("enterprises:register_step", args=[slug]), values)
    url = reverse("enterprises:register_step", args=["contact"])
    values = {"contact_name": "Võ Ba", "phone": "0912000001", "email": ""}
    warned = client.post(url, values)
    page = warned.content.decode()
    assert pair.left.name in page
    assert pair.left.get_absolute_url() not in page
    assert pair.left.main_identifier.value not in page
    seen = warned.context["seen_alike"]
    assert client.post(url, {**values, "seen_alike": seen}).status_code == 302
    assert Enterprise.objects.run_by(member).count() == 1
