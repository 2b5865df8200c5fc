"""Workbooks in: what offices send, and what nobody should."""

# ruff: noqa: DTZ001 (cells hold moments without a zone)

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import Limits, open_rows
from tests.factories.workbooks import (
    SHEET,
    changed,
    saved,
    through_libreoffice,
    with_sheet,
    workbook,
)

ROWS = [
    ["Tên", "Mã số thuế", "Ngày", "Doanh thu"],
    ["Sen Hồng", "0012345678", date(2026, 3, 5), 1500000],
]


def rows_of(stream, name="a.xlsx", **limits):
    return [
        (row.number, row.values)
        for sheet in open_rows(stream, name, limits=Limits(**limits))
        for row in sheet.rows
    ]


def refused(stream, name="a.xlsx", **limits):
    with pytest.raises(RuleBroken) as broken:
        rows_of(stream, name, **limits)
    assert str(broken.value)
    return broken.value.code


def test_rows_come_with_their_sheet_and_number():
    sheet = open_rows(workbook(ROWS, at=4), "a.xlsx")[0]
    assert sheet.name == "Danh sách"
    rows = list(sheet.rows)
    assert [row.number for row in rows] == [4, 5]
    assert rows[1].values == ["Sen Hồng", "0012345678", date(2026, 3, 5), 1500000]
    assert rows[1].sheet == "Danh sách"


def test_columns_left_of_the_data_are_not_dropped():
    assert rows_of(workbook([[None, None, "c"], ["a"]])) == [(1, [None, None, "c"]), (2, ["a"])]
    assert rows_of(workbook([[None, None, "c"]], at=3)) == [(3, [None, None, "c"])]


def test_whole_numbers_are_whole_and_booleans_are_booleans():
    assert rows_of(workbook([[12, 1.5, True, 1234567890123]])) == [
        (1, [12, 1.5, True, 1234567890123])
    ]


def test_blank_rows_are_left_out_and_nothing_below_them_is_lost():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A3"], sheet["B3"], sheet["A500"] = "a", " \u200b ", "c", "below"
    assert rows_of(saved(book)) == [(1, ["a"]), (3, [None, "c"]), (500, ["below"])]
    sheet["A9000"] = "far below"
    assert refused(saved(book)) == "file_far_row"


def test_strings_are_read_however_they_are_kept():
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Sen</t></si>'
        "<si><r><t>Hồ</t></r><r><t>ng</t></r><rPh><t>phonetic</t></rPh></si></sst>"
    )
    data = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><r><t>a</t></r><r><t>_x000D_b</t></r></is></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="d"><v>2026-03-05T00:00:00</v></c></row>'
    )
    stream = changed(with_sheet(data), {"xl/sharedStrings.xml": strings.encode()})
    assert rows_of(stream) == [(1, ["Sen", "Hồng", "a\rb", True, datetime(2026, 3, 5)])]


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1" t="s"><v>99</v></c>', '<c r="A1" t="s"><v>-1</v></c>', '<c r="A1"><v>x</v></c>',
     '<c r="1"><v>1</v></c>', '<c r="ÄÄ1"><v>1</v></c>', '<c r="A1" t="d"><v>hôm nay</v></c>'],
)  # fmt: skip
def test_cells_that_mean_nothing_are_refused(cell):
    assert refused(with_sheet(f'<row r="1">{cell}</row>')) == "file_damaged"


def test_a_number_outside_the_calendar_in_a_date_cell_stays_a_number():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = date(2026, 3, 5), date(2026, 3, 6)
    content = saved(book)
    with zipfile.ZipFile(content) as archive:
        sheet = archive.read(SHEET).replace(b"46086", b"99999999999")
    assert rows_of(changed(content, {SHEET: sheet})) == [(1, [99999999999, date(2026, 3, 6)])]


def test_every_sheet_is_offered_and_hidden_ones_are_marked():
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    hidden = book.create_sheet("Ẩn")
    hidden["A1"], hidden.sheet_state = "b", "hidden"
    assert [(sheet.name, sheet.is_hidden) for sheet in open_rows(saved(book), "a.xlsx")] == [
        ("Sheet", False),
        ("Ẩn", True),
    ]


def test_a_formulas_stored_value_is_read_and_nothing_is_run():
    data = '<row r="1"><c r="A1"><f>1+1</f><v>7</v></c><c r="B1" t="str"><f>HYPERLINK("x")</f><v>y</v></c></row>'
    assert rows_of(with_sheet(data)) == [(1, [7, "y"])]


def test_errors_in_cells_are_empty():
    assert (
        rows_of(
            with_sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>')
        )[0][1][1]
        == 1
    )


def test_a_million_empty_rows_are_nothing():
    empties = "".join(
        f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, 200_000)
    )
    stream = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + empties)
    assert rows_of(stream) == [(1, [1])]


@pytest.mark.parametrize(
    ("at", "code"),
    [("XFD1", "file_columns"), ("A1048576", "file_far_row"), ("XFD1048576", "file_columns")],
)
def test_one_far_cell_does_not_make_a_huge_grid(at, code):
    number = "".join(c for c in at if c.isdigit())
    far = f'<row r="{number}"><c r="{at}"><v>1</v></c></row>'
    near = '<row r="1"><c r="A1"><v>1</v></c></row>' if number != "1" else ""
    assert refused(with_sheet(near + far)) == code


def test_a_styled_far_cell_is_no_reason_to_refuse():
    assert rows_of(with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>')) == [
        (1, [1])
    ]


def test_cells_that_do_not_say_where_they_stand_are_counted():
    data = '<row><c><v>1</v></c><c t="inlineStr"><is><t>Sen</t></is></c></row><row><c><v>2</v></c></row>'
    assert rows_of(with_sheet(data)) == [(1, [1, "Sen"]), (2, [2])]


def test_unplaced_cells_cannot_make_a_huge_grid_either():
    assert refused(with_sheet("<row>" + "<c><v>1</v></c>" * 300 + "</row>")) == "file_columns"
    assert refused(with_sheet("<row><c><v>1</v></c></row>" * 30), rows=20) == "file_rows"


def test_too_many_rows_and_columns_are_refused():
    assert refused(workbook([["a"]] * 12), rows=10) == "file_rows"
    assert refused(workbook([["a"] * 12]), columns=10) == "file_columns"


def test_a_file_that_is_too_large_is_refused():
    assert refused(io.BytesIO(b"PK\x03\x04" + b"\0" * 2_000_000), megabytes=1) == "file_too_large"


def test_an_empty_file_is_refused():
    assert refused(io.BytesIO()) == "file_empty"


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = changed(workbook([["a"]]), {"xl/worksheets/sheet2.xml": b" " * 60_000_000})
    assert refused(bomb) == "file_bomb"
    assert refused(changed(workbook([["a"]]), {f"x/{n}": b"" for n in range(2100)})) == "file_bomb"


def test_a_zip_that_lies_about_its_size_is_refused():
    stream = workbook([["a" * 50] * 20] * 50)
    content = bytearray(stream.getvalue())
    with zipfile.ZipFile(stream) as archive:
        entry = archive.getinfo(SHEET)
    claimed = entry.file_size.to_bytes(4, "little")
    position = content.rfind(SHEET.encode())  # in the central directory
    at = content.find(claimed, position - 46)
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert refused(io.BytesIO(content)) in {"file_bomb", "file_damaged"}


def test_macros_are_refused():
    assert (
        refused(changed(workbook([["a"]]), {"xl/vbaProject.bin": b"x"}), "a.xlsm") == "file_macros"
    )


def test_entities_are_refused():
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert refused(changed(workbook([["a"]]), {SHEET: evil})) == "file_damaged"


def test_encrypted_workbooks_are_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refused(io.BytesIO(ole)) == "file_encrypted"


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18, b"hello", b"\x89PNG\r\n\x1a\n", b"\0" * 100,
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"<html><table></table></html>"],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(content):
    assert refused(io.BytesIO(content)) in {"file_kind", "file_damaged"}


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refused(stream) == "file_kind"


@pytest.mark.parametrize("kept", [10, 500, 0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_refused(kept):
    content = workbook(ROWS * 50).getvalue()
    short = content[: int(kept if kept >= 1 else len(content) * kept)]
    assert refused(io.BytesIO(short)) in {"file_damaged", "file_kind"}


@given(st.binary(max_size=400), st.integers(0, 4000))
@settings(max_examples=150, deadline=None)
def test_random_damage_never_breaks_the_reader(noise, at):
    content = bytearray(workbook(ROWS).getvalue())
    content[at : at + len(noise)] = noise
    try:
        rows_of(io.BytesIO(bytes(content)))
    except RuleBroken as broken:
        said = str(broken)
        assert said


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_every_usual_manner(delimiter, encoding):
    lines = [
        ["Tên", "Mã số thuế", "Ghi chú"],
        ["Sen, Hồng", "0012345678", "a\nb"],
        ["", "", ""],
        ["Lúa", "1", ""],
    ]
    words = "\r\n".join(delimiter.join(f'"{each}"' for each in line) for line in lines)
    assert rows_of(io.BytesIO(words.encode(encoding)), "a.csv") == [
        (1, lines[0]),
        (2, lines[1]),
        (5, ["Lúa", "1"]),
    ]


def test_csv_in_an_old_encoding_is_refused_with_advice():
    assert (
        refused(io.BytesIO("Tên;Đồng".encode("cp1258", "replace") + b"\xf0\xff"), "a.csv")
        == "csv_encoding"
    )


@pytest.mark.parametrize("content", [b"a,b\x00,c", b'"' + b"x" * 200_000])
def test_csv_nonsense_is_refused(content):
    assert refused(io.BytesIO(content), "a.csv") in {"file_kind", "file_damaged"}


@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_break_the_csv_reader(content):
    try:
        rows_of(io.BytesIO(content), "a.csv")
    except RuleBroken as broken:
        said = str(broken)
        assert said


@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx:Calc MS Excel 2007 XML"])
def test_files_saved_by_libreoffice_are_read(tmp_path, ending):
    source = tmp_path / "nguon.xlsx"
    source.write_bytes(workbook(ROWS, at=3).getvalue())
    if ending.startswith("xlsx"):
        source = through_libreoffice(source, "ods")
    path = through_libreoffice(source, ending)
    with path.open("rb") as stream:
        assert rows_of(stream, path.name) == [
            (3, ROWS[0]),
            (4, ["Sen Hồng", "0012345678", date(2026, 3, 5), 1500000]),
        ]
