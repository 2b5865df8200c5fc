"""Lists of products and of where they are sold: read, judged, written, written down, taken back."""

from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.shared.errors import RuleBroken
from portal.shared.imports import Context, kind_of, running
from portal.shared.models import ImportBatch
from sme.enterprises import services as registry
from sme.marketplaces import selectors
from sme.marketplaces.models import AddressConflict, Listing, ListingFact, Product, Storefront
from sme.marketplaces.uploads import words
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
HEAD = (
    "Tên cơ sở",
    "Xã, phường",
    "Tên sản phẩm",
    "Nhóm",
    "Sao OCOP",
    "Link",
    "Tình trạng",
    "Từ ngày",
)
TIKI = "https://tiki.vn/banh-trang-p77{}.html"


@pytest.fixture(autouse=True)
def markets(db):
    return make.marketplace()


@pytest.fixture
def officer(ward):
    return OfficerFactory(units=[ward])


def line(
    n=1,
    *,
    who="Hộ Bánh Tráng Ba Tư",
    product="Bánh tráng sữa",
    state="Đang bán",
    day="01/03/2026",
    link=None,
):
    return (
        who,
        "Phường Sa Đéc",
        product,
        "Bánh kẹo",
        "4 sao",
        link or f"{TIKI.format(n)}?utm_source=zalo",
        state,
        day,
    )


def sheet(tmp_path, *rows, head=HEAD):
    book = openpyxl.Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    path = tmp_path / "danh-sach.xlsx"
    book.save(path)
    return path


def run(path, actor, kind="listings", **options):
    return running.run_file(kind_of(kind), path, actor=actor, **options)


def undo(summary, actor):
    batch = ImportBatch.objects.get(pk=summary.batch_id)
    ctx = Context(actor, batch.params, batch_id=batch.pk)
    for chunk in batch.chunks.order_by("-position"):
        kind_of(batch.kind).undo(chunk.undo, ctx)


def sentences(summary):
    return [each.sentence for each in summary.problems]


def test_products_and_where_they_are_sold_come_in_together(tmp_path, officer, enterprise):
    told = run(
        sheet(tmp_path, line(1), line(2, product="BÁNH TRÁNG SỮA", day=date(2026, 4, 1))), officer
    )
    assert told.written == {"new": 2, "changes": 0}, sentences(told)
    product = Product.objects.get()
    assert (product.category, product.ocop_stars) == ("food", 4)
    assert product.awards.count() == 1
    assert Storefront.objects.count() == 1
    assert [each.state for each in Listing.objects.all()] == ["live", "live"]
    assert not Listing.objects.filter(address__contains="utm").exists()
    fact = ListingFact.objects.earliest("pk")
    assert (fact.source, fact.recorded_by) == ("import", officer)
    assert fact.recorded_at.date() > fact.effective_on, "known since today, whatever day it tells"
    assert selectors.headline(date(2026, 3, 1)).products == 1
    assert selectors.headline(date(2026, 2, 28)).products == 0


def test_a_second_time_changes_nothing(tmp_path, officer, enterprise):
    path = sheet(tmp_path, line(1), line(2, product="Bánh tráng mè", state="Có đơn"))
    run(path, officer)
    facts, products = ListingFact.objects.count(), Product.objects.count()
    again = run(path, officer)
    assert again.counts["same"] == 2
    assert again.written == {"new": 0, "changes": 0}
    assert (ListingFact.objects.count(), Product.objects.count()) == (facts, products)


@pytest.mark.parametrize(
    "day", ["05/03/2026", "2026-03-05", "ngày 5 tháng 3 năm 2026", date(2026, 3, 5)]
)
def test_days_in_three_forms(tmp_path, officer, enterprise, day):
    run(sheet(tmp_path, line(day=day)), officer)
    assert ListingFact.objects.get().effective_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("written", "state"),
    [("Đang bán", "live"), ("live", "live"), ("CÓ ĐƠN HÀNG", "selling"), ("tạm ngưng", "dormant"),
     ("ngừng bán", "delisted"), ("Đã gỡ", "delisted"), ("chờ sàn duyệt", "submitted"), ("abc", None)],
)  # fmt: skip
def test_states_in_peoples_words(written, state):
    assert words.state_of(written) == state


def test_a_new_state_is_recorded_from_its_day(tmp_path, officer, enterprise):
    run(sheet(tmp_path, line()), officer)
    told = run(sheet(tmp_path, line(state="Ngừng bán", day="01/06/2026")), officer)
    assert told.written["changes"] == 1, sentences(told)
    assert Listing.objects.get().state == "delisted"
    assert selectors.headline(date(2026, 6, 1)).products == 0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"link": "https://example.com/x"}, "không thuộc sàn"),
        ({"link": "https://shopее.vn/x-i.1.2"}, ""),
        ({"link": "https://xn--shope-fsa.vn/x-i.1.2"}, ""),
        ({"link": "https://192.168.1.1/x"}, "số"),
        ({"link": "https://tiki.vn:8443/x-p12.html"}, ""),
        ({"link": "https://user:pass@tiki.vn/x-p12.html"}, ""),
        ({"link": "https://tiki.vn/" + "x" * 4000}, "2.000"),
        ({"link": "https://shopee.vn/gianhang"}, "gian hàng"),
        ({"link": "https://vn.shp.ee/abc"}, "rút gọn"),
        ({"day": "31/02/2026"}, ""),
        ({"day": "01/01/2999"}, ""),
        ({"day": ""}, "ngày"),
        ({"state": "Ngừng bán"}, "chưa"),
        ({"state": "bán mai"}, "trạng thái"),
        ({"who": "Hộ Không Có"}, "Hộ Không Có"),
        ({"product": ""}, "tên"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_row_and_not_written(
    tmp_path, officer, enterprise, change, word
):
    told = run(sheet(tmp_path, line(**change)), officer)
    assert told.counts["wrong"] == 1, sentences(told)
    assert word.lower() in " ".join(sentences(told)).lower()
    assert not Product.objects.exists()


def test_a_day_before_the_shop_opened_is_wrong(tmp_path, officer, enterprise):
    make.shop(enterprise, "tiki", opened_on=date(2026, 4, 1))
    made = make.listing(make.product(enterprise, name_vi="Bánh tráng sữa"), "tiki")
    told = run(sheet(tmp_path, line(link=made.address)), officer)
    assert told.counts["wrong"] == 1
    assert "01/04/2026" in sentences(told)[0]


def test_nor_does_a_new_listing_begin_before_its_shop(tmp_path, officer, enterprise):
    make.shop(enterprise, "tiki", opened_on=date(2026, 4, 1))
    told = run(sheet(tmp_path, line()), officer)
    assert told.counts["wrong"] == 1
    assert not Listing.objects.exists()


def test_two_rows_about_one_address_name_each_other(tmp_path, officer, enterprise):
    told = run(sheet(tmp_path, line(1), line(1, product="Bánh phồng")), officer)
    assert told.counts["wrong"] == 2


def test_a_name_that_is_nearly_a_product_waits_for_a_person(tmp_path, officer, enterprise):
    make.product(enterprise, name_vi="Bánh tráng sữa dừa")
    told = run(sheet(tmp_path, line(product="Bánh tráng sữa dừaa")), officer)
    assert told.counts["duplicate"] == 1, sentences(told)


def test_a_business_outside_the_area_is_not_named(tmp_path, enterprise, other_ward):
    told = run(sheet(tmp_path, line()), OfficerFactory(units=[other_ward]))
    assert told.counts["wrong"] == 1
    assert not Listing.objects.exists()


def test_two_businesses_of_one_name_are_both_named(tmp_path, officer, enterprise, ward):
    registry.register(kind="household", name="Hộ bánh tráng Ba Tư", place=ward, actor=officer)
    told = run(sheet(tmp_path, line()), officer)
    assert told.counts["wrong"] == 1
    assert sentences(told)[0].count("#") == 2


def test_an_address_of_somebody_else_is_written_down_for_the_office(
    tmp_path, officer, enterprise, stranger
):
    held = make.listing(make.product(stranger), "tiki", live=date(2026, 1, 1))
    path = sheet(tmp_path, line(link=held.address))
    told = run(path, officer)
    assert told.written["new"] == 1, sentences(told)
    assert "Hộ Kẹo Dừa Năm" in sentences(told)[0]
    conflict = AddressConflict.objects.get()
    assert (conflict.listing, conflict.source) == (held, "import")
    assert run(path, officer).counts["same"] == 1
    assert AddressConflict.objects.count() == 1


def test_or_left_out_where_the_sender_wants_that(tmp_path, officer, enterprise, stranger):
    held = make.listing(make.product(stranger), "tiki", live=date(2026, 1, 1))
    told = run(sheet(tmp_path, line(link=held.address)), officer, params={"conflicts": "leave"})
    assert told.counts["wrong"] == 1
    assert not AddressConflict.objects.exists()


def test_taking_back_withdraws_what_it_recorded_and_frees_the_addresses(
    tmp_path, officer, enterprise
):
    path = sheet(tmp_path, line(1), line(2, product="Bánh tráng mè", state="", day=""))
    first = run(path, officer)
    assert selectors.headline(date(2026, 5, 1)).products == 1
    undo(first, officer)
    assert selectors.headline(date(2026, 5, 1)).products == 0
    assert ListingFact.objects.count() == 2, "entries are withdrawn, never deleted"
    assert not Product.objects.filter(name_vi="Bánh tráng mè").exists(), (
        "nothing was ever recorded of it"
    )
    again = run(path, officer)
    assert again.written["new"] + again.written["changes"] == 2, sentences(again)
    assert selectors.headline(date(2026, 5, 1)).products == 1


def test_taking_back_refuses_when_an_entry_was_corrected_since(tmp_path, officer, enterprise):
    from sme.marketplaces import services

    first = run(sheet(tmp_path, line()), officer)
    services.correct_fact(
        ListingFact.objects.get(), state="live", effective_on=date(2026, 3, 9), actor=officer
    )
    with pytest.raises(RuleBroken) as refused:
        undo(first, officer)
    assert refused.value.code == "touched_since"


def test_products_alone_come_in_change_and_go_back(tmp_path, officer, enterprise):
    head = ("Mã hồ sơ", "Tên sản phẩm", "Mã vạch", "Nhóm hàng", "Sao OCOP", "ĐVT")
    known = make.product(enterprise, name_vi="Nem chua")
    rows = (
        (enterprise.pk, "Nem chua", "", "Thịt", 3, "gói"),
        (enterprise.pk, "Chả lụa", "8934563138165", "Thịt", "", "cây"),
    )
    path = sheet(tmp_path, *rows, head=head)
    told = run(path, officer, "products")
    assert told.written == {"new": 1, "changes": 1}, sentences(told)
    known.refresh_from_db()
    assert (known.category, known.ocop_stars, known.unit) == ("fish", 3, "gói")
    assert run(path, officer, "products").counts["same"] == 2
    undo(told, officer)
    known.refresh_from_db()
    assert (known.category, known.ocop_stars, known.unit) == ("food", None, "")
    assert Product.objects.count() == 1


def test_the_command_checks_and_writes(tmp_path, officer, enterprise, capsys):
    path = str(sheet(tmp_path, line()))
    call_command("import_listings", path, "--dry-run", "--format", "json", "--user", officer.email)
    assert '"new": 1' in capsys.readouterr().out
    assert not Listing.objects.exists()
    call_command("import_listings", path)
    assert Listing.objects.count() == 1


def test_the_page_takes_what_is_true_of_the_whole_list(client, tmp_path, officer, enterprise):
    client.force_login(officer)
    page = reverse("imports:kind", args=["listings"])
    assert "Chỉ sản phẩm" in client.get(page).content.decode()
    with sheet(tmp_path, line(state="", day="")).open("rb") as file:
        sent = {"file": file, "state": "live", "day": "20/10/2026", "conflicts": "write"}
        assert client.post(page, sent).status_code == 302
    params = ImportBatch.objects.get().params
    assert params == {"state": "live", "day": "2026-10-20", "conflicts": "write"}


def test_rows_without_a_state_take_the_one_of_the_list(tmp_path, officer, enterprise):
    path = sheet(tmp_path, line(state="", day=""))
    run(path, officer, params={"state": "live", "day": "2026-10-20"})
    assert ListingFact.objects.get().effective_on == date(2026, 10, 20)
