"""Addresses as people type them, old and new, and how units roll up across the maps."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.text import fold
from sme.places import rules, selectors, services
from sme.places.models import Unit
from tests.factories import places
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    places.dong_thap()


def labels(typed):
    return [match.label for match in selectors.find_units(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Tịnh Thới", "Xã Tịnh Thới, Thành phố Cao Lãnh (cũ) → Phường Cao Lãnh"),
        ("tinh thoi", "Xã Tịnh Thới, Thành phố Cao Lãnh (cũ) → Phường Cao Lãnh"),
        (unicodedata.normalize("NFD", "TỊNH THỚI"),
         "Xã Tịnh Thới, Thành phố Cao Lãnh (cũ) → Phường Cao Lãnh"),
        ("xã Mỹ Thọ huyện Cao Lãnh", "Xã Mỹ Thọ, Huyện Cao Lãnh (cũ) → Xã Mỹ Thọ"),
        ("P.4, TP Sa Đéc", "Phường 4, Thành phố Sa Đéc (cũ) → Phường Sa Đéc"),
        ("P4 sa dec", "Phường 4, Thành phố Sa Đéc (cũ) → Phường Sa Đéc"),
        ("TT Mỹ An, H. Tháp Mười", "Thị trấn Mỹ An, Huyện Tháp Mười (cũ) → Xã Tháp Mười"),
        ("số 12/3 ấp Tân Lợi, xã Tân Nhuận Đông, huyện Châu Thành, Đồng Tháp, Việt Nam",
         "Xã Tân Nhuận Đông, Huyện Châu Thành (cũ) → Xã Tân Nhuận Đông"),
        ("Phường Sa Đéc", "Phường Sa Đéc"),
        ("phường sa đéc, tỉnh đồng tháp", "Phường Sa Đéc"),
        ("Mỹ Tho", "Phường Mỹ Tho"),
        ("Mỹ Thọ", "Xã Mỹ Thọ"),
        ("Gáo Giồng", "Xã Gáo Giồng, Huyện Cao Lãnh (cũ) → Xã Phong Mỹ / Xã Phú Cường"),
    ],
)  # fmt: skip
def test_an_address_is_understood(province, typed, first):
    assert labels(typed)[0] == first


def test_only_what_was_meant_is_found_when_the_words_stand_together(province):
    assert len(labels("Tịnh Thới")) == 1


@pytest.mark.parametrize(
    "typed", ["", " ", "zzz", "Hà Nội", "\x00", "‮", "%", "_", "'; DROP TABLE", "x" * 5000]
)
def test_nonsense_finds_nothing(province, typed):
    assert labels(typed) == []


def test_a_former_unit_is_found_as_itself_on_a_day_before(province):
    match = selectors.find_units("Tịnh Thới", day=date(2024, 1, 1))[0]
    assert not match.is_former
    assert match.unit.full_name == "Xã Tịnh Thới, Thành phố Cao Lãnh"


def test_finding_takes_few_queries(province, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        labels("Cao Lãnh")


@given(st.text(max_size=60))
def test_any_text_becomes_a_plain_address(typed):
    plain = rules.plain_address(typed)
    assert plain == fold(plain)
    for words in rules.readings(plain):
        assert all(words)


def test_units_today_are_itself_its_successor_or_its_parts(province):
    new = places.unit("Phường Cao Lãnh")
    assert selectors.units_today(new) == [new]
    assert selectors.units_today(places.unit("Xã Tịnh Thới", district="Thành phố Cao Lãnh")) == [
        new
    ]
    split = places.unit("Xã Gáo Giồng", district="Huyện Cao Lãnh")
    assert [unit.name for unit in selectors.units_today(split)] == ["Xã Phong Mỹ", "Xã Phú Cường"]


def test_communes_of_a_day(province):
    assert selectors.communes_on(date(2026, 1, 1)).count() == 102
    assert selectors.communes_on(date(2025, 6, 30)).count() == 305
    assert selectors.communes_on(date(2025, 7, 1)).count() == 102


def test_a_commune_of_today_rolls_up_what_went_wholly_into_it(province):
    new = places.unit("Phường Sa Đéc")
    ids = selectors.roll_up_ids(new)
    former = {row.old_id for row in new.formed_from.all()}
    assert ids == former | {new.pk}


def test_a_split_unit_is_allocated_only_where_all_its_parts_lie(province):
    split = places.unit("Xã Gáo Giồng", district="Huyện Cao Lãnh")
    one, other = selectors.units_today(split)
    assert split.pk not in selectors.roll_up_ids(one)
    assert split.pk in selectors.roll_up_ids(one, other)
    home = Unit.objects.get(level="province", valid_to=None)
    assert selectors.roll_up_ids(home) >= {unit.pk for unit in Unit.objects.communes()}


def test_a_former_district_rolls_up_todays_communes_made_of_it_alone(province):
    district = Unit.objects.get(level="district", name="Thành phố Sa Đéc")
    ids = selectors.roll_up_ids(district)
    for commune in Unit.objects.communes().filter(valid_to=None):
        parents = {row.old.parent_id for row in commune.formed_from.select_related("old")}
        assert (commune.pk in ids) == (parents == {district.pk})


def test_both_provinces_of_before_cover_what_was_theirs(province):
    old = {
        unit.name: selectors.roll_up_ids(unit)
        for unit in Unit.objects.filter(level="province", valid_to__isnull=False)
    }
    assert not old["Tỉnh Tiền Giang"] & old["Tỉnh Đồng Tháp"]


@given(
    st.dictionaries(
        st.integers(1, 8), st.sets(st.integers(20, 26), min_size=1, max_size=3), max_size=8
    ),
    st.sets(st.integers(1, 26), max_size=10),
)
def test_what_is_covered_grows_with_the_base_and_is_stable(became, base):
    formed = {}
    for old, news in became.items():
        for new in news:
            formed.setdefault(new, set()).add(old)
    inside = rules.covered(base, became, formed)
    assert base <= inside
    assert rules.covered(inside, became, formed) == inside
    for old, news in became.items():
        if news <= base:
            assert old in inside


# --- officers' areas ---------------------------------------------------------------------------------


def test_an_officer_without_an_area_sees_nothing():
    officer = OfficerFactory()
    officer.remit.delete()
    assert selectors.remit_unit_ids(type(officer).objects.get(pk=officer.pk)) == set()


def test_the_whole_province_is_none(province):
    assert selectors.remit_unit_ids(OfficerFactory()) is None


def test_an_area_includes_former_units_and_split_ones_that_touch_it(province):
    one = places.unit("Xã Phong Mỹ")
    officer = OfficerFactory(units=[one])
    ids = selectors.remit_unit_ids(officer)
    assert places.unit("Xã Gáo Giồng", district="Huyện Cao Lãnh").pk in ids
    assert places.unit("Xã Phú Cường").pk not in ids


def test_a_changed_area_counts_at_once(province):
    officer = OfficerFactory(units=[places.unit("Xã Phong Mỹ")])
    selectors.remit_unit_ids(officer)
    services.set_remit(
        officer, is_whole_province=False, units=[places.unit("Phường Sa Đéc")], actor=officer
    )
    assert places.unit("Xã Phong Mỹ").pk not in selectors.remit_unit_ids(officer)
