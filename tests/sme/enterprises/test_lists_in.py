"""A commune's list, with every usual mistake: what is understood, what is put right, what is refused and why."""

import io
import unicodedata
from datetime import date, datetime

import pytest

from portal.shared.imports import headings, kind_of, running
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise
from sme.enterprises.uploads import FIELDS, RowReader
from sme.places.management.commands.load_places import HOME
from sme.places.rules import Commune, Communes
from sme.places.uploads import read_places
from tests.conftest import ROOT
from tests.factories import lists, places
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import enterprise, tax_code
from tests.factories.workbooks import saved, through_libreoffice, workbook

KIND = kind_of("enterprises")
EXAMPLE = ROOT / "docs" / "examples" / "danh-sach-co-so-xa-my-tho.xlsx"


@pytest.fixture
def officer(db):
    places.dong_thap()
    return OfficerFactory()


@pytest.fixture(scope="module")
def communes():
    """Today's and former communes of the data file, without a database."""
    file = read_places(HOME)
    ids = {each.ref: number for number, each in enumerate(file.units, 1)}
    names = {each.ref: each.name for each in file.units if each.level == "district"}
    became = {}
    for each in file.successions:
        became.setdefault(each.old, []).append(ids[each.new])
    return Communes(
        Commune(ids[each.ref], each.name, names.get(each.parent, ""), tuple(became.get(each.ref, ())),
                each.valid_to is not None)
        for each in file.units
        if each.level == "commune"
    )  # fmt: skip


@pytest.fixture
def read(communes):
    """Reads one row of named cells."""

    def reading(*, heads=None, place_of_all=None, kind_of_all="", **cells):
        reader = RowReader(
            communes=communes,
            sectors=selectors.classification(),
            bands={"revenue": {}, "capital": {}},
            headings=heads or {},
            today=date(2026, 11, 23),
            default_place=place_of_all,
            default_kind=kind_of_all,
        )
        return reader.read({"name": "Cơ sở Sen", **cells})

    return reading


def codes(row):
    return {each.field: each.is_warning for each in row.problems}


def test_no_two_fields_claim_one_heading():
    known = headings.known_words(FIELDS)
    claimed = [headings.plain(word) for each in FIELDS for word in (each.label_vi, *each.headings)]
    assert not [word for word in claimed if word not in known]


def test_headings_of_communes_are_understood():
    typed = ["STT", "TÊN CƠ SỞ", "MST", "Số GCN", "CCCD chủ hộ", "Người đại diện", "SĐT", "E-mail", "Địa chỉ",
             "Ấp/Khóm", "Xã/Phường", "Huyện", "Loại hình", "Ngành nghề", "Mã ngành", "Số lao động", "Doanh thu",
             "Vốn", "Năm thành lập"]  # fmt: skip
    columns, _guessed = headings.match(typed, FIELDS)
    assert columns == ["", "name", "tax_code", "cooperative_number", "personal_number", "contact_name", "phone",
                       "email", "address", "hamlet", "place", "district", "kind", "sector", "sector_code",
                       "employees", "revenue", "capital", "founded_on"]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["{}", " {} ", "{0[0]}{0[1]}.{0[2]}{0[3]}{0[4]}{0[5]}-{0[6]}{0[7]}{0[8]}{0[9]}"],
)
def test_a_tax_code_is_read_leniently_and_kept_in_one_form(read, written):
    code = tax_code(1)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    for typed in (written.format(code), wide, int(code), float(code)):
        assert read(tax_code=typed).values["number"] == ["tax", code, ""]


def test_a_lost_zero_is_put_back_only_where_the_check_digit_proves_it(read):
    code, number = lists.lost_zero()
    for cell in (number, str(number), float(number)):
        row = read(tax_code=cell)
        assert row.values["number"][1] == code
        assert codes(row) == {"tax_code": True}
    row = read(tax_code=number + 1)
    assert "number" not in row.values
    assert codes(row) == {"tax_code": False}


def test_a_personal_number_that_lost_its_zero_is_refused_aloud(read):
    row = read(personal_number=87090123456)
    assert codes(row) == {"personal_number": False}
    assert "12" in row.problems[0].sentence
    assert read(personal_number="087 090 123 456").values["number"] == ["personal", "087090123456", ""]  # fmt: skip


@pytest.mark.parametrize("cell", ["14001234567890", "abc", "1.4E+09", datetime(2020, 1, 1), "1400123457", True])  # noqa: DTZ001  # fmt: skip
def test_what_is_no_tax_code_is_wrong(read, cell):
    assert codes(read(tax_code=cell)) == {"tax_code": False}


def test_a_wrong_check_digit_is_kept_with_a_reason(read):
    row = read(tax_code="1400123457", kept_reason="đã xem giấy chứng nhận")
    assert row.values["number"] == ["tax", "1400123457", "đã xem giấy chứng nhận"]
    assert codes(row) == {"tax_code": True}


@pytest.mark.parametrize(
    ("cell", "phone"),
    [("0912 345 678", "+84912345678"), (912345678, "+84912345678"), ("+84.912.345.678", "+84912345678"),
     ("０９１２３４５６７８", "+84912345678"), ("0912345678 / 0913456789", "+84912345678"), ("không có", None),
     ("-", None)],
)  # fmt: skip
def test_phones_are_understood(read, cell, phone):
    row = read(phone=cell)
    assert row.values.get("phone") == phone
    assert not row.is_wrong


@pytest.mark.parametrize(
    "cells",
    [{"phone": "12345"}, {"email": "a@"}, {"founded_on": "31/02/2020"}, {"founded_on": "01/01/1850"},
     {"founded_on": "01/01/2999"}, {"employees": -1}, {"employees": "hai"}, {"employees": 1.5}, {"revenue": "nhiều"},
     {"revenue": -5}, {"kind": "cái gì đó"}, {"place": "Xã Không Có"}, {"sector_code": "Z99"},
     {"website": "không phải địa chỉ"}, {"name": " \u200b "}, {"name": "x" * 300}, {"record": "abc"}],
)  # fmt: skip
def test_what_cannot_be_so_is_wrong_at_its_field(read, cells):
    row = read(**cells)
    assert row.is_wrong
    assert set(codes(row)) == set(cells)


@pytest.mark.parametrize("cell", ["05/03/2020", "2020-03-05", "ngày 5 tháng 3 năm 2020", date(2020, 3, 5)])  # fmt: skip
def test_days_in_three_forms(read, cell):
    assert read(founded_on=cell).values["founded_on"] == "2020-03-05"


@pytest.mark.parametrize(
    ("cell", "heading", "amount"),
    [("2,1 tỷ", "Doanh thu", 2_100_000_000), ("2,1 tỷ", "Doanh thu (triệu đồng)", 2_100_000_000),
     (850, "Doanh thu (triệu đồng)", 850_000_000), ("1.250", "Doanh thu (tr.đ)", 1_250_000_000),
     (2.5, "Doanh thu (tỷ)", 2_500_000_000), ("1.234.567 đ", "Doanh thu", 1_234_567)],
)  # fmt: skip
def test_money_with_its_unit(read, cell, heading, amount):
    assert read(revenue=cell, heads={"revenue": heading}).values["revenue"] == amount


def test_old_places_are_mapped_to_todays_and_told(read, communes):
    row = read(place=unicodedata.normalize("NFD", "Tịnh Thới"), district="TP. Cao Lãnh")
    today = row.values["place"]
    assert communes.by_id[today].name == "Phường Cao Lãnh"
    assert "Phường Cao Lãnh" in row.problems[0].sentence
    typed = "12 ấp 3, xã Tịnh Thới, TP Cao Lãnh, Đồng Tháp"
    assert read(address=typed).values["place"] == today
    assert read(place_of_all=today).values["place_guess"] == today


def test_kinds_are_understood_in_columns_and_in_names(read):
    for words, kind, form in (("Cty TNHH MTV", "enterprise", "llc1"), ("HTX", "cooperative", "coop"),
                              ("hộ KD cá thể", "household", "household"), ("DNTN", "enterprise", "private"),
                              ("Công ty cổ phần", "enterprise", "jsc")):  # fmt: skip
        values = read(kind=words).values
        assert (values["kind"], values["legal_form"]) == (kind, form), words
    assert read(name="Hợp tác xã Xoài").values["kind_guess"] == "cooperative"
    assert "kind_guess" not in read(name="Bánh phồng Út Hoa").values
    assert read(kind_of_all="household").values["kind_guess"] == "household"


def test_harmful_letters_are_gone_and_formulas_are_words(read):
    values = read(name="=HYPERLINK(1)\u202e <b>Sen</b>\x07", address="'; DROP TABLE--").values
    assert values["name"] == "=HYPERLINK(1) <b>Sen</b>"
    assert values["address"] == "'; DROP TABLE--"


# --- whole files -------------------------------------------------------------------------------------------


def run(stream, officer, name="a.xlsx", **options):
    return running.run_file(KIND, stream, actor=officer, name=name, **options)


def test_the_example_list_is_understood(officer):
    if not EXAMPLE.exists():
        EXAMPLE.write_bytes(saved(lists.messy()).getvalue())
    done = run(EXAMPLE, officer, name="")
    assert done.counts == {"new": 5, "changes": 0, "same": 0, "duplicate": 0, "wrong": 5}
    assert done.aside == 4
    told = {(each.row, each.field) for each in done.problems if each.verdict == "wrong"}
    assert {(12, "tax_code"), (15, "personal_number"), (16, "phone"), (16, "email"), (16, "place"),
            (16, "employees"), (16, "founded_on"), (17, ""), (18, "")} <= told  # fmt: skip
    assert Enterprise.objects.get(name__startswith="HKD").employees == 3
    assert Enterprise.objects.get(name__contains="mắm").revenue == 1_200_000_000


def test_the_second_import_of_the_same_file_changes_nothing(officer):
    run(saved(lists.messy()), officer)
    before = list(Enterprise.objects.order_by("pk").values())
    again = run(saved(lists.messy()), officer)
    assert again.counts == {"new": 0, "changes": 0, "same": 5, "duplicate": 0, "wrong": 5}
    assert list(Enterprise.objects.order_by("pk").values()) == before


@pytest.mark.sqlite_only  # what an office program writes is read alike on every database
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_a_file_saved_again_by_an_office_program_says_the_same(officer, tmp_path, ending):
    source = tmp_path / "a.xlsx"
    source.write_bytes(saved(lists.messy()).getvalue())
    if ending == "xlsx":
        source = through_libreoffice(source, "ods")
    other = through_libreoffice(source, ending)
    assert run(other, officer, name="", is_dry_run=True).counts["new"] == 5


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_with_and_without_mark(officer, start, separator):
    head = ["Tên cơ sở", "MST", "Loại hình", "Xã"]
    rows = [head, ["Cơ sở Sen", str(lists.lost_zero()[1]), "HKD", "Mỹ Thọ"]]
    words = "\r\n".join(separator.join(row) for row in rows)
    done = run(io.BytesIO(start + words.encode()), officer, name="a.csv", is_dry_run=True)
    assert done.counts["new"] == 1


def test_a_list_without_a_column_of_places_takes_the_one_that_was_said(officer):
    rows = [["Tên cơ sở", "SĐT"], ["Bánh phồng Út Hoa", "0912345678"]]
    assert run(workbook(rows), officer, is_dry_run=True).counts["wrong"] == 1
    said = {"place": places.unit("Xã Mỹ Thọ").pk, "kind": "household"}
    assert run(workbook(rows), officer, params=said).written["new"] == 1
    assert Enterprise.objects.get().place.name == "Xã Mỹ Thọ"


def test_a_thousand_rows_take_few_queries(officer, django_assert_max_num_queries):
    rows = [["Tên cơ sở", "Loại hình", "Xã"], *([f"Cơ sở Sen {n}", "HKD", "Mỹ Thọ"] for n in range(300))]  # fmt: skip
    enterprise("Cơ sở Sen 5", place=places.unit("Xã Mỹ Thọ"))
    with django_assert_max_num_queries(45):
        run(workbook(rows), officer)
