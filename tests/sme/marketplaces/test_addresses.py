"""Addresses that people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules import Hints, PatternKind, check_pattern, recognise

MARKETS = [
    Hints(
        "shopee",
        "Shopee",
        hosts=("shopee.vn",),
        short_hosts=("vn.shp.ee",),
        product_patterns=("/{slug}-i.{shop}.{item}", "/product/{shop}/{item}"),
        shop_patterns=("/{name}",),
    ),
    Hints(
        "tiki",
        "Tiki",
        hosts=("tiki.vn",),
        product_patterns=("/{slug}-p{id}.html",),
        shop_patterns=("/cua-hang/{name}",),
        kept_parameters=("spid",),
    ),
    Hints(
        "lazada",
        "Lazada",
        hosts=("lazada.vn",),
        product_patterns=("/products/{slug}-i{item}[-s{sku}].html",),
    ),
    Hints("voso", "Voso", hosts=("voso.vn",)),
]


def code_of(typed):
    with pytest.raises(RuleBroken) as broken:
        recognise(typed, MARKETS)
    assert str(broken.value)
    assert broken.value.field == "address"
    return broken.value.code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "address_empty"),
        ("   ", "address_empty"),
        ("javascript:alert(1)", "address_scheme"),
        ("JaVaScRiPt:alert(1)//shopee.vn/a", "address_scheme"),
        ("data:text/html,x", "address_scheme"),
        ("ftp://shopee.vn/a", "address_scheme"),
        ("https://shopee.vn/" + "a" * 4000, "address_too_long"),
        ("https://shopee.vn/" + "ộ" * 1500, "address_too_long"),
        ("https://shopee.vn/a b", "address_spaces"),
        ("https://shopee.vn/a\nhttps://tiki.vn/b", "address_spaces"),
        ("https://shopee.vn/a\x00", "address_spaces"),
        ("https://shopee.vn\\@evil.example/a", "address_spaces"),
        ("https://user:secret@shopee.vn/a", "address_user"),
        ("https://shopee.vn@evil.example/a", "address_user"),
        ("https://shopee.vn:443/a", "address_port"),
        ("shopee.vn:8080/a", "address_port"),
        ("https://shopee.vn:/a", "address_port"),
        ("https://127.0.0.1/a", "address_ip"),
        ("https://2130706433/a", "address_ip"),
        ("https://0x7f.1/a", "address_ip"),
        ("https://[::1]/a", "address_ip"),
        ("https://shоpee.vn/a", "address_homograph"),
        ("https://xn--shpee-dwe.vn/a", "address_homograph"),
        ("https://shopee.vn.evil.example/a", "address_unknown_host"),
        ("https://evilshopee.vn/a", "address_unknown_host"),
        ("https://shopee.vn%2eevil.example/a", "address_shape"),
        ("https://shopee.vn/%00", "address_shape"),
        ("https://shopee.vn/%ff%fe", "address_shape"),
        ("https://", "address_shape"),
        ("xin chào", "address_spaces"),
        ("https://shopee.vn/", "address_front_page"),
        ("https://shopee.vn", "address_front_page"),
        ("https://shopee.vn/?utm_source=zalo", "address_front_page"),
    ],
)
def test_what_could_harm_or_mislead_is_refused_with_a_sentence(typed, code):
    assert code_of(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "https://shopee.vn/Gạo-sạch-i.12.345?utm_source=fb&sp_atk=1&xptdk=2#desc",
        "http://www.shopee.vn/Gao-sach-i.12.345",
        "shopee.vn/product/12/345/",
        "  HTTPS://SHOPEE.VN/G%E1%BA%A1o-i.12.345  ",
    ],
)
def test_one_product_has_one_name_however_it_was_pasted(typed):
    found = recognise(typed, MARKETS)
    assert (found.marketplace, found.kind, found.key) == (
        "shopee",
        PatternKind.PRODUCT,
        "shopee:product:12.345",
    )
    assert found.address.startswith("https://")
    assert "utm_" not in found.address
    assert "#" not in found.address


def test_a_parameter_that_names_the_seller_is_kept_and_the_rest_goes():
    found = recognise("https://tiki.vn/tra-sen-p99.html?spid=7&ref=abc&src=home", MARKETS)
    assert found.address == "https://tiki.vn/tra-sen-p99.html?spid=7"
    assert found.key == "tiki:product:99.spid=7"


def test_a_variant_is_the_same_product():
    one = recognise("https://www.lazada.vn/products/xoai-say-i5-s6.html", MARKETS)
    other = recognise("https://www.lazada.vn/products/xoai-say-deo-i5.html", MARKETS)
    assert one.key == other.key


def test_a_shop_a_short_link_and_an_unknown_shape_are_told_apart():
    assert recognise("https://shopee.vn/htx_sen_viet", MARKETS).kind == PatternKind.SHOP
    assert recognise("https://vn.shp.ee/AbC9", MARKETS).kind == PatternKind.SHORT
    assert (
        recognise("https://voso.vn/nong-san/tra-sen?id=9&utm_medium=x", MARKETS).kind
        == PatternKind.OTHER
    )


def test_shapes_are_hints_and_never_a_reason_to_refuse():
    found = recognise("https://tiki.vn/a/very/new/kind/of/page", MARKETS)
    assert (found.marketplace, found.kind) == ("tiki", PatternKind.OTHER)


def test_the_sentence_names_the_marketplaces_that_are_known():
    with pytest.raises(RuleBroken) as broken:
        recognise("https://cho-que.example/x", MARKETS)
    assert "Shopee, Tiki, Lazada, Voso" in str(broken.value)


@given(st.text(max_size=60), st.sampled_from(["shopee.vn", "tiki.vn", "voso.vn", "vn.shp.ee"]))
def test_what_was_taken_once_is_taken_again_unchanged(tail, host):
    try:
        once = recognise(f"https://{host}/{tail}", MARKETS)
    except RuleBroken:
        return
    assert recognise(once.address, MARKETS) == once
    assert once.address.isascii()
    assert len(once.key) <= 200


@given(st.text(max_size=200))
def test_no_text_at_all_ends_in_anything_but_an_address_or_a_sentence(typed):
    try:
        found = recognise(typed, MARKETS).address
    except RuleBroken as broken:
        found = f"https://{broken}"
    assert found.startswith("https://")
    assert len(found) > len("https://")


@pytest.mark.parametrize(
    "pattern", ["slug", "/{unknown}", "/{id}/{id}", "/[x", "/x]", "/{id", "/" + "a" * 300]
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    with pytest.raises(RuleBroken):
        check_pattern(pattern)
