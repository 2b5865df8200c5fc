"""A business keeps its products and where they are sold, on a phone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sme.marketplaces import services
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
    assert response.status_code == 422
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
        ("product_change", product.pk),
        ("photo_add", product.pk),
        ("listing_add", product.pk),
        ("listing_change", listing.pk),
    ):
        url = reverse(f"marketplaces:{name}", args=[key])
        assert phone.get(url).status_code == 404
        assert phone.post(url, {}).status_code in (404, 405)


def test_the_list_of_products_asks_few_questions(phone, enterprise, django_assert_max_num_queries):
    for _ in range(6):
        product = make.product(enterprise)
        make.listing(product, "shopee")
        make.listing(product, "tiki")
    with django_assert_max_num_queries(15):
        phone.get(reverse("marketplaces:mine"))


def test_the_form_keeps_all_that_is_told_and_puts_errors_beside_their_fields(phone, enterprise):
    product = make.product(enterprise)
    url = reverse("marketplaces:product_change", args=[product.pk])
    told = {
        "name_vi": "Trà tim sen",
        "category": "drink",
        "description_vi": "Sao tay\r\ntừng mẻ",
        "unit": "gói",
        "price_band": "to200",
        "origin": "Tháp Mười",
        "traceability_url": "https://te.example.vn/p/1",
        "barcode": "893 6000 000004",
        "ocop_stars": "4",
        "ocop_decision": "312/QĐ-UBND",
        "ocop_decided_on": "15/03/2026",
        "ocop_expires_on": "14/03/2029",
        "version": product.version,
    }
    wrong = {
        "traceability_url": ["javascript:alert(1)", "http://te.example.vn/", "x" * 3000],
        "barcode": ["1234567890123", "abc"],
        "ocop_decided_on": ["31/02/2026", "01/01/2999", "01/01/1999"],
        "ocop_expires_on": ["01/01/2026", "x"],
        "ocop_stars": ["9"],
        "category": ["weapons"],
        "price_band": ["free"],
        "description_vi": ["x" * 4001],
    }
    for field, values in wrong.items():
        for value in values:
            answer = phone.post(url, {**told, field: value})
            assert answer.status_code == 422, (field, value)
            assert field in answer.context["form"].errors, (field, value)
            assert "Sao tay" in answer.content.decode() or field == "description_vi"
    assert Product.objects.get(pk=product.pk).name_vi == product.name_vi
    answer = phone.post(url, {**told, "barcode": ""})
    assert answer.status_code == 302
    found = Product.objects.get(pk=product.pk)
    assert (found.ocop_stars, found.unit, found.origin) == (4, "gói", "Tháp Mười")
    assert found.description_vi == "Sao tay\ntừng mẻ"
    answer = phone.post(url, {**told, "barcode": "", "unit": "kg"})
    assert answer.status_code == 422, "an old form overwrites nothing"


def test_a_decision_is_not_asked_for_where_there_are_no_stars(phone, enterprise):
    answer = add(phone, ocop_stars="", ocop_decision="x", ocop_decided_on="31/02/2020")
    assert answer.status_code == 302
    assert not Product.objects.get().awards.exists()


def test_good_pictures_stay_when_another_of_them_is_not_good(phone, enterprise, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    product = make.product(enterprise)
    url = reverse("marketplaces:photo_add", args=[product.pk])
    bad = SimpleUploadedFile("hong.jpg", b"")
    answer = phone.post(url, {"file": [make.picture(), bad, make.picture()]})
    assert answer.status_code == 422
    assert "hong.jpg" in answer.content.decode()
    assert product.photos.count() == 2
    assert phone.post(url, {}).status_code == 422
    assert phone.post(url, {"file": [make.picture()]}).status_code == 302
    page = phone.get(product.get_absolute_url()).content.decode()
    assert page.count('class="photo-tile"') == 3
    first, _second, last = product.photos.all()
    phone.post(reverse("marketplaces:photo_first", args=[last.pk]))
    assert product.photos.first() == last
    phone.post(reverse("marketplaces:photo_change", args=[first.pk]), {"alt_vi": "Gói trà"})
    assert "Gói trà" in phone.get(product.get_absolute_url()).content.decode()
    phone.post(reverse("marketplaces:photo_remove", args=[first.pk]))
    assert product.photos.count() == 2


def test_the_business_chooses_what_is_public(phone, enterprise):
    product = make.product(enterprise)
    url = reverse("marketplaces:product_show", args=[product.pk])
    phone.post(url, {"is_public": "yes"})
    assert Product.objects.get().is_public
    phone.post(url, {"is_public": "no"})
    assert not Product.objects.get().is_public


def test_the_page_of_a_product_asks_few_questions(
    phone, enterprise, settings, tmp_path, django_assert_max_num_queries
):
    settings.PRIVATE_ROOT = tmp_path
    product = make.product(enterprise, ocop_stars=4)
    for _ in range(3):
        services.add_photo(product, make.picture(300, 300), actor=None)
        services.add_paper(enterprise, kind="vietgap", product=product, actor=None)
    make.listing(product, "shopee")
    make.listing(product, "tiki")
    with django_assert_max_num_queries(15):
        phone.get(product.get_absolute_url())
