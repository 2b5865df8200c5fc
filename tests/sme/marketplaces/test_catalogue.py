"""The officers' list of products: filtered, searched, taken away, sent in again."""

import io
from datetime import date

import pytest
from django.urls import reverse

from portal.shared.imports import kind_of, running
from sme.marketplaces.filters import ProductFilter
from sme.marketplaces.models import Product
from sme.marketplaces.selectors import catalogue
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(ward, other_ward):
    return OfficerFactory(units=[ward])


@pytest.fixture
def sold(enterprise):
    product = make.product(
        enterprise, name_vi="Bánh tráng sữa", ocop_stars=4, barcode="8934563138165"
    )
    make.listing(product, live=date(2026, 1, 1))
    make.listing(product, "tiki", live=date(2026, 1, 1))
    return product


@pytest.fixture
def unsold(stranger):
    return make.product(stranger, name_vi="Kẹo dừa")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Bánh tráng sữa", "Kẹo dừa"]),
        ({"q": "banh trang"}, ["Bánh tráng sữa"]),
        ({"q": "keo dua nam"}, ["Kẹo dừa"]),
        ({"stars": "4"}, ["Bánh tráng sữa"]),
        ({"stars": "none"}, ["Kẹo dừa"]),
        ({"sold": "yes"}, ["Bánh tráng sữa"]),
        ({"sold": "no"}, ["Kẹo dừa"]),
        ({"category": "craft"}, []),
    ],
)
def test_what_the_list_can_be_narrowed_to(officer, sold, unsold, query, names):
    rows = ProductFilter(query, catalogue.products_visible_to(officer), user=officer).qs
    assert [each.name_vi for each in rows] == names


def test_only_the_officers_area_and_on_how_many_marketplaces(
    client, officer, sold, unsold, other_ward
):
    assert [each.markets for each in catalogue.products_visible_to(officer)] == [2, 0]
    assert not catalogue.products_visible_to(OfficerFactory(units=[other_ward])).exists()
    client.force_login(officer)
    assert "Kẹo dừa" in client.get(reverse("marketplaces:products")).content.decode()


def test_the_workbook_comes_in_again_and_changes_nothing(client, officer, sold, unsold):
    client.force_login(officer)
    answer = client.get(reverse("marketplaces:products_export"))
    book = io.BytesIO(b"".join(answer.streaming_content))
    told = running.run_file(kind_of("products"), book, actor=officer, name="san-pham.xlsx")
    assert told.counts["same"] == 2, [each.sentence for each in told.problems]
    assert Product.objects.count() == 2
