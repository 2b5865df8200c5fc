"""A list as communes send them, invented: title, headings of two rows, sections, totals, and every usual mistake."""

from datetime import date
from typing import Any

import openpyxl

from tests.factories.enterprises import tax_code

HEAD = (
    ("TT", "Tên cơ sở", "MST", "CCCD chủ hộ", "Loại hình", "Chủ cơ sở", "SĐT", "Email", "Địa chỉ", None, None,
     "Ngành nghề kinh doanh", "Số LĐ", "Doanh thu (triệu đồng)", "Năm thành lập"),
    (None, None, None, None, None, None, None, None, "Ấp/Khóm", "Xã/Phường", "Huyện cũ", None, None, None, None),
)  # fmt: skip


def lost_zero() -> tuple[str, int]:
    """A tax code that begins with 0, and what a spreadsheet makes of it."""
    from stdnum.vn import mst

    for number in range(30_012_345, 30_012_400):
        digit = mst.calc_check_digit(f"0{number}")
        if len(digit) == 1:
            return f"0{number}{digit}", int(f"{number}{digit}")
    raise AssertionError


def rows() -> list[list[Any]]:
    """The rows of the list, good and bad; see the how-to for what becomes of each."""
    return [
        ["I", "XÃ MỸ THỌ"],
        [1, "Công ty TNHH MTV Sen Hồng Mỹ Thọ", tax_code(900_001), None, "Công ty TNHH MTV", "Lê Văn Tám",
         "0912 345 678", "senhong@example.vn", "Ấp 1", "Mỹ Thọ", None, "Sản xuất trà sen", 12, 2100, 2018],
        [2, "HKD Bánh phồng Út Hoa", None, "087190012345", "Hộ KD", "Nguyễn Thị Hoa", 912345679,
         "không có", "Ấp 2", "xã Mỹ Thọ", "H. Cao Lãnh", "bán lẻ tạp hoá", "3 người", "850", "05/03/2020"],
        [3, "Cơ sở mắm cá linh Bà Tư", lost_zero()[1], None, "Cơ sở", "Trần Thị Tư", "0913456789 / 0914567890",
         None, 3, "Mỹ Thọ", None, "Chế biến mắm", 4, "1,2 tỷ", date(2015, 6, 1)],
        [4, "HTX Nông nghiệp Mỹ Thọ", None, None, "HTX", "Phạm Văn Năm", "+84 915 678 901",
         "htxmytho@example.vn", "Ấp 5", "MỸ THỌ", "Huyện Cao Lãnh", "Trồng lúa", 25, 5400, "2016-09-30"],
        [5, "Tạp hoá Cô Ba", "1400123457", None, "Hộ kinh doanh", "Võ Thị Ba", "0916789012",
         None, "Ấp 1", "Mỹ Thọ", None, "tạp hoá", 2, 300, 2012],
        ["II", "CÁC XÃ KHÁC"],
        [6, "Cơ sở dệt choàng Long Khánh", None, None, "Cơ sở sản xuất", "Hồ Văn Sáu", "0917890123",
         None, "Ấp Long Phước", "Long Khánh A", "Hồng Ngự", "Dệt khăn choàng", 7, 640, 1998],
        [7, "Vườn xoài Bảy Ngọc", None, "87090123456", "Hộ kinh doanh", "Lý Văn Bảy", "0918901234",
         None, "Ấp 3", "Tịnh Thới", "TP Cao Lãnh", "Trồng xoài", 5, 900, 2010],
        [8, "Quán cà phê Tám", None, None, "Hộ kinh doanh", "Đỗ Văn Tám", "12345",
         "tam@", "Ấp 3", "Xã Không Có", None, "cà phê", "hai", 120, "31/02/2020"],
        [9, "Lò bánh Chín Hưng", None, None, "Hộ kinh doanh", "Bùi Văn Chín", "0919012345",
         None, "Ấp 4", "Mỹ Thọ", None, "làm bánh", 3, 200, 2019],
        [10, "Lò bánh Chín Hưng", None, None, "Hộ kinh doanh", "Bùi Văn Chín", "0919012345",
         None, "Ấp 4", "Mỹ Thọ", None, "làm bánh", 6, 200, 2019],
        [None, "Tổng cộng", None, None, None, None, None, None, None, None, None, None, 67, None, None],
        [],
        [None, None, None, None, None, None, None, None, None, None, None, "Người lập biểu"],
    ]  # fmt: skip


def messy() -> openpyxl.Workbook:
    """The workbook."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Danh sách"
    sheet["A1"], sheet["H1"] = "UBND XÃ MỸ THỌ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["A3"] = "DANH SÁCH CƠ SỞ SẢN XUẤT KINH DOANH NĂM 2026 (số liệu minh hoạ)"
    for area in ("A1:E1", "H1:O1", "A3:O3"):
        sheet.merge_cells(area)
    for number, row in enumerate((*HEAD, *rows()), 5):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)
    sheet.merge_cells("I5:K5")
    for letter in "ABCDEFGHLMNO":
        sheet.merge_cells(f"{letter}5:{letter}6")
    sheet.column_dimensions["B"].width = 34
    return book
