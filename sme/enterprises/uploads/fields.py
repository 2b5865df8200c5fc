"""The columns that lists of enterprises have, and the many words that communes put above them."""

from django.utils.translation import gettext_lazy as _

from portal.shared.imports import ImportField
from sme.enterprises.rules import Kind, LegalForm


def _kinds() -> list[str]:
    return [str(each.label) for each in Kind]


def _forms() -> list[str]:
    return [str(each.label) for each in LegalForm]


FIELDS = (
    ImportField(
        "name", "Tên doanh nghiệp, cơ sở", "Name",
        headings=(
            "tên", "tên doanh nghiệp", "tên cơ sở", "tên dn", "tên đơn vị", "tên hộ kinh doanh", "tên hộ",
            "tên htx", "tên hợp tác xã", "tên công ty", "tên cơ sở kinh doanh", "tên cơ sở sản xuất",
            "tên doanh nghiệp/cơ sở", "tên dn/htx/hkd", "tên đơn vị kinh doanh", "tên tổ chức",
            "doanh nghiệp", "cơ sở", "đơn vị", "hộ kinh doanh", "tên doanh nghiệp/htx/hộ kinh doanh",
            "tên chủ thể", "chủ thể", "tên biển hiệu", "tên bảng hiệu", "tên gọi", "business name",
        ),
        is_required=True, example="Hộ kinh doanh Bánh phồng Út Hoa", width=40,
    ),
    ImportField(
        "tax_code", "Mã số thuế", "Tax code",
        headings=(
            "mst", "mã số doanh nghiệp", "msdn", "mã số dn", "ma so thue", "mã thuế", "mst/cccd",
            "mã số thuế/số đăng ký", "mã số thuế / số đăng ký", "mã số thuế dn", "mã dn", "số mst",
            "mã số hộ kinh doanh", "mã số hkd", "mã số thuế hoặc cccd", "giấy phép kinh doanh", "số gpkd",
            "gpkd", "số đkkd", "số đăng ký kinh doanh", "tax id", "tax number",
        ),
        help_vi="10 số, chi nhánh 13 số, hoặc 12 số định danh cá nhân của chủ hộ.",
        help_en="10 digits, a branch 13, or the owner's 12-digit personal number.",
        kind="code", example="1400123456", width=18,
    ),
    ImportField(
        "personal_number", "Số CCCD của chủ hộ", "Owner's personal number",
        headings=(
            "cccd", "số cccd", "cccd chủ hộ", "số cccd chủ hộ", "cccd của chủ hộ", "cmnd", "cmnd/cccd",
            "cccd/cmnd", "số định danh", "số định danh cá nhân", "mã định danh", "căn cước", "số căn cước",
            "căn cước công dân", "số căn cước công dân", "cccd người đại diện", "số cccd người đại diện",
        ),
        help_vi="Chỉ dùng khi hộ kinh doanh lấy số này làm mã số thuế.",
        help_en="Used only where a household business has it as its tax code.",
        kind="code", example="087090123456", width=18,
    ),
    ImportField(
        "cooperative_number", "Số giấy chứng nhận đăng ký HTX", "Co-operative's certificate",
        headings=(
            "số gcn", "số gcn htx", "gcn đăng ký htx", "số gcn đăng ký htx", "số giấy chứng nhận", "mã số htx",
            "số đăng ký htx", "số giấy cn đkkd htx", "mã số hợp tác xã", "gcn đkhtx", "số gcn đkhtx",
        ),
        kind="code", example="51A07000012", width=20,
    ),
    ImportField(
        "kind", "Loại hình", "Kind",
        headings=(
            "loại hình", "loại hình dn", "loại hình doanh nghiệp", "loại hình kinh doanh", "loại", "đối tượng",
            "loại hình tổ chức", "loại chủ thể", "hình thức", "hình thức kinh doanh", "type",
        ),
        help_vi="Doanh nghiệp, hợp tác xã, hộ kinh doanh, cơ sở sản xuất; “Công ty TNHH”, “HTX”, “HKD” cũng hiểu.",
        help_en="Enterprise, co-operative, household business, facility; “LLC” and the like are understood.",
        kind="choice", choices=_kinds, example="Hộ kinh doanh", width=20,
    ),
    ImportField(
        "legal_form", "Hình thức pháp lý", "Legal form",
        headings=("hình thức pháp lý", "loại hình pháp lý", "hình thức tổ chức", "loại công ty"),
        kind="choice", choices=_forms, width=24,
    ),
    ImportField(
        "contact_name", "Người đại diện", "Representative",
        headings=(
            "người đại diện", "người đại diện pháp luật", "đại diện pháp luật", "người đdpl", "đdpl", "chủ hộ",
            "họ tên chủ hộ", "tên chủ hộ", "họ và tên chủ hộ", "chủ cơ sở", "tên chủ cơ sở", "họ tên chủ cơ sở",
            "chủ doanh nghiệp", "chủ dn", "giám đốc", "họ và tên", "họ tên", "người liên hệ", "đại diện",
            "họ tên người đại diện", "tên người đại diện", "chủ nhiệm", "chủ cơ sở/người đại diện", "contact",
        ),
        example="Nguyễn Thị Hoa", width=24,
    ),
    ImportField(
        "contact_position", "Chức vụ", "Position",
        headings=("chức danh", "chức vụ người đại diện", "chức vụ người liên hệ"), width=18,
    ),
    ImportField(
        "phone", "Điện thoại", "Phone",
        headings=(
            "sđt", "số điện thoại", "đt", "điện thoại liên hệ", "số đt", "di động", "số di động", "dđ", "đtdđ",
            "điện thoại/zalo", "sđt/zalo", "zalo", "hotline", "liên hệ", "điện thoại cơ sở", "tel", "mobile",
        ),
        kind="code", example="0912345678", width=16,
    ),
    ImportField(
        "email", "Email", "E-mail",
        headings=("thư điện tử", "địa chỉ email", "hộp thư", "mail", "gmail", "email liên hệ"),
        example="uthoa@example.vn", width=26,
    ),
    ImportField(
        "contact_phone", "Điện thoại người đại diện", "Representative's phone",
        headings=("sđt người đại diện", "sđt chủ hộ", "điện thoại chủ hộ", "sđt giám đốc", "sđt đại diện",
                  "số điện thoại người đại diện", "điện thoại người liên hệ", "sđt người liên hệ"),
        kind="code", width=16,
    ),
    ImportField(
        "contact_email", "Email người đại diện", "Representative's e-mail",
        headings=("email chủ hộ", "email người liên hệ", "email giám đốc"), width=26,
    ),
    ImportField(
        "website", "Trang web", "Website",
        headings=("web", "website", "địa chỉ web", "địa chỉ website", "trang thông tin điện tử"), width=26,
    ),
    ImportField(
        "address", "Địa chỉ", "Address",
        headings=(
            "địa chỉ trụ sở", "địa chỉ kinh doanh", "địa chỉ cơ sở", "trụ sở", "trụ sở chính", "nơi kinh doanh",
            "địa điểm kinh doanh", "số nhà đường", "số nhà", "số nhà, đường", "địa chỉ sản xuất", "địa điểm",
            "địa chỉ liên hệ", "địa chỉ hiện tại",
        ),
        example="12/3 ấp Tân Lợi", width=34,
    ),
    ImportField(
        "hamlet", "Ấp, khóm", "Hamlet",
        headings=("ấp", "khóm", "ấp/khóm", "khóm/ấp", "khóm, ấp", "thôn", "khu phố", "tổ dân phố", "ấp khóm"),
        example="Ấp 3", width=16,
    ),
    ImportField(
        "place", "Xã, phường", "Commune or ward",
        headings=(
            "xã", "phường", "xã/phường", "phường/xã", "xã phường", "xã, phường, thị trấn", "xã/phường/thị trấn",
            "phường/xã/thị trấn", "tên xã", "địa bàn", "xã, phường hiện nay", "xã/phường mới", "xã mới",
            "đơn vị hành chính", "địa phương", "xã/phường/tt", "xã/thị trấn", "commune", "ward",
        ),
        help_vi="Tên cũ cũng được hiểu; khi tên trùng, thêm cột huyện cũ.",
        help_en="Old names are understood; where a name is not unique, add the former district.",
        example="Xã Mỹ Thọ", width=24,
    ),
    ImportField(
        "district", "Huyện, thị xã cũ", "Former district",
        headings=(
            "huyện", "huyện/thị xã/thành phố", "huyện/tp", "huyện, thành phố", "quận/huyện", "quận huyện",
            "huyện cũ", "huyện/thành phố", "thành phố/huyện", "huyện/tx/tp", "tp/huyện", "district",
        ),
        example="Huyện Cao Lãnh", width=22,
    ),
    ImportField(
        "sector", "Ngành nghề", "Sector in words",
        headings=(
            "ngành", "lĩnh vực", "ngành nghề kinh doanh", "ngành nghề chính", "ngành nghề kd", "lĩnh vực kinh doanh",
            "lĩnh vực hoạt động", "ngành nghề sản xuất", "ngành, nghề", "ngành nghề sản xuất kinh doanh",
            "mặt hàng", "mặt hàng kinh doanh", "ngành hàng", "hoạt động chính",
        ),
        help_vi="Bằng lời (“bán lẻ tạp hoá”) hoặc bằng mã.", help_en="In words or by code.",
        example="Sản xuất bánh phồng", width=30,
    ),
    ImportField(
        "sector_code", "Mã ngành", "Sector code",
        headings=("mã ngành", "mã ngành nghề", "mã ngành chính", "mã vsic", "vsic", "mã ngành kinh tế",
                  "mã ngành cấp 2", "mã ngành cấp 4", "mã ngành kinh doanh"),
        kind="code", example="C10", width=12,
    ),
    ImportField(
        "employees", "Số lao động", "Employees",
        headings=("lao động", "số lđ", "sld", "tổng số lao động", "số người lao động", "số nhân viên", "nhân viên",
                  "số lao động bình quân", "số lao động tham gia bhxh", "nhân sự", "số nhân sự"),
        kind="integer", example="8",
    ),
    ImportField(
        "revenue", "Doanh thu năm", "Revenue a year",
        headings=("doanh thu", "doanh thu bình quân", "tổng doanh thu", "doanh thu/năm", "doanh thu hàng năm",
                  "doanh thu năm trước", "doanh số"),
        help_vi="Đồng; hoặc “2,1 tỷ”, “850 triệu”. Đơn vị ghi ở tiêu đề cột cũng được hiểu.",
        help_en="In đồng, or “2,1 tỷ”. A unit in the heading is understood.",
        kind="money", example="2100000000", width=20,
    ),
    ImportField(
        "capital", "Vốn", "Capital",
        headings=("nguồn vốn", "vốn điều lệ", "tổng nguồn vốn", "vốn kinh doanh", "vốn đăng ký", "tổng vốn",
                  "vốn đầu tư"),
        kind="money", width=20,
    ),
    ImportField(
        "founded_on", "Ngày thành lập", "Founded on",
        headings=("năm thành lập", "ngày thành lập", "năm tl", "ngày cấp", "ngày cấp gcn", "ngày đăng ký",
                  "ngày cấp đkkd", "năm bắt đầu", "năm hoạt động", "thành lập", "ngày đăng ký kinh doanh"),
        help_vi="31/12/2020, 2020-12-31 hoặc chỉ năm.", help_en="31/12/2020, 2020-12-31, or a year alone.",
        kind="date", example="05/03/2020",
    ),
    ImportField(
        "is_women_led", "Nữ làm chủ", "Led by a woman",
        headings=("nữ làm chủ", "phụ nữ làm chủ", "do phụ nữ làm chủ", "giới tính", "giới tính chủ", "nam/nữ",
                  "giới tính người đại diện", "giới tính chủ hộ"),
        kind="bool", example="có",
    ),
    ImportField(
        "kept_reason", "Lý do giữ mã số thuế sai số kiểm tra", "Reason to keep a wrong tax code",
        headings=("lý do giữ mst", "lý do giữ mã số thuế"),
        help_vi="Chỉ khi đã xem giấy chứng nhận; sẽ hiện ở phần chất lượng dữ liệu.",
        help_en="Only if you have seen the certificate; it shows up in data quality.",
        width=24,
    ),
    ImportField(
        "record", "Mã hồ sơ", "Record",
        headings=("mã hồ sơ", "mã hồ sơ sen số", "id"),
        help_vi="Số của hồ sơ trong Sen Số, khi danh sách đã xuất từ đây.",
        help_en="The record's number, when the list was exported from here.",
        kind="integer",
    ),
)  # fmt: skip

NOTES = (
    _("An empty cell never erases what stands in the registry."),
    _(
        "Keep the columns of codes and phones as text: a spreadsheet takes their leading zeros away."
    ),
    _("Rows without a tax code are welcome: they wait in the list of records to be completed."),
)
