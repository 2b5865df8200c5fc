"""The columns of a roster, in order: their headings, their look, and how each value is read from a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from portal.shared.phones import format_phone
from portal.shared.spreadsheets import Column, ColumnKind
from sme.enterprises import selectors as enterprises
from sme.enterprises.rules import Kind, LegalForm, SizeClass, State
from sme.programmes.rules import EnrolmentState, LeftWhy, Outcome
from sme.rosters import selectors
from sme.rosters.rules import PaidState
from sme.rosters.selectors import Row


@dataclass(frozen=True)
class RosterColumn(Column):
    """A column of the roster: besides its look, how its value is read from a row and how it sorts."""

    value: Callable[[Row], Any] = itemgetter("pk")
    sort: str = ""


def _col(
    key: str, vi: str, en: str, kind: ColumnKind = "text", source: str = "", **more: Any
) -> RosterColumn:
    more.setdefault("value", itemgetter(source or key))
    more.setdefault("sort", key if key in selectors.SORTS else "")
    return RosterColumn(key=key, header_vi=vi, header_en=en, kind=kind, **more)


def _words(choices: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    return dict(choices)


@lru_cache(maxsize=4096)
def _phone(stored: str) -> str:
    """As people write it; Vietnamese numbers, which are nearly all, without asking the library."""
    digits = stored[3:]
    if stored.startswith("+84") and len(digits) == 9 and digits.isdigit():
        return f"0{digits[:3]} {digits[3:6]} {digits[6:]}"
    return format_phone(stored) if stored else ""


class _Sectors(Mapping[str, str]):
    """The sections of the classification in the reader's language, read when they are asked for."""

    def __getitem__(self, code: str) -> str:
        return str(enterprises.classification().sections[code].title)

    def __iter__(self) -> Iterator[str]:
        return iter(enterprises.classification().sections)

    def __len__(self) -> int:
        return len(enterprises.classification().sections)


COLUMNS: dict[str, RosterColumn] = {
    column.key: column
    for column in (
        _col("number", "STT", "No.", "integer", width=6,
             meaning_vi="Số thứ tự trong tệp này", meaning_en="Position in this file"),
        _col("name", "Tên doanh nghiệp, HTX, hộ", "Enterprise", source="enterprise__name",
             width=42, is_wrapped=True),
        _col("tax_code", "Mã số thuế", "Tax code", "code", width=16,
             meaning_vi="Số định danh cá nhân dùng làm mã số thuế chỉ hiện bốn số cuối",
             meaning_en="Of a personal number used as tax code only the last four digits are shown"),
        _col("representative", "Người đại diện", "Representative", width=24),
        _col("phone", "Điện thoại", "Phone", "code", width=15,
             value=lambda row: _phone(row["phone"])),
        _col("email", "E-mail", "E-mail", width=28),
        _col("place", "Xã, phường", "Commune or ward", width=22,
             meaning_vi="Theo đơn vị hành chính hiện nay", meaning_en="By the administrative units of today"),
        _col("sector", "Ngành", "Sector", "choice", source="enterprise__sector", width=30, is_wrapped=True,
             words=_Sectors()),
        _col("kind", "Loại hình", "Kind", "choice", source="enterprise__kind", width=16,
             words=_words(Kind.choices)),
        _col("size", "Quy mô", "Size class", "choice", source="enterprise__size_class", width=14,
             words=_words(SizeClass.choices),
             meaning_vi="Nghị định 80/2021/NĐ-CP, điều 5", meaning_en="Decree 80/2021/NĐ-CP, article 5"),
        _col("state", "Trạng thái", "State", "choice", width=18,
             words=_words(EnrolmentState.choices)),
        _col("enrolled_on", "Ngày ghi danh", "Enrolled on", "date", width=13),
        _col("readiness_level", "Mức sẵn sàng", "Readiness level", "integer",
             source="enterprise__readiness_level", width=10,
             meaning_vi="Mức sẵn sàng chuyển đổi số mới nhất", meaning_en="Latest level of digital readiness"),
        _col("live_products", "Số sản phẩm đang bán", "Products on sale", "integer",
             source="enterprise__live_products", width=11,
             meaning_vi="Số sản phẩm đang bán trên sàn thương mại điện tử khi xuất tệp",
             meaning_en="Products for sale on marketplaces when the file was made"),
        _col("note", "Ghi chú", "Note", width=30, is_wrapped=True),
        _col("legal_form", "Hình thức pháp lý", "Legal form", "choice",
             source="enterprise__legal_form", width=24, words=_words(LegalForm.choices)),
        _col("coop_number", "Số đăng ký HTX", "Co-operative number", "code", width=16),
        _col("position", "Chức vụ", "Position", width=18),
        _col("employees", "Số lao động", "Employees", "integer", source="enterprise__employees", width=10),
        _col("is_women_led", "Nữ làm chủ", "Led by a woman", "bool",
             source="enterprise__is_women_led", width=10),
        _col("address", "Địa chỉ", "Address", source="enterprise__address", width=34, is_wrapped=True),
        _col("former_place", "Đơn vị hành chính trước đây", "Former unit", width=22,
             meaning_vi="Ghi khi địa chỉ được nhập theo đơn vị đã sáp nhập hoặc chia tách",
             meaning_en="Given where the address was entered under a unit that was merged or split"),
        _col("website", "Trang web", "Website", source="enterprise__website", width=28),
        _col("checked", "Kiểm tra hồ sơ", "Record checked", "choice", source="enterprise__state",
             width=16, words=_words(State.choices)),
        _col("readiness_on", "Ngày đánh giá", "Assessed on", "date", source="enterprise__readiness_on",
             width=13),
        _col("state_on", "Ở trạng thái này từ", "In this state since", "date", width=13),
        _col("waiting_since", "Chờ từ", "Waiting since", "moment", width=17),
        _col("reason", "Lý do", "Reason", width=30, is_wrapped=True),
        _col("paid", "Đã nộp tiền", "Paid", "choice", width=18, words=_words(PaidState.choices),
             meaning_vi="Phần cơ sở phải nộp cho đợt này", meaning_en="Its own share for this cohort"),
        _col("attendance", "Điểm danh", "Attendance", "code", width=12,
             meaning_vi="Số buổi đã dự / số buổi đã diễn ra", meaning_en="Sessions attended / sessions held so far"),
        _col("milestones", "Cột mốc", "Milestones", "code", width=12,
             meaning_vi="Số cột mốc đã hoàn thành / tổng số", meaning_en="Milestones done / of all"),
        _col("outcome", "Kết quả", "Outcome", "choice", width=20, words=_words(Outcome.choices)),
        _col("outcome_said", "Kết quả cụ thể", "What came of it", width=34, is_wrapped=True),
        _col("left_why", "Nhóm lý do rời đợt", "Why it left", "choice", width=30,
             words=_words(LeftWhy.choices)),
    )
}  # fmt: skip


def columns(keys: Sequence[str]) -> list[RosterColumn]:
    """The columns of these keys, in the order given."""
    return [COLUMNS[key] for key in keys]
