"""Columns by their keys, filters by their words, rows with all that belongs to them."""

from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict

from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.programmes import services as programmes
from sme.rosters import exports, filters, rules, selectors
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

TAX, PERSONAL = "1490000015", "000123456789"


def refused(act, *args):
    with pytest.raises(RuleBroken) as broken:
        act(*args)
    return broken.value


def rows_of(cohort, query="", user=None):
    asked = filters.asked_strictly(cohort, user, filters.parsed(query))
    return list(selectors.read(selectors.keys(asked.rows)))


def names_of(cohort, query="", user=None):
    return [row["enterprise__name"] for row in rows_of(cohort, query, user)]


# --- columns --------------------------------------------------------------------------------------


def test_keys_and_columns_are_the_same_and_in_the_same_order():
    assert tuple(exports.COLUMNS) == rules.KEYS


def test_headings_are_given_in_both_languages_and_none_twice():
    for headings in (
        [each.header_vi for each in exports.COLUMNS.values()],
        [each.header_en for each in exports.COLUMNS.values()],
    ):
        assert all(headings)
        assert len(set(headings)) == len(headings)


def test_columns_keep_the_rosters_order_and_are_there_once():
    assert rules.chosen_columns(["state,name", "name"]) == ("name", "state")
    assert rules.chosen_columns([""]) == rules.USUAL


def test_an_unknown_column_is_refused_with_the_known_ones():
    assert "tax_code" in str(refused(rules.chosen_columns, ["name,salary"]))


def test_an_address_with_an_unknown_column_still_shows_the_rest():
    assert rules.known_columns(["name", "salary"]) == ("name",)
    assert rules.known_columns(["salary"]) == rules.ON_SCREEN


# --- filters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "filter_unknown"),
        ("enrolled", "filter_unreadable"),
        ("state=enrolled&state=waiting", "filter_twice"),
        ("sort=secret", "sort_unknown"),
        ("sort=", "sort_unknown"),
    ],
)
def test_a_filter_that_is_none_is_refused(query, code):
    assert refused(filters.parsed, query).code == code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["state=gone", "place=00000", "place=x", "kind=1", "level=9", "listed=perhaps", "size=%00"],
)
def test_a_value_that_is_none_is_refused_and_named(query):
    broken = refused(rows_of, make.cohort(), query)
    assert broken.code == "filter_value"
    assert query.partition("=")[0] in str(broken)


@pytest.mark.django_db
def test_each_filter_finds_its_rows():
    cohort = make.cohort(capacity=20)
    cao_lanh = make.commune("Phường Cao Lãnh", "29869")
    first = make.enterprise("Gạo Sạch Tháp Mười", cao_lanh, kind="cooperative", sector="A")
    second = make.enterprise("Sen Hồng", kind="household", sector="C", contacts=[
        {"name": "Nguyễn Thị Sáu", "phone": "+84912345678"}
    ])  # fmt: skip
    enterprises.record_readiness(first, level=3, day=make.TODAY, framework="dbi", percent=50)
    enterprises.record_listings(second, live_products=4)
    make.enrolment(cohort, first)
    make.enrolment(cohort, second, "waiting")
    expected = {
        "": ["Gạo Sạch Tháp Mười", "Sen Hồng"],
        "state=waiting": ["Sen Hồng"],
        "place=29869": ["Gạo Sạch Tháp Mười"],
        "kind=cooperative": ["Gạo Sạch Tháp Mười"],
        "sector=C": ["Sen Hồng"],
        "level=3": ["Gạo Sạch Tháp Mười"],
        "level=none": ["Sen Hồng"],
        "listed=yes": ["Sen Hồng"],
        "listed=no": ["Gạo Sạch Tháp Mười"],
        "q=gao+thap": ["Gạo Sạch Tháp Mười"],
        "q=0912+345": ["Sen Hồng"],
        "state=waiting&kind=cooperative": [],
        "sort=-name": ["Sen Hồng", "Gạo Sạch Tháp Mười"],
        "sort=-live_products": ["Sen Hồng", "Gạo Sạch Tháp Mười"],
    }
    assert {query: names_of(cohort, query) for query in expected} == expected


@pytest.mark.django_db
def test_a_filter_by_place_finds_what_was_entered_under_the_former_unit():
    cohort, today = make.cohort(), make.commune()
    old = make.former_commune("Phường 1", "29905", today)
    make.enrolment(cohort, make.enterprise("Hộ cũ", old))
    row = rows_of(cohort, "place=29955")[0]
    assert (row["place"], row["former_place"]) == ("Phường Sa Đéc", "Phường 1, Thành phố Sa Đéc")


@pytest.mark.django_db
def test_a_split_unit_names_all_its_parts():
    one, two = make.commune("Xã A", "1"), make.commune("Xã B", "2")
    old = make.former_commune("Xã C", "3", one, two)
    cohort = make.cohort()
    make.enrolment(cohort, make.enterprise("Hộ", old))
    assert rows_of(cohort)[0]["place"] == "Xã A / Xã B"


@pytest.mark.django_db
def test_names_are_in_the_order_of_a_vietnamese_dictionary():
    cohort = make.cohort(capacity=20)
    wanted = [
        "An Bình",
        "Ánh Dương",
        "Ăn Khang",
        "Ân Tình",
        "Cá Tra",
        "Dừa Xanh",
        "Đất Lành",
        "Ếch Đồng",
    ]
    for name in sorted(wanted):
        make.enrolment(cohort, make.enterprise(name))
    assert names_of(cohort) == wanted
    assert [row["number"] for row in rows_of(cohort)] == list(range(1, 9))


@pytest.mark.django_db
def test_a_filter_is_told_in_words():
    cohort = make.cohort()
    make.commune()
    query = filters.parsed("state=enrolled&place=29955&q=sen")
    asked = filters.asked_strictly(cohort, None, query)
    assert asked.words == [
        ("Tên, mã số hoặc điện thoại", "sen"),
        ("Trạng thái", "Đã ghi danh"),
        ("Xã, phường", "Phường Sa Đéc"),
    ]


@pytest.mark.django_db
def test_a_wrong_value_in_an_address_shows_no_rows_and_says_why():
    cohort = make.enrolment().cohort
    asked = filters.asked(cohort, None, MultiValueDict({"state": ["gone"]}))
    assert not asked.rows.exists()
    assert "state" in asked.filterset.form.errors


def test_a_query_survives_being_stored_for_a_job():
    data = MultiValueDict(
        {"q": ["sen & lúa"], "state": ["enrolled"], "page": ["3"], "sort": ["-name"]}
    )
    again = filters.parsed(filters.query_of(data))
    assert (again["q"], again["state"], again["sort"]) == ("sen & lúa", "enrolled", "-name")
    assert "page" not in again


# --- rows -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_row_carries_numbers_contact_and_products():
    who = make.enterprise(
        "Hợp tác xã",
        kind="cooperative",
        phone="+84277123456",
        identifiers=[("coop", "519900012"), ("tax", TAX)],
        contacts=[
            {"name": "Kế toán", "phone": "+84912000001"},
            {"name": "Giám đốc", "position": "Giám đốc", "is_representative": True},
        ],
    )
    row = rows_of(make.enrolment(who=who, day=date(2026, 5, 4)).cohort)[0]
    assert (row["tax_code"], row["coop_number"]) == (TAX, "519900012")
    assert (row["representative"], row["position"]) == ("Giám đốc", "Giám đốc")
    assert row["phone"] == "+84277123456"
    assert row["enrolled_on"] == date(2026, 5, 4)


@pytest.mark.django_db
def test_a_personal_number_is_never_whole():
    who = make.enterprise(identifiers=[("personal", PERSONAL)])
    row = rows_of(make.enrolment(who=who).cohort)[0]
    assert PERSONAL not in str(row)
    assert row["tax_code"].endswith(PERSONAL[-4:])


@pytest.mark.django_db
def test_a_former_tax_code_is_not_shown():
    who = make.enterprise(identifiers=[("tax", TAX)])
    who.identifiers.update(valid_to=date(2025, 1, 1))
    assert rows_of(make.enrolment(who=who).cohort)[0]["tax_code"] == ""


@pytest.mark.django_db
def test_each_person_reads_only_their_part_of_a_roster():
    cohort = make.cohort()
    elsewhere = make.commune("Phường Cao Lãnh", "29869")
    make.enrolment(cohort, make.enterprise("Ở Sa Đéc"))
    make.enrolment(cohort, make.enterprise("Ở Cao Lãnh", elsewhere))
    whole, part, member = OfficerFactory(), OfficerFactory(units=[elsewhere]), UserFactory()
    assert len(names_of(cohort, user=whole)) == 2
    assert names_of(cohort, user=part) == ["Ở Cao Lãnh"]
    assert names_of(cohort, user=member) == []


@pytest.mark.django_db
def test_an_officer_cannot_filter_by_places_outside_the_remit():
    cohort, elsewhere = make.cohort(), make.commune("Phường Cao Lãnh", "29869")
    make.commune()
    part = OfficerFactory(units=[elsewhere])
    assert refused(rows_of, cohort, "place=29955", part).code == "filter_value"


@pytest.mark.django_db
def test_rows_tell_milestones_outcomes_and_why_somebody_left():
    cohort, officer = make.cohort(), OfficerFactory()
    done, gone = make.enrolment(cohort), make.enrolment(cohort)
    for title in ("Mở gian hàng", "Năm sản phẩm"):
        programmes.add_milestone(cohort, title_vi=title, due_on=date(2026, 1, 5), actor=officer)
    programmes.mark_done(done.milestones.first(), done_on=date(2026, 1, 4), actor=officer)
    programmes.record_outcome(
        done, "finished", said="Bán trên hai sàn", expected_version=done.version, actor=officer
    )
    programmes.drop_out(gone, why="money", reason="Phần góp cao", actor=officer)
    told = {
        row["pk"]: (row["milestones"], row["outcome"], row["outcome_said"], row["left_why"])
        for row in rows_of(cohort)
    }
    assert told[done.pk] == ("1/2", "finished", "Bán trên hai sàn", "")
    assert told[gone.pk] == ("0/2", "", "", "money")
