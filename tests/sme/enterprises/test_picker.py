"""Finding a record while one types: in the head of the workspace and in forms."""

import pytest
from django.urls import reverse

from tests.factories import places
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    places.dong_thap()
    person = OfficerFactory(units=[places.unit("Phường Sa Đéc")])
    client.force_login(person)
    return person


def test_the_head_of_the_workspace_leads_to_the_nearest_records(client, officer):
    code = tax_code()
    mine = enterprise("Bánh Phồng Út", place=places.unit("Phường Sa Đéc"), number=code)
    enterprise("Bánh Phồng Bảy", place=places.unit("Phường Cao Lãnh"))
    page = client.get(reverse("enterprises:jump"), {"q": "banh ph"}).content.decode()
    assert mine.get_absolute_url() in page
    assert code in page
    assert "Bảy" not in page
    whole = client.get(reverse("dashboard:workspace")).content.decode()
    assert f'hx-get="{reverse("enterprises:jump")}"' in whole


def test_the_choices_are_read_in_few_queries(client, officer, django_assert_max_num_queries):
    for index in range(12):
        enterprise(f"Hộ {index}", place=places.unit("Phường Sa Đéc"), number=tax_code())
    with django_assert_max_num_queries(12):
        page = client.get(reverse("enterprises:jump"), {"q": "ho"}).content.decode()
    assert page.count("jump-link") == 9  # eight records, and the way to all
    with django_assert_max_num_queries(12):
        client.get(reverse("enterprises:suggest"), {"field": "other", "other": "ho"})


def test_nothing_typed_answers_nothing_and_nothing_found_says_what_to_do(client, officer):
    assert client.get(reverse("enterprises:jump")).content.strip() == b""
    page = client.get(reverse("enterprises:jump"), {"q": "không có đâu"}).content.decode()
    assert reverse("enterprises:add") in page


@pytest.mark.parametrize("typed", ["'", '"', "%", "a" * 4000, "\x00", "<script>", "NEAR(", "*"])
def test_whatever_is_typed_is_answered_and_never_echoed_as_markup(client, officer, typed):
    page = client.get(reverse("enterprises:jump"), {"q": typed})
    assert page.status_code == 200
    assert b"<script>" not in page.content
