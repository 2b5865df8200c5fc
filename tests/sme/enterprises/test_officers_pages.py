"""The officers' list, export, record, editing, verifying and entering."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from portal.shared import jobs, pagecache
from portal.shared.models import Job
from sme.enterprises import panels, services
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import IdentifierType
from sme.enterprises.views import exporting
from tests.factories import marketplaces as selling
from tests.factories import places
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db

LIST = reverse("enterprises:list")


@pytest.fixture
def officer(client):
    found = OfficerFactory()
    client.force_login(found)
    return found


def names(client, **query):
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [each.name for each in page.context["page"]]


def form_of(made, **changes):
    """What the edit form would send."""
    return {
        "version": made.version,
        "kind": made.kind,
        "legal_form": made.legal_form,
        "name": made.name,
        "number": made.main_identifier.value if made.main_identifier else "",
        "place": made.place.full_name,
        **changes,
    }


# --- the list -----------------------------------------------------------------------------------------


def test_the_list_is_in_vietnamese_order(client, officer):
    for name in ("Đồng Tiến", "Dũng", "Ăn Vặt", "An Khang", "Zozo", "Đào"):
        enterprise(name)
    assert names(client) == ["An Khang", "Ăn Vặt", "Dũng", "Đào", "Đồng Tiến", "Zozo"]
    assert names(client, sort="-name")[0] == "Zozo"


@pytest.mark.parametrize(
    "sort",
    ["name", "kind", "place", "sector", "size", "products", "readiness", "state", "registered"],
)
def test_every_column_sorts_both_ways(client, officer, sort):
    for index in range(3):
        enterprise(f"E{index}")
    assert names(client, sort=sort) == names(client, sort=f"-{sort}")[::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "banh trang"}, {"Bánh Tráng Út"}),
        ({"q": "UT bánh"}, {"Bánh Tráng Út"}),
        ({"q": "0912 345.678"}, {"Bánh Tráng Út"}),
        ({"q": "+84912345678"}, {"Bánh Tráng Út"}),
        ({"q": "nguyễn văn a"}, {"Bánh Tráng Út"}),
        ({"q": "tan hong"}, {"Sen Hồng"}),
        ({"q": "%"}, set()),
        ({"kind": "cooperative"}, {"Sen Hồng"}),
        ({"sector": "A"}, {"Sen Hồng"}),
        ({"size": "micro"}, {"Bánh Tráng Út"}),
        ({"listings": "yes"}, {"Sen Hồng"}),
        ({"listings": "no"}, {"Bánh Tráng Út"}),
        ({"state": "verified"}, {"Sen Hồng"}),
        ({"number": "none"}, {"Sen Hồng"}),
        ({"number": "some", "kind": "household"}, {"Bánh Tráng Út"}),
    ],
)
def test_the_list_is_narrowed(client, officer, query, found):
    enterprise(
        "Bánh Tráng Út", number=tax_code(), sector="C", employees=2, revenue=10**8,
        contacts=[{"name": "Nguyễn Văn A", "phone": "+84912345678"}],
    )  # fmt: skip
    sen = enterprise(
        "Sen Hồng", kind="cooperative", sector="A", place=places.commune("Xã Tân Hồng", "29926")
    )
    services.record_listings(sen, live_products=2)
    services.verify(sen, actor=officer)
    assert set(names(client, **query)) == found


def test_a_place_includes_its_units_of_before_by_either_map(client, officer):
    places.dong_thap()
    sa_dec, old = places.unit("Phường Sa Đéc"), places.unit("Phường 2", district="Thành phố Sa Đéc")
    enterprise("Mới", place=sa_dec)
    enterprise("Cũ", place=old)
    enterprise("Khác", place=places.unit("Xã Tân Hồng"))
    assert set(names(client, place=sa_dec.pk)) == {"Mới", "Cũ"}
    assert set(names(client, place=old.parent.pk)) == {"Mới", "Cũ"}
    assert set(names(client, place=old.pk)) == {"Cũ"}
    page = client.get(LIST, {"place": sa_dec.pk}).content.decode()
    assert "Phường 2, Thành phố Sa Đéc (cũ)" in page


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "ministry"},
        {"place": "x"},
        {"place": "999999999999999999999"},
        {"place": "-1"},
        {"sector": "<b>"},
        {"size": "\x00"},
        {"state": "'"},
    ],
)
def test_an_unknown_filter_says_so_and_shows_nothing(client, officer, query):
    enterprise("Một")
    page = client.get(LIST, query)
    assert page.status_code == 200
    assert not page.context["page"].rows
    assert "điều kiện lọc không hợp lệ" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00‮"},
        {"q": "x" * 150},
        {"page": "-3"},
        {"page": "9" * 40},
        {"sort": "password"},
        {"count": "exact"},
    ],
)
def test_odd_queries_do_no_harm(client, officer, query):
    enterprise("Một")
    assert client.get(LIST, query).status_code == 200


def test_htmx_gets_the_part_with_the_chips(client, officer):
    enterprise("Một", kind="household")
    page = client.get(LIST, {"kind": "household"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert "Hộ kinh doanh" in page


def test_a_list_of_any_length_takes_the_same_few_queries(
    client, officer, django_assert_max_num_queries
):
    places.dong_thap()
    old = places.unit("Phường 2", district="Thành phố Sa Đéc")
    for index in range(30):
        enterprise(f"Hộ {index}", place=old, number=tax_code())
    client.force_login(OfficerFactory(units=[places.unit("Phường Sa Đéc")]))
    with django_assert_max_num_queries(16):
        client.get(LIST, {"place": old.parent.pk, "kind": "household", "q": "ho"})


def test_personal_numbers_are_masked_in_the_list_and_whole_on_the_record(client, officer):
    made = enterprise("Một", identifiers=[(IdentifierType.PERSONAL_ID, "000123456789")])
    assert "•••• 6789" in client.get(LIST).content.decode()
    assert "123456789" not in client.get(LIST).content.decode()
    assert "000 123 456 789" in client.get(made.get_absolute_url()).content.decode()


def test_an_officer_of_another_commune_gets_404(client):
    made = enterprise("Một", place=places.commune())
    client.force_login(OfficerFactory(units=[places.commune("Xã Tân Hồng", "29926")]))
    assert names(client) == []
    for name in ("detail", "edit"):
        assert client.get(reverse(f"enterprises:{name}", args=[made.pk])).status_code == 404
    assert (
        client.post(reverse("enterprises:verify", args=[made.pk]), {"version": 1}).status_code
        == 404
    )


def test_a_member_does_not_get_into_the_workspace(client):
    member = UserFactory()
    made = enterprise("Một", owner=member)
    client.force_login(member)
    for address in (LIST, made.get_absolute_url(), reverse("enterprises:add")):
        assert client.get(address).status_code == 404


# --- taking it away ---------------------------------------------------------------------------------------


def exported(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def test_the_export_holds_what_is_seen(client, officer):
    code = tax_code()
    enterprise("Bánh Út", number=code, phone="+84912345678", employees=3)
    enterprise("=HYPERLINK(1)", identifiers=[(IdentifierType.PERSONAL_ID, "000123456789")])
    enterprise("Sen", kind="cooperative")
    book = exported(client.post(f"{reverse('enterprises:export')}?kind=household"))
    sheet = book.worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in table] == ["Tên", "=HYPERLINK(1)", "Bánh Út"]
    number = table[0].index("Mã số thuế / số đăng ký")
    assert [row[number] for row in table[1:]] == ["•••• 6789", code]
    assert sheet.cell(2, 2).data_type == "s"
    assert any(
        "Hộ kinh doanh" in str(row[1].value) for row in book.worksheets[1].iter_rows(max_col=2)
    )


def test_a_long_list_is_written_in_the_background(client, officer, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    for index in range(3):
        enterprise(f"Hộ {index}")
    answer = client.post(f"{reverse('enterprises:export')}?kind=household&sort=-name")
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    jobs.run_queued()
    job.refresh_from_db()
    assert job.state == "done", job.error
    book = openpyxl.load_workbook(job.result_file.open())
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
        "Hộ 2",
        "Hộ 1",
        "Hộ 0",
    ]


def test_an_export_holds_nothing_from_outside_ones_area(client):
    here = places.commune()
    enterprise("Trong", place=here)
    enterprise("Ngoài", place=places.commune("Xã Tân Hồng", "29926"))
    client.force_login(OfficerFactory(units=[here]))
    book = exported(client.post(reverse("enterprises:export")))
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["Trong"]


# --- one record ----------------------------------------------------------------------------------------------


def test_the_record_tells_its_story_in_few_queries(client, officer, django_assert_max_num_queries):
    made = enterprise(
        "Một",
        owner=UserFactory(),
        number=tax_code(),
        sector="C",
        employees=8,
        revenue=2_100_000_000,
        kind="enterprise",
    )
    with django_assert_max_num_queries(24):  # 15 of its own; upper rooms' panels add theirs
        page = client.get(made.get_absolute_url()).content.decode()
    assert "8 người, doanh thu 2,1 tỷ ₫ → siêu nhỏ" in page


def test_upper_rooms_show_their_sections(client, officer, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    panels.register(order=1, template="enterprises/_stale.html", load=lambda enterprise, user: None)
    made = enterprise("Một")
    assert panels.load_for(made, officer) == []


def test_editing_saves_and_says_so(client, officer):
    made = enterprise("Một", number=tax_code())
    answer = client.post(
        reverse("enterprises:edit", args=[made.pk]),
        form_of(made, name="Hai", employees="1.200", revenue="2,1 tỷ"),
    )
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.employees, made.revenue, made.version) == (
        "Hai",
        1200,
        2_100_000_000,
        2,
    )


def test_a_stale_form_is_told_what_stands_and_overwrites_nothing(client, officer):
    made = enterprise("Một")
    sent = form_of(made, name="Của tôi")
    services.change(made, expected_version=1, actor=officer, name="Của người khác")
    page = client.post(reverse("enterprises:edit", args=[made.pk]), sent)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Của tôi" in text
    assert "Của người khác" in text
    made.refresh_from_db()
    assert made.name == "Của người khác"


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "99999999999999999999"])
def test_a_form_without_its_version_saves_nothing(client, officer, version):
    made = enterprise("Một")
    page = client.post(
        reverse("enterprises:edit", args=[made.pk]), form_of(made, name="Hai", version=version)
    )
    assert page.status_code == 200
    made.refresh_from_db()
    assert made.name == "Một"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "ministry"),
        ("name", ""),
        ("name", "\x00"),
        ("name", "x" * 256),
        ("legal_form", "jsc"),
        ("number", "123"),
        ("number", "1402097765"),
        ("number", "không có"),
        ("cooperative_number", "!!"),
        ("place", "Paris"),
        ("phone", "12"),
        ("email", "a@"),
        ("website", "javascript:alert(1)"),
        ("employees", "-1"),
        ("employees", "1e9"),
        ("employees", "8,5"),
        ("employees", "99999999999999999999"),
        ("revenue", "-5"),
        ("revenue", "nhiều"),
        ("revenue_band", "x"),
        ("sector", "Z"),
        ("contact_phone", "0912345678"),
        ("is_women_led", "maybe"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, officer, field, value):
    made = enterprise("Một")
    page = client.post(reverse("enterprises:edit", args=[made.pk]), form_of(made, **{field: value}))
    assert page.status_code == 200
    assert page.context["form"].errors
    made.refresh_from_db()
    assert made.version == 1


def test_a_wrong_check_digit_is_kept_with_a_reason_and_shown(client, officer):
    made = enterprise("Một")
    sent = form_of(made, number="1402097765", kept_reason="Đúng như giấy phép")
    assert client.post(reverse("enterprises:edit", args=[made.pk]), sent).status_code == 302
    assert "Đúng như giấy phép" in client.get(made.get_absolute_url()).content.decode()


def test_a_kept_number_does_not_stand_in_the_way_of_other_changes(client, officer):
    made = enterprise(
        "Một", actor=officer, identifiers=[(IdentifierType.TAX_CODE, "1402097765", "vì thế")]
    )
    sent = form_of(made, employees="3")
    assert client.post(reverse("enterprises:edit", args=[made.pk]), sent).status_code == 302


def test_verifying_needs_the_version_that_was_read(client, officer):
    made = enterprise("Một")
    address = reverse("enterprises:verify", args=[made.pk])
    for version in ("", "x", "7"):
        client.post(address, {"version": version})
        made.refresh_from_db()
        assert made.state == "new"
    client.post(address, {"version": 1})
    made.refresh_from_db()
    assert (made.state, made.verified_by) == ("verified", officer)


def test_an_officer_enters_one_on_its_behalf(client, officer):
    places.dong_thap()
    code = tax_code()
    sent = {
        "kind": "cooperative", "name": "Hợp tác xã Sen", "number": code, "cooperative_number": "5199-000.123",
        "place": "xã Tịnh Thới, TP Cao Lãnh", "contact_name": "Lê Văn B", "contact_phone": "0912 345 678",
    }  # fmt: skip
    answer = client.post(reverse("enterprises:add"), sent)
    made = Enterprise.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.place.name == "Phường Cao Lãnh"
    assert {each.value for each in made.present_identifiers} == {code, "5199000123"}
    assert made.contacts.get().phone == "+84912345678"


def test_a_number_that_is_taken_is_said_at_its_field(client, officer):
    code = tax_code()
    enterprise("Một", number=code)
    page = client.post(
        reverse("enterprises:add"),
        {"kind": "household", "name": "Hai", "number": code, "place": "Phường Sa Đéc"},
    )
    assert page.context["form"].has_error("number", "identifier_taken")
    assert Enterprise.objects.count() == 1


def test_the_page_of_a_record_takes_fifteen_queries_whatever_it_holds(
    client, officer, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = 60
    pagecache.shelf.clear()
    made = enterprise("Bánh Tráng Út", number=tax_code())
    for index in range(4):
        services.change(
            made, expected_version=None, actor=officer, name=f"Bánh Tráng {index}", reason="Đổi"
        )
        selling.listing(selling.product(made, name_vi=f"Bánh {index}"), live=date(2026, 1, 5))
    client.get(made.get_absolute_url())
    with django_assert_max_num_queries(15):
        page = client.get(made.get_absolute_url())
    assert "Bánh Tráng 2" in page.content.decode()
    pagecache.shelf.clear()
