"""Workbooks out: opened again and looked at, as a person's program would."""

# ruff: noqa: DTZ001 (cells hold moments without a zone)

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.shared.spreadsheets import Column, ReadFirst, open_rows, write_csv, write_workbook
from portal.shared.spreadsheets.csvs import guarded, unguarded

COLUMNS = [
    Column("name", "Tên", "Name"),
    Column("tax_code", "Mã số thuế", "Tax code", "code"),
    Column("employees", "Lao động", "Employees", "integer"),
    Column("revenue", "Doanh thu", "Revenue", "money"),
    Column("share", "Tỷ lệ", "Share", "percent"),
    Column("enrolled_on", "Ngày ghi danh", "Enrolled on", "date"),
    Column("seen_at", "Xem lúc", "Seen at", "moment"),
    Column("is_listed", "Trên sàn", "Listed", "bool"),
    Column("size", "Quy mô", "Size", "choice", words={"micro": "Siêu nhỏ"}),
]
ROW = (
    "Hợp tác xã Sen", "0012345678", 8, 2_100_000_000, 62.5, date(2026, 3, 5),
    datetime(2026, 3, 5, 20, 30, tzinfo=UTC), True, "micro",
)  # fmt: skip
HOSTILE = [
    "=HYPERLINK(\"http://evil\",\"x\")", "+1", "-1", "@SUM(A1)", "#N/A", "#REF!", "\tx", "=1+1", "'=1",
    "a\x00b\x0bc\x1f", "\ufffe\uffff", "\ud800", "x" * 40_000, "<b>&amp;</b>", "' OR 1=1 --", "_x000D_",
]  # fmt: skip


def written(rows, columns=COLUMNS, language="vi", **about):
    stream = io.BytesIO()
    with translation.override(language):
        count = write_workbook(stream, columns, rows, about=ReadFirst("Danh sách đợt 1", **about))
    stream.seek(0)
    return openpyxl.load_workbook(stream), count


def every_word(sheet):
    return {cell.value for row in sheet.iter_rows() for cell in row}


def test_cells_are_typed():
    book, count = written([ROW, tuple([None] * 9)])
    sheet = book.worksheets[0]
    assert count == 2
    assert [cell.value for cell in sheet[1]] == [column.header_vi for column in COLUMNS]
    shown = [cell.value for cell in sheet[2]]
    assert shown == [
        "Hợp tác xã Sen", "0012345678", 8, 2_100_000_000, 0.625, datetime(2026, 3, 5),
        datetime(2026, 3, 6, 3, 30), "Yes" if shown[7] == "Yes" else "Có", "Siêu nhỏ",
    ]  # fmt: skip
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "n", "n", "d", "d", "s", "s"]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[1] == "@"
    assert "₫" in formats[3]
    assert formats[5:7] == ["dd/mm/yyyy", "dd/mm/yyyy hh:mm"]
    assert all(cell.value is None for cell in sheet[3])


def test_the_sheet_is_ready_for_work_and_for_paper():
    sheet = written([ROW] * 3)[0].worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (
        "A2",
        "A1:I4",
        "$1:$1",
    )
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["A"].width == 28
    assert sheet["A1"].font.b


def test_the_second_sheet_says_what_when_by_whom_and_with_which_filter():
    book, _count = written(
        [ROW] * 3,
        by="Lan (cán bộ)",
        as_of=datetime(2026, 11, 23, 3, 42, tzinfo=UTC),
        filters=[("Trạng thái", "=đã duyệt")],
        notes=["Số liệu trình diễn."],
    )
    rows = [tuple(cell.value for cell in row[:2]) for row in book.worksheets[1].iter_rows()]
    told = dict(rows)
    assert rows[0][0] == "Danh sách đợt 1"
    assert "23/11/2026 10:42 (GMT+7)" in told.values()
    assert {"Lan (cán bộ)", 3, "Số liệu trình diễn."} <= set(told.values())
    assert told["Trạng thái"] == "=đã duyệt"
    assert "tax_code" in every_word(book.worksheets[1])
    assert book.worksheets[1]["B5"].data_type == "s"


def test_headings_follow_the_language_and_keys_do_not():
    book, _count = written([ROW], language="en")
    assert book.worksheets[0]["B1"].value == "Tax code"
    assert "tax_code" in every_word(book.worksheets[1])


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "kind", ["text", "code", "choice", "integer", "money", "date", "moment", "bool", "percent"]
)
def test_no_text_becomes_a_formula_or_breaks_the_file(words, kind):
    column = Column("x", "=X()", "=X()", kind)
    sheet = written([(words,)], [column])[0].worksheets[0]
    assert sheet["A1"].data_type == "s"
    cell = sheet["A2"]
    assert cell.data_type in {"s", "inlineStr", "n"}
    if cell.value is not None:
        assert cell.data_type == "s"
        assert len(cell.value) <= 32_767
        assert "\x00" not in cell.value


def test_days_before_excels_calendar_are_written_as_text():
    sheet = written([(date(1899, 5, 1),), (date(1900, 3, 1),)], [Column("d", "d", "d", "date")])[
        0
    ].worksheets[0]
    assert (sheet["A2"].value, sheet["A3"].value) == ("01/05/1899", datetime(1900, 3, 1))


def test_what_no_cell_holds_is_written_as_text():
    rows = [(float("nan"),), (float("inf"),), (10**400,), (True,)]
    sheet = written(rows, [Column("n", "n", "n", "integer")])[0].worksheets[0]
    assert [sheet.cell(number, 1).data_type for number in range(2, 6)] == ["s"] * 4


def test_a_row_of_the_wrong_length_is_an_error_not_a_shift():
    with pytest.raises(ValueError, match="zip"):
        written([("a", "b")], [Column("x", "x", "x")])


def test_an_empty_list_is_a_good_workbook():
    book, count = written([])
    assert (count, book.worksheets[0].max_row) == (0, 1)


CELL_TEXT = st.text(max_size=60)


@given(st.lists(st.tuples(CELL_TEXT, CELL_TEXT, st.integers(-(10**14), 10**14)), max_size=8))
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_again(rows):
    from portal.shared.spreadsheets.writer import safe_text

    columns = [
        Column("a", "a", "a"),
        Column("b", "b", "b", "code"),
        Column("c", "c", "c", "integer"),
    ]
    stream = io.BytesIO()
    write_workbook(stream, columns, rows, about=ReadFirst("x"))
    read = [row.values for row in open_rows(stream, "x.xlsx")[0].rows][1:]
    expected = [[safe_text(a), safe_text(b), c] for a, b, c in rows]

    def plain(value):
        words = (
            "".join(str(value).replace("\r\n", "\n").replace("\r", "\n").split())
            if isinstance(value, str)
            else value
        )
        return words if words != "" else None

    got = [[plain(value) for value in row] for row in read]
    want = [[plain(value) for value in row] for row in expected]
    assert [row[-1] for row in got] == [row[-1] for row in want]
    for mine, theirs in zip(got, want, strict=True):
        for value, meant in zip(mine, theirs, strict=True):
            assert value == meant or value is None or "_x" in str(meant)


def csv_of(rows, columns=COLUMNS):
    stream = io.BytesIO()
    with translation.override("vi"):
        write_csv(stream, columns, rows)
    return stream.getvalue()


def test_csv_has_a_byte_order_mark_and_readable_values():
    content = csv_of([ROW])
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header[0] == "Tên"
    assert row[:7] == [
        "Hợp tác xã Sen", "0012345678", "8", "2100000000", "62.5", "05/03/2026", "06/03/2026 03:30",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["=1", "+1", "-1", "@x", "\tx", "＝1", "'=1"])
def test_csv_guards_what_would_run_and_the_guard_comes_off_again(words):
    kept = guarded(words)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "＝"))
    assert unguarded(kept) == words


@given(st.text(max_size=100))
def test_the_guard_is_undone_exactly(words):
    assert unguarded(guarded(words)) == words
