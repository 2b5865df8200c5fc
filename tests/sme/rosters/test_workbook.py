"""The workbook that an officer opens: typed cells, headings that stay, sheets that explain; and the CSV."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.utils import translation
from openpyxl.utils import get_column_letter

from portal.shared import audit
from sme.enterprises import services as enterprises
from sme.rosters import exports, filters, rules, services
from tests.factories import programmes as make
from tests.factories.workbooks import through_libreoffice

pytestmark = pytest.mark.django_db
TAX = "0104128565"  # a leading zero, as tax codes of Hà Nội have


def written(cohort, *, keys=rules.USUAL, query="", file_format="xlsx", **options):
    asked = filters.asked_strictly(cohort, None, filters.parsed(query))
    sheet = exports.sheet(cohort, asked.rows, keys, filters=asked.words, **options)
    stream = io.BytesIO()
    services.deliver(
        sheet,
        stream,
        cohort=cohort,
        file_format=file_format,
        query=query,
        actor=make.administrator(),
    )
    stream.seek(0)
    return stream


def heading_row(sheet):
    return int(sheet.print_title_rows.strip("$").partition(":")[0])


def table(sheet):
    """Rows of the list by heading, without what stands above and below."""
    first = heading_row(sheet)
    last = int(sheet.auto_filter.ref.partition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    headings = [cell.value for cell in sheet[first]]
    return [dict(zip(headings, sheet[row], strict=True)) for row in range(first + 1, last + 1)]


@pytest.fixture
def cohort():
    cohort = make.cohort(
        code="152-2026-01",
        title_vi="Đợt thử",
        title_en="Trial cohort",
        capacity=20,
        programme=make.programme(
            title_vi="Kế hoạch 152", title_en="Plan 152", office="Ủy ban nhân dân tỉnh Đồng Tháp"
        ),
    )
    who = make.enterprise(
        "Công ty Sen Số",
        kind="enterprise",
        sector="A",
        identifiers=[("tax", TAX)],
        contacts=[
            {"name": "Lê Thị Sen", "phone": "+84912345678", "email": "sen@example.vn", "is_representative": True}
        ],
    )  # fmt: skip
    enterprises.record_listings(who, live_products=12)
    enterprises.record_readiness(who, level=2, day=date(2026, 9, 1), framework="dbi", percent=41)
    make.enrolment(cohort, who, day=date(2026, 5, 4), note="Gọi sau 17 giờ")
    make.enrolment(cohort, make.enterprise("Hộ Bà Sáu"), "waiting")
    return cohort


def test_cells_have_their_types(cohort):
    row = table(openpyxl.load_workbook(written(cohort))["Danh sách"])[0]
    assert (row["Mã số thuế"].value, row["Mã số thuế"].number_format) == (TAX, "@")
    assert (row["Điện thoại"].value, row["Điện thoại"].number_format) == ("0912 345 678", "@")
    day = row["Ngày ghi danh"]
    assert (day.value.date(), day.is_date, day.number_format) == (
        date(2026, 5, 4),
        True,
        "dd/mm/yyyy",
    )
    assert row["Số sản phẩm đang bán"].value == 12
    assert row["Mức sẵn sàng"].value == 2
    assert row["STT"].value == 1
    assert row["Trạng thái"].value == "Đã ghi danh"
    assert row["Xã, phường"].value == "Phường Sa Đéc"
    assert row["Ngành"].value.startswith("Nông nghiệp")
    assert row["Ghi chú"].value == "Gọi sau 17 giờ"


def test_the_heading_stays_in_view_filters_and_prints_on_every_page(cohort):
    sheet = openpyxl.load_workbook(written(cohort))["Danh sách"]
    first = heading_row(sheet)
    last = get_column_letter(len(rules.USUAL))
    assert sheet.freeze_panes == f"C{first + 1}"
    assert sheet.auto_filter.ref == f"A{first}:{last}{first + 2}"
    assert sheet.print_title_rows == f"${first}:${first}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_an_official_list_begins_with_the_national_heading_and_ends_with_signatures(cohort):
    sheet = openpyxl.load_workbook(written(cohort, query="state=enrolled"))["Danh sách"]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    text = "\n".join(words)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP" in text
    assert "DANH SÁCH THAM GIA ĐỢT 152-2026-01: ĐỢT THỬ" in text
    assert "Đồng Tháp, ngày" in text
    assert "Trạng thái: Đã ghi danh · 1 dòng" in text
    assert "NGƯỜI LẬP BIỂU" in text
    assert "Tổng cộng: 1 doanh nghiệp" in text


def test_without_the_official_look_the_heading_is_the_first_row(cohort):
    sheet = openpyxl.load_workbook(written(cohort, is_official=False))["Danh sách"]
    assert sheet.freeze_panes == "C2"
    assert sheet["A1"].value == "STT"
    assert not sheet.merged_cells.ranges


def test_totals_and_summary_come_from_the_rows(cohort):
    book = openpyxl.load_workbook(written(cohort))
    sheet = book["Danh sách"]
    below = heading_row(sheet) + 3
    totals = {
        heading.value: cell.value
        for heading, cell in zip(sheet[below - 3], sheet[below], strict=True)
    }
    assert totals["Số sản phẩm đang bán"] == 12
    counts = {row[0]: row[1] for row in book["Tổng hợp"].iter_rows(values_only=True) if row[0]}
    assert (counts["Đã ghi danh"], counts["Chờ chỗ"], counts["Phường Sa Đéc"]) == (1, 1, 2)
    assert (counts["Mức 2"], counts["Chưa rõ"]) == (1, 1)


def test_a_sheet_says_what_when_by_whom_and_with_which_filter(cohort):
    book = openpyxl.load_workbook(written(cohort, query="state=enrolled", by="Lê Cán Bộ"))
    told = {row[0]: row[1] for row in book["Đọc trước"].iter_rows(values_only=True) if row[0]}
    assert told["Người xuất"] == "Lê Cán Bộ"
    assert told["Bộ lọc"] == "Trạng thái: Đã ghi danh"
    assert told["Chương trình"] == "Kế hoạch 152"
    assert 1 in told.values()
    keys = [row[2] for row in book["Đọc trước"].iter_rows(values_only=True)]
    assert set(rules.USUAL) <= set(keys)


def test_the_same_in_english(cohort):
    with translation.override("en"):
        book = openpyxl.load_workbook(written(cohort))
    assert book.sheetnames == ["List", "Summary", "Read first"]
    row = table(book["List"])[0]
    assert (row["State"].value, row["Tax code"].value) == ("Enrolled", TAX)
    text = str([cell.value for cells in book["List"].iter_rows() for cell in cells])
    assert "ROSTER OF COHORT 152-2026-01: TRIAL COHORT" in text


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "#REF!", "'=1"]
)
def test_a_name_is_never_a_formula(name):
    cohort = make.enrolment(who=make.enterprise(name), note=name).cohort
    cell = table(openpyxl.load_workbook(written(cohort))["Danh sách"])[0][
        "Tên doanh nghiệp, HTX, hộ"
    ]
    assert (cell.value, cell.data_type) == (name, "s")
    text = written(cohort, file_format="csv").read().decode("utf-8-sig")
    first = next(iter(csv.DictReader(io.StringIO(text))))["Tên doanh nghiệp, HTX, hộ"]
    assert first in (name, "'" + name)
    assert not first.startswith(("=", "+", "-", "@"))


def test_an_empty_roster_is_a_file_too():
    sheet = openpyxl.load_workbook(written(make.cohort()))["Danh sách"]
    assert sheet.auto_filter.ref.endswith(str(heading_row(sheet)))


def test_any_choice_of_columns_makes_a_file(cohort):
    for keys in (("state",), ("number",), ("name",), ("email", "note"), rules.KEYS):
        for is_official in (True, False):
            book = openpyxl.load_workbook(written(cohort, keys=keys, is_official=is_official))
            sheet = book["Danh sách"]
            headings = [cell.value for cell in sheet[heading_row(sheet)]]
            assert headings[: len(keys)] == [exports.COLUMNS[key].header_vi for key in keys]


def test_a_csv_opens_in_excel_in_vietnamese(cohort):
    raw = written(cohort, file_format="csv").read()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0]["Mã số thuế"] == TAX
    assert rows[0]["Ngày ghi danh"] == "04/05/2026"
    assert rows[0]["Trạng thái"] == "Đã ghi danh"


def test_who_took_a_roster_is_written_down_but_not_what_was_searched(cohort):
    written(cohort, query="q=sau&state=waiting")
    row = audit.history(cohort)[0]
    assert row.action == "rosters.export"
    assert (row.data["rows"], row.data["format"]) == (1, "xlsx")
    assert row.data["filtered_by"] == ["q", "state"]
    assert "sau" not in str(row.data)


@pytest.mark.sqlite_only  # what an office program writes is read alike on every database
@pytest.mark.slow
def test_libreoffice_opens_it_and_keeps_zeros_and_days(cohort, tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(written(cohort).read())
    converted = through_libreoffice(path, "ods")
    import python_calamine

    rows = python_calamine.CalamineWorkbook.from_path(str(converted)).get_sheet_by_name("Danh sách")
    values = [value for row in rows.to_python() for value in row]
    assert TAX in values
    assert date(2026, 5, 4) in values
