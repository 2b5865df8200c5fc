"""Many addresses pasted at once: recognised, sorted, completed, recorded; nothing typed is lost."""

import html

import pytest
from django.urls import reverse

from sme.marketplaces.forms.pasting import prefix_of
from sme.marketplaces.models import AddressConflict, Listing, Marketplace, Product
from sme.marketplaces.rules.pasting import Sort, name_in, read_paste
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
ONE = "https://tiki.vn/banh-phong-tom-p1001.html"
TWO = "https://shopee.vn/Keo-dua-i.77.2002"


@pytest.fixture(autouse=True)
def markets(db):
    make.marketplace()


def hints():
    return [each.hints for each in Marketplace.objects.all()]


def sorts(pasted):
    return [(each.sort, each.marketplace) for each in read_paste(pasted, hints())]


@pytest.mark.parametrize(
    ("typed", "sort", "market"),
    [
        (f"1.\tBánh phồng\t{ONE}?utm_source=zalo\t45.000đ", Sort.PRODUCT, "tiki"),
        (f"- {TWO}, còn hàng", Sort.PRODUCT, "shopee"),
        ("tiki.vn/banh-phong-tom-p1001.html", Sort.PRODUCT, "tiki"),
        ("https://shopee.vn/gianhangbatu", Sort.SHOP, "shopee"),
        ("https://vn.shp.ee/abc", Sort.SHORT, "shopee"),
        ("https://example.com/x", Sort.UNKNOWN, ""),
        ("javascript:alert(1)", Sort.UNKNOWN, ""),
        ("https://shopее.vn/x-i.1.2", Sort.UNKNOWN, ""),
        ("https://xn--shope-fsa.vn/x-i.1.2", Sort.UNKNOWN, ""),
        ("http://192.168.1.1/x", Sort.UNKNOWN, ""),
        ("https://tiki.vn:8443/x-p12.html", Sort.UNKNOWN, ""),
        ("https://user:pass@tiki.vn/x-p12.html", Sort.UNKNOWN, ""),
        ("https://tiki.vn/" + "x" * 4000, Sort.UNKNOWN, ""),
        ("chỉ là chữ", Sort.UNKNOWN, ""),
    ],
)
def test_each_line_is_what_it_is(typed, sort, market):
    assert sorts(typed) == [(sort, market)]


def test_what_is_not_recognised_says_why():
    for each in read_paste("javascript:alert(1)\nhttps://example.com/x\nchữ", hints()):
        assert each.why


def test_the_same_twice_names_the_first_line():
    first, second = read_paste(f"{ONE}\n\n{ONE}?utm_source=x", hints())
    assert (second.sort, second.line, second.first) == (Sort.TWICE, 3, first.line)


def test_what_was_taken_off_is_told():
    (each,) = read_paste(f"{ONE}?spid=9&utm_source=zalo", hints())
    assert each.removed == "?utm_source=zalo"
    assert "spid=9" in each.address


def test_the_name_is_guessed_from_the_address():
    assert name_in(ONE) == "Banh phong tom"
    assert name_in(TWO) == "Keo dua"


@pytest.fixture
def phone(client, member, enterprise):
    client.force_login(member)
    return client


def fields(pasted, **change):
    """The fields of each product address as the page sends them."""
    sent = {"pasted": pasted, "act": "save"}
    for row in read_paste(pasted, hints()):
        if row.sort == Sort.PRODUCT:
            given = {
                "take": "on",
                "product": "",
                "name": row.name,
                "state": "live",
                "on": "01/03/2026",
                **change,
            }
            sent |= {
                f"{prefix_of(row)}-{key}": value
                for key, value in given.items()
                if value is not None
            }
    return sent


def test_a_business_reads_and_records_its_own(phone, enterprise):
    page = reverse("marketplaces:paste_own")
    known = make.product(enterprise, name_vi="Kẹo dừa")
    pasted = f"{ONE}?utm_source=zalo\nhttps://vn.shp.ee/abc\n{TWO}"
    text = html.unescape(phone.post(page, {"pasted": pasted, "act": "read"}).content.decode())
    assert "Banh phong tom" in text
    assert "?utm_source=zalo" in text, "what is taken off is shown"
    assert f'value="{known.pk}" selected' in text, "the product whose name stands in the address"
    assert not Listing.objects.exists(), "reading writes nothing"
    assert phone.post(page, fields(pasted)).status_code == 302
    assert Listing.objects.filter(enterprise=enterprise, state="live").count() == 2
    assert not Listing.objects.filter(address__contains="utm").exists()
    again = phone.post(page, {"pasted": pasted, "act": "read"}).content.decode()
    assert "Đã ghi từ trước" in again


def test_what_is_wrong_stays_with_its_reason_and_the_good_ones_are_saved(phone, enterprise):
    page = reverse("marketplaces:paste_own")
    sent = fields(f"{ONE}\n{TWO}")
    bad = next(key for key in sent if key.endswith("-on"))
    answer = phone.post(page, sent | {bad: "01/01/2999"})
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "01/01/2999" in text
    assert ONE in text
    assert Listing.objects.count() == 1
    assert Product.objects.count() == 1, "a refused row leaves no product behind"


def test_too_much_or_nothing_is_refused_and_kept(phone):
    page = reverse("marketplaces:paste_own")
    for pasted in ("\n".join([ONE] * 201), "  \n "):
        answer = phone.post(page, {"pasted": pasted, "act": "read"})
        assert answer.status_code == 422
    assert ONE in phone.post(page, {"pasted": "\n".join([ONE] * 201)}).content.decode()


def test_somebody_elses_address_is_not_named_and_becomes_a_conflict(phone, stranger, enterprise):
    held = make.listing(make.product(stranger, name_vi="Mứt riêng"), "tiki")
    page = reverse("marketplaces:paste_own")
    text = phone.post(page, {"pasted": held.address, "act": "read"}).content.decode()
    assert "Đang ghi cho một cơ sở khác" in text
    assert "Mứt riêng" not in text
    assert phone.post(page, fields(held.address, name="Bánh")).status_code == 302
    assert AddressConflict.objects.get().listing == held


def test_an_officer_picks_the_business_of_the_area(client, enterprise, other_ward, ward):
    page = reverse("marketplaces:paste")
    client.force_login(OfficerFactory(units=[ward]))
    sent = fields(ONE) | {"enterprise": f"#{enterprise.pk}"}
    assert client.post(page, sent).status_code == 302
    listing = Listing.objects.get()
    assert (listing.enterprise, listing.facts.get().source) == (enterprise, "officer")
    client.force_login(OfficerFactory(units=[other_ward]))
    assert client.post(page, fields(TWO) | {"enterprise": f"#{enterprise.pk}"}).status_code == 422
    assert Listing.objects.count() == 1


def test_a_product_of_another_enterprise_cannot_be_chosen(phone, stranger):
    theirs = make.product(stranger)
    answer = phone.post(reverse("marketplaces:paste_own"), fields(ONE, product=str(theirs.pk)))
    assert answer.status_code == 422
    assert not Listing.objects.exists()


def test_what_is_not_ticked_is_not_recorded(phone):
    phone.post(reverse("marketplaces:paste_own"), fields(ONE, take=None))
    assert not Listing.objects.exists()
