"""Finding today's commune from what lists say of it, over the province's real units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sme.places import selectors
from sme.places.rules import Commune, Communes
from tests.factories import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    places.dong_thap()
    return selectors.communes_in_memory()


@pytest.mark.parametrize(
    ("commune", "district", "address", "expected"),
    [
        ("Xã Mỹ Thọ", "", "", "Xã Mỹ Thọ"),
        ("xã  mỹ thọ", "", "", "Xã Mỹ Thọ"),
        ("XA MY THO", "", "", "Xã Mỹ Thọ"),
        ("X. Mỹ Thọ", "", "", "Xã Mỹ Thọ"),
        ("Mĩ Thọ", "", "", "Xã Mỹ Thọ"),
        ("TT Mỹ Thọ", "H. Cao Lãnh", "", "Xã Mỹ Thọ"),
        ("P.4", "TP Sa Đéc", "", "Phường Sa Đéc"),
        ("Phường 04", "Sa Đéc", "", "Phường Sa Đéc"),
        ("P4", "TX Sa Dec", "", "Phường Sa Đéc"),
        ("Phường Sa Đéc", "", "", "Phường Sa Đéc"),
        ("Tân Thành", "Lai Vung", "", "Xã Lai Vung"),
        ("Xã Tân Thành", "Huyện Gò Công Đông", "", "Xã Gò Công Đông"),
        ("Xã Tân Phú", "", "", "Xã Tân Phú"),
        ("Xã Tân Phú", "Huyện Thanh Bình", "", "Xã Thanh Bình"),
        ("", "", "Số 5, ấp 3, xã Tân Phú, huyện Thanh Bình, tỉnh Đồng Tháp", "Xã Thanh Bình"),
        ("", "", "123 Nguyễn Huệ, Phường 4, TP. Sa Đéc, Đồng Tháp, Việt Nam", "Phường Sa Đéc"),
        ("", "", "ấp Mỹ Đông xã Mỹ Thọ huyện Cao Lãnh", "Xã Mỹ Thọ"),
        ("", "Huyện Thanh Bình", "ấp 2, xã Tân Phú", "Xã Thanh Bình"),
        ("Xã Gáo Giồng", "Huyện Cao Lãnh", "ấp 1, xã Phong Mỹ", "Xã Phong Mỹ"),
        ("Xã Mỹ Thọ, huyện Cao Lãnh", "", "", "Xã Mỹ Thọ"),
    ],
)
def test_a_commune_is_found_however_it_is_written(communes, commune, district, address, expected):
    found = communes.find(commune, district, address)
    assert found.unit is not None, found
    assert found.unit.name == expected


@pytest.mark.parametrize(
    ("commune", "district"),
    [("Xã Không Có", ""), ("", ""), ("Hà Nội", ""), ("Xã Mỹ Thọ", "Thành phố Gò Công")],
)
def test_what_is_no_commune_is_not_guessed(communes, commune, district):
    assert communes.find(commune, district).units == ()


def test_a_name_that_several_former_communes_bore_is_asked_about(communes):
    found = communes.find("Phường 1")
    assert found.unit is None
    assert len(found.units) > 1
    assert not found.is_split


def test_a_split_commune_names_what_it_became(communes):
    found = communes.find("Xã Gáo Giồng", "Huyện Cao Lãnh")
    assert found.is_split
    assert {each.name for each in found.units} == {"Xã Phú Cường", "Xã Phong Mỹ"}


def test_todays_name_says_which_former_ones_were_passed_over(communes):
    found = communes.find("Xã Tân Phú")
    assert {each.district for each in found.passed_over} == {
        "Huyện Tân Phú Đông",
        "Huyện Thanh Bình",
        "Huyện Châu Thành",
    }


def test_every_commune_of_today_is_found_by_its_own_name(communes):
    for each in communes.by_id.values():
        if not each.is_former:
            assert communes.find(each.name).unit == each


def test_every_former_commune_leads_to_what_it_became(communes):
    for each in communes.by_id.values():
        if each.is_former:
            found = communes.find(each.name, each.district)
            assert set(each.became) <= {unit.id for unit in found.units}, (each, found)


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=60))
def test_no_words_break_it(commune, district, address):
    Communes([Commune(1, "Xã A"), Commune(2, "Xã B", "Huyện C", (1,), is_former=True)]).find(
        commune, district, address
    )
