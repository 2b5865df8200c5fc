"""Invented enterprises of the Mekong delta: names, trades, sizes and numbers that belong to nobody.

Everything is drawn from a seeded generator, so that each run makes the same world. Tax codes begin
with 149, personal numbers with the unassigned province 000, phones with the unassigned 0999.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.vn import mst


@dataclass(frozen=True)
class Trade:
    """A line of business: its VSIC 2018 section, what names sound like, and where it is at home.

    Homes are pairs: what a name calls the place, and today's commune or ward.
    """

    key: str
    sector: str
    words: tuple[str, ...]
    homes: tuple[tuple[str, str], ...]


TRADES = (
    Trade("rice", "A", ("Lúa Gạo", "Gạo Sạch", "Gạo Nàng Hoa", "Gạo Hữu Cơ"),
          (("Tháp Mười", "Xã Tháp Mười"), ("Trường Xuân", "Xã Trường Xuân"),
           ("Tam Nông", "Xã Tam Nông"), ("Tân Hồng", "Xã Tân Hồng"),
           ("Phú Cường", "Xã Phú Cường"), ("Tân Phước", "Xã Tân Phước 2"),
           ("Gò Công", "Xã Gò Công Đông"))),
    Trade("lotus", "C", ("Trà Sen", "Hạt Sen", "Sen Sấy", "Tinh Dầu Sen"),
          (("Tháp Mười", "Xã Tháp Mười"), ("Mỹ Quí", "Xã Mỹ Quí"), ("Thanh Mỹ", "Xã Thanh Mỹ"),
           ("Đốc Binh Kiều", "Xã Đốc Binh Kiều"), ("Tràm Chim", "Xã Tràm Chim"),
           ("Cao Lãnh", "Phường Cao Lãnh"))),
    Trade("mango", "A", ("Xoài Cát Chu", "Xoài Sấy", "Trái Cây", "Xoài Hòa Lộc"),
          (("Mỹ Thọ", "Xã Mỹ Thọ"), ("Mỹ Hiệp", "Xã Mỹ Hiệp"), ("Cao Lãnh", "Phường Cao Lãnh"),
           ("Bình Hàng Trung", "Xã Bình Hàng Trung"), ("An Hữu", "Xã An Hữu"),
           ("Cái Bè", "Xã Cái Bè"))),
    Trade("fish", "C", ("Cá Tra", "Khô Cá Lóc", "Mắm Cá Linh", "Thuỷ Sản"),
          (("Hồng Ngự", "Phường Hồng Ngự"), ("Thanh Bình", "Xã Thanh Bình"),
           ("Thường Phước", "Xã Thường Phước"), ("Tân Hộ Cơ", "Xã Tân Hộ Cơ"),
           ("Gia Thuận", "Xã Gia Thuận"), ("Tân Thành", "Xã Tân Thành"))),
    Trade("flowers", "A", ("Hoa Kiểng", "Vườn Hồng", "Hoa Cúc", "Cây Cảnh"),
          (("Sa Đéc", "Phường Sa Đéc"), ("Tân Khánh Đông", "Phường Sa Đéc"),
           ("Tân Dương", "Xã Tân Dương"), ("Tân Khánh Trung", "Xã Tân Khánh Trung"),
           ("Mỹ Phong", "Phường Mỹ Phong"))),
    Trade("cakes", "C", ("Bánh Phồng Tôm", "Hủ Tiếu", "Bột Gạo", "Bánh Tráng"),
          (("Sa Đéc", "Phường Sa Đéc"), ("Tân Phú Trung", "Xã Tân Phú Trung"),
           ("Phú Hựu", "Xã Phú Hựu"), ("Mỹ Tho", "Phường Mỹ Tho"), ("Lấp Vò", "Xã Lấp Vò"))),
    Trade("craft", "C", ("Dệt Chiếu", "Đan Lục Bình", "Xuồng Gỗ", "Khăn Rằn"),
          (("Lấp Vò", "Xã Lấp Vò"), ("Long Khánh", "Xã Long Khánh"),
           ("Mỹ An Hưng", "Xã Mỹ An Hưng"), ("Hòa Long", "Xã Hòa Long"),
           ("Gò Công", "Phường Gò Công"))),
    Trade("citrus", "C", ("Nem Chua", "Quýt Hồng", "Rượu Trái Cây", "Mứt Quýt"),
          (("Lai Vung", "Xã Lai Vung"), ("Hòa Long", "Xã Hòa Long"),
           ("Phong Hòa", "Xã Phong Hòa"), ("Tân Nhuận Đông", "Xã Tân Nhuận Đông"))),
    Trade("orchard", "C", ("Thanh Long", "Kẹo Dừa", "Sầu Riêng", "Vú Sữa"),
          (("Chợ Gạo", "Xã Chợ Gạo"), ("Mỹ Tịnh An", "Xã Mỹ Tịnh An"),
           ("Vĩnh Kim", "Xã Vĩnh Kim"), ("Ngũ Hiệp", "Xã Ngũ Hiệp"),
           ("Cai Lậy", "Phường Cai Lậy"))),
    Trade("tourism", "I", ("Du Lịch Sinh Thái", "Homestay", "Nhà Vườn", "Du Lịch Miệt Vườn"),
          (("Thới Sơn", "Phường Thới Sơn"), ("Cái Bè", "Xã Cái Bè"),
           ("Tràm Chim", "Xã Tràm Chim"), ("Sa Đéc", "Phường Sa Đéc"),
           ("Ngũ Hiệp", "Xã Ngũ Hiệp"))),
)  # fmt: skip

GOOD_WORDS = ("Phú Quý", "Thành Công", "Đồng Tiến", "Hưng Thịnh", "An Khang", "Tân Phát",
              "Hoàng Gia", "Minh Tâm", "Phước Lộc", "Thuận Thiên", "Ngọc Lan", "Hồng Phúc",
              "Bình Minh", "Việt Xanh", "Đất Lành", "Sông Tiền", "Hương Quê")  # fmt: skip
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLE_F = ("Thị", "Thị Ngọc", "Thị Mỹ", "Kim", "Thanh")
GIVEN_F = ("Lan", "Hạnh", "Tuyết", "Đào", "Nga", "Thu", "Diễm", "Hoa", "Phượng", "Út")
MIDDLE_M = ("Văn", "Hữu", "Thanh", "Minh", "Quốc")
GIVEN_M = ("Hùng", "Dũng", "Phong", "Tài", "Nghĩa", "Khánh", "Lợi", "Tư", "Sáu", "Đức")
CALLED_F = ("Cô Ba", "Cô Bảy", "Dì Út", "Bà Tám", "Chị Năm")
CALLED_M = ("Chú Tư", "Anh Hai", "Ông Sáu", "Chú Chín", "Bác Ba")

KINDS = (  # kind, legal form, name's beginning, share of a hundred, employees from–to
    ("household", "household", "Hộ kinh doanh", 38, (1, 9)),
    ("enterprise", "llc1", "Công ty TNHH MTV", 17, (4, 60)),
    ("enterprise", "llc", "Công ty TNHH", 14, (6, 90)),
    ("enterprise", "jsc", "Công ty Cổ phần", 5, (20, 180)),
    ("enterprise", "private", "Doanh nghiệp tư nhân", 6, (3, 25)),
    ("cooperative", "coop", "Hợp tác xã", 14, (7, 60)),
    ("facility", "facility", "Cơ sở", 6, (2, 15)),
)


@dataclass(frozen=True)
class Invented:
    """One invented enterprise; ``index`` makes its numbers unique."""

    index: int
    kind: str
    legal_form: str
    name: str
    trade: str
    sector: str
    commune: str
    employees: int
    revenue_vnd: int
    capital_vnd: int
    owner: str
    is_women_led: bool

    @property
    def tax_code(self) -> str:
        """Ten digits that begin with 149 and carry a right check digit."""
        return tax_code(self.index)

    @property
    def personal_number(self) -> str:
        """Twelve digits of a province that does not exist."""
        return f"000{self.index:09d}"

    @property
    def cooperative_number(self) -> str:
        """A registration number of the older form."""
        return f"5199{self.index:06d}"

    @property
    def phone(self) -> str:
        """A number that no operator has."""
        return f"+84999{self.index % 1_000_000:06d}"


def tax_code(index: int) -> str:
    """The ``index``-th invented tax code (unique below half a million; then the prefix runs over into 150 …).

    A stem whose check digit would be 10 has none; its odd neighbour, whose weighted sum differs by
    3, then always has one.
    """
    stem = 149_000_000 + 2 * index
    digit = mst.calc_check_digit(str(stem))
    if len(digit) > 1:
        stem += 1
        digit = mst.calc_check_digit(str(stem))
    return f"{stem}{digit}"


def _person(rng: random.Random) -> tuple[str, bool]:
    is_woman = rng.random() < 0.42
    middle, given = (MIDDLE_F, GIVEN_F) if is_woman else (MIDDLE_M, GIVEN_M)
    return f"{rng.choice(FAMILY)} {rng.choice(middle)} {rng.choice(given)}", is_woman


def enterprises(rng: random.Random, count: int, first: int = 1) -> Iterator[Invented]:
    """Yield ``count`` invented enterprises; the same generator state gives the same ones."""
    shares = [kind[3] for kind in KINDS]
    taken: set[str] = set()
    for index in range(first, first + count):
        kind, form, beginning, _share, staff = rng.choices(KINDS, shares)[0]
        trade = TRADES[(index - 1) % len(TRADES)]
        owner, is_woman = _person(rng)
        called, commune = rng.choice(trade.homes)
        tail = rng.choice(GOOD_WORDS)
        if kind in ("household", "facility"):
            tail = rng.choice(CALLED_F if is_woman else CALLED_M)
        name = f"{beginning} {rng.choice(trade.words)} {tail} {called}"
        if name in taken or count > 5_000:  # at scale names are told apart by their number
            name = f"{name} {index}"
        else:
            taken.add(name)
        employees = rng.randint(*staff)
        yield Invented(
            index=index,
            kind=kind,
            legal_form=form,
            name=name,
            trade=trade.key,
            sector=trade.sector,
            commune=commune,
            employees=employees,
            revenue_vnd=employees * rng.randint(180, 900) * 1_000_000,
            capital_vnd=employees * rng.randint(60, 400) * 1_000_000,
            owner=owner,
            is_women_led=is_woman,
        )
