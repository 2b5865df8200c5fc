"""A business keeps its products and where they are sold, on a phone."""

import pytest
from django.urls import reverse

from sme.marketplaces.models import Listing, Product
from tests.factories import marketplaces as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(client, member, enterprise):
    make.marketplace()
    client.force_login(member)
    return client


def add(phone, **fields):
    form = {"name_vi": "Bánh phồng tôm", "category": "food", "is_public": "on", **fields}
    return phone.post(reverse("marketplaces:product_add"), form)


def test_a_product_is_added_and_the_pasted_address_tells_the_marketplace(phone, enterprise):
    response = add(phone)
    product = Product.objects.get(enterprise=enterprise)
    assert response.url == reverse("marketplaces:listing_add", args=[product.pk])
    phone.post(
        response.url,
        {
            "address": " tiki.vn/banh-phong-tom-p123456.html?utm_source=zalo ",
            "state": "live",
            "effective_on": "30/09/2023",
        },
    )
    listing = Listing.objects.get(product=product)
    assert listing.marketplace.key == "tiki"
    assert "utm" not in listing.address
    assert not listing.is_verified, "told by the business is a claim"
    text = phone.get(reverse("marketplaces:mine")).content.decode()
    assert "cán bộ chưa xem" in text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://shopee.vn:8443/x-i.1.2",
        "https://user:pass@shopee.vn/x-i.1.2",
        "https://192.168.1.1/x",
        "https://xn--shope-fsa.vn/x-i.1.2",
        "https://shopеe.vn/x-i.1.2",
        "https://example.com/x",
        "https://shopee.vn/",
        "x" * 4000,
        "\x00",
    ],
)
def test_a_wrong_address_is_told_and_nothing_is_lost_or_written(phone, enterprise, address):
    product = make.product(enterprise)
    url = reverse("marketplaces:listing_add", args=[product.pk])
    form = {"address": address, "state": "live", "effective_on": "30/09/2023"}
    response = phone.post(url, form)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Listing.objects.exists()
    assert "30/09/2023" in response.content.decode()


def test_a_product_without_a_name_is_told_next_to_the_field(phone):
    response = add(phone, name_vi="   ", unit="gói")
    assert response.status_code == 200
    assert "name_vi" in response.context["form"].errors
    assert 'value="gói"' in response.content.decode()


def test_what_changed_is_recorded_by_the_business(phone, enterprise):
    listing = make.listing(make.product(enterprise))
    url = reverse("marketplaces:listing_change", args=[listing.pk])
    phone.post(url, {"state": "live", "effective_on": "2023-09-30"})
    listing.refresh_from_db()
    assert listing.state == "live"
    response = phone.post(url, {"state": "planned", "effective_on": "2023-10-30"})
    assert response.status_code == 200, "planned does not follow live"


def test_somebody_elses_product_answers_404(phone, stranger):
    product = make.product(stranger)
    listing = make.listing(product)
    for name, key in (
        ("product", product.pk),
        ("listing_add", product.pk),
        ("listing_change", listing.pk),
    ):
        url = reverse(f"marketplaces:{name}", args=[key])
        assert phone.get(url).status_code == 404
        assert phone.post(url, {}).status_code == 404


def test_the_list_of_products_asks_few_questions(phone, enterprise, django_assert_max_num_queries):
    for _ in range(6):
        product = make.product(enterprise)
        make.listing(product, "shopee")
        make.listing(product, "tiki")
    with django_assert_max_num_queries(15):
        phone.get(reverse("marketplaces:mine"))
