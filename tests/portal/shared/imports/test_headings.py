"""Headings are found below titles, matched in any spelling, and rows that are none are left aside."""

import pytest

from portal.shared.errors import RuleBroken
from portal.shared.imports import reading
from portal.shared.imports.kinds import Context
from tests.factories.workbooks import workbook


def layout_of(kind, rows):
    return reading.layout_of(kind, reading.sheets_of(workbook(rows), "a.xlsx"))


def rows_of(kind, rows):
    stream = workbook(rows)
    layout = reading.layout_of(kind, reading.sheets_of(stream, "a.xlsx"))
    asides = reading.Asided()
    found = reading.rows_of(kind, stream, "a.xlsx", layout, Context(None), asides)
    return [row.label for row, _raw in found], asides.rows


HEAD = ["STT", "Tên ghe", "Số ĐK", "Số chỗ"]


def test_headings_are_found_below_a_title_in_any_spelling(boats):
    layout = layout_of(
        boats,
        [["UBND XÃ MỸ AN", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["DANH SÁCH GHE"], [],
         ["TT", "TÊN GHE (*)", "so dang ky", "Số  chỗ"], [1, "Sen", "A1", 4]],
    )  # fmt: skip
    assert layout.row == 4
    assert layout.columns == ["", "name", "code", "seats"]


def test_headings_of_two_rows_are_one(boats):
    layout = layout_of(
        boats,
        [
            ["STT", "Tên ghe", "Giấy tờ", None],
            [None, None, "Số đăng ký", "Số chỗ"],
            [1, "Sen", "A1", 4],
        ],
    )
    assert (layout.row, layout.depth) == (2, 2)
    assert layout.matched == {"name": 1, "code": 2, "seats": 3}


def test_two_columns_with_one_heading_are_matched_to_nothing(boats):
    layout = layout_of(boats, [["Tên ghe", "Số chỗ", "Số chỗ"], ["Sen", 4, 5]])
    assert layout.columns == ["name", "", ""]


def test_a_heading_that_only_begins_like_a_field_is_a_guess(boats):
    layout = layout_of(boats, [["Tên ghe hoặc tàu", "Số chỗ"], ["Sen", 4]])
    assert layout.columns == ["name", "seats"]
    assert layout.guessed == [0]


def test_totals_sections_numbers_and_signatures_are_no_rows(boats):
    labels, asides = rows_of(
        boats,
        [HEAD, ["(1)", "(2)", "(3)", "(4)"], ["I", "Xã Tân Hồng"], [1, "Sen", "A1", 4],
         [2, "Súng", "A2", 5], HEAD, [3, "Lúa", None, None], ["Tổng cộng", None, None, 9],
         [None, None, "Người lập biểu"]],
    )  # fmt: skip
    assert labels == ["Sen", "Súng", "Lúa"]
    assert [why for _number, why in asides] == [
        "numbering", "section", "repeat", "total", "footer",
    ]  # fmt: skip


def test_prefilled_numbers_without_a_row_are_left_aside(boats):
    labels, asides = rows_of(boats, [HEAD, [1, "Sen", "A1", 4], [2], [3]])
    assert labels == ["Sen"]
    assert asides == [(3, "blank"), (4, "blank")]


def test_a_name_that_begins_like_a_total_is_a_row(boats):
    labels, _asides = rows_of(
        boats, [HEAD, ["x", "Tổng công ty Sen", "A1", 4], ["y", "Cộng", "A2", 4]]
    )
    assert labels == ["Tổng công ty Sen", "Cộng"]


def test_a_field_without_column_is_named(boats):
    layout = layout_of(boats, [["Số đăng ký", "Số chỗ"], ["A1", 4]])
    with pytest.raises(RuleBroken) as broken:
        reading.check_columns(boats, layout)
    assert broken.value.code == "column_missing"
