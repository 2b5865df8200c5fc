"""The columns that lists of products and listings have, and the words that people put above them."""

from django.utils.translation import gettext_lazy as _

from portal.shared.imports import ImportField
from sme.marketplaces.rules import Category, ListingState


def _categories() -> list[str]:
    return [str(each.label) for each in Category]


def _states() -> list[str]:
    return [str(each.label) for each in ListingState]


_WHO = (
    ImportField(
        "enterprise", "Tên cơ sở", "Enterprise",
        headings=(
            "tên doanh nghiệp", "tên doanh nghiệp, cơ sở", "doanh nghiệp", "cơ sở", "chủ thể", "tên chủ thể",
            "đơn vị", "tên đơn vị", "đơn vị sản xuất", "cơ sở sản xuất", "nhà sản xuất", "htx", "hợp tác xã",
            "tên htx", "tên dn", "tên hộ", "hộ kinh doanh", "đơn vị chủ thể", "chủ thể sản xuất", "producer",
        ),
        help_vi="Đúng tên trong sổ; khi có mã số thuế hoặc mã hồ sơ thì chỉ để đối chiếu.",
        help_en="The name as registered; with a tax code or record number it only helps people.",
        example="Hộ kinh doanh Bánh phồng Út Hoa", width=36,
    ),
    ImportField(
        "tax_code", "Mã số thuế", "Tax code",
        headings=("mst", "mã số doanh nghiệp", "msdn", "mã thuế", "mã số thuế/cccd", "tax id"),
        kind="code", example="1400123456", width=16,
    ),
    ImportField(
        "record", "Mã hồ sơ", "Record",
        headings=("mã hồ sơ", "mã hồ sơ sen số", "id cơ sở"),
        help_vi="Số của hồ sơ trong Sen Số.", help_en="The record's number in Sen Số.", kind="integer",
    ),
    ImportField(
        "place", "Xã, phường", "Commune or ward",
        headings=("xã", "phường", "xã/phường", "phường/xã", "địa bàn", "địa phương", "địa chỉ cơ sở", "commune"),
        example="Xã Mỹ Thọ", width=20,
    ),
)  # fmt: skip
_WHAT = (
    ImportField(
        "product", "Sản phẩm", "Product",
        headings=("tên sản phẩm", "tên sp", "sp", "tên hàng", "mặt hàng", "tên mặt hàng", "hàng hoá",
                  "sản phẩm ocop", "tên sản phẩm ocop", "product name"),
        is_required=True, example="Bánh phồng tôm", width=32,
    ),
    ImportField(
        "barcode", "Mã vạch", "Barcode",
        headings=("mã vạch sản phẩm", "gtin", "ean", "mã gtin", "barcode"),
        kind="code", example="8934563138165", width=16,
    ),
    ImportField(
        "category", "Nhóm hàng", "Category",
        headings=("nhóm", "nhóm sản phẩm", "ngành hàng", "loại sản phẩm", "phân nhóm", "loại hàng"),
        kind="choice", choices=_categories, width=24,
    ),
    ImportField(
        "stars", "Sao OCOP", "OCOP stars",
        headings=("ocop", "hạng sao", "số sao", "sao", "xếp hạng ocop", "hạng ocop", "số sao ocop"),
        help_vi="3, 4, 5 hoặc để trống.", help_en="3, 4, 5, or empty.", example="4", width=10,
    ),
)  # fmt: skip

PRODUCT_FIELDS = (
    *_WHO,
    *_WHAT,
    ImportField("name_en", "Tên tiếng Anh", "Name in English",
                headings=("tên sản phẩm tiếng anh", "english name"), width=28),
    ImportField("unit", "Đơn vị tính", "Sold by",
                headings=("đvt", "quy cách", "đơn vị", "quy cách đóng gói"), example="gói 200 g", width=14),
    ImportField("origin", "Xuất xứ", "Origin",
                headings=("nơi sản xuất", "vùng nguyên liệu", "nguồn gốc"), width=24),
)  # fmt: skip

LISTING_FIELDS = (
    *_WHO,
    *_WHAT,
    ImportField(
        "marketplace", "Sàn", "Marketplace",
        headings=("sàn tmđt", "tên sàn", "sàn thương mại điện tử", "kênh bán", "sàn giao dịch"),
        help_vi="Không bắt buộc: địa chỉ cho biết sàn nào.",
        help_en="Not needed: the address tells which.", example="Shopee", width=14,
    ),
    ImportField(
        "address", "Địa chỉ trên sàn", "Address on the marketplace",
        headings=("link", "đường link", "đường dẫn", "link sản phẩm", "link bán hàng", "địa chỉ", "url",
                  "link trên sàn", "đường dẫn sản phẩm", "địa chỉ sản phẩm", "link shopee", "link gian hàng/sản phẩm"),
        is_required=True, example="https://shopee.vn/banh-phong-tom-i.77.123456", width=50,
    ),
    ImportField(
        "state", "Trạng thái", "State",
        headings=("tình trạng", "hiện trạng", "tình trạng bán", "trạng thái trên sàn"),
        kind="choice", choices=_states, width=18,
    ),
    ImportField(
        "day", "Từ ngày", "Since",
        headings=("ngày", "ngày lên sàn", "ngày bán", "ngày bắt đầu", "kể từ ngày", "thời điểm lên sàn",
                  "ngày đăng", "ngày ghi nhận"),
        help_vi="31/12/2026, 2026-12-31 hoặc ngày 31 tháng 12 năm 2026.",
        help_en="31/12/2026, 2026-12-31 or in words.", kind="date", example="05/03/2026",
    ),
    ImportField("note", "Ghi chú", "Note", headings=("ghi chú", "lý do", "nội dung"), width=30),
)  # fmt: skip

PRODUCT_NOTES = (
    _(
        "The business is found by its tax code, its record number, or its exact name and its commune."
    ),
    _("An empty cell never erases what stands there."),
)
LISTING_NOTES = (
    *PRODUCT_NOTES,
    _("A product that is not there yet is made along with its listing."),
    _(
        "A state needs its day. Rows about one address that is recorded with the same state change nothing."
    ),
)
