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
    """A line of business: what names sound like, where it is at home, VSIC 2018 section."""

    key: str
    sector: str
    words: tuple[str, ...]
    communes: tuple[str, ...]


TRADES = (
    Trade("rice", "A", ("Lúa Gạo", "Gạo Sạch", "Nông Sản", "Gạo Hữu Cơ"),
          ("Xã Tháp Mười", "Xã Tam Nông", "Xã Tràm Chim", "Xã Trường Xuân", "Xã Phú Thọ")),
    Trade("lotus", "C", ("Sen", "Trà Sen", "Sen Hồng", "Hạt Sen"),
          ("Xã Tháp Mười", "Xã Mỹ Quí", "Xã Thanh Mỹ", "Phường Cao Lãnh")),
    Trade("mango", "A", ("Xoài", "Trái Cây", "Xoài Cát", "Cây Ăn Trái"),
          ("Phường Cao Lãnh", "Xã Mỹ Thọ", "Xã Phong Hòa", "Phường Mỹ Trà")),
    Trade("fish", "C", ("Thủy Sản", "Cá Tra", "Cá Khô", "Mắm"),
          ("Phường Hồng Ngự", "Xã Thanh Bình", "Xã Tân Hồng", "Phường An Bình")),
    Trade("flowers", "A", ("Hoa Kiểng", "Vườn Hoa", "Hoa Tươi", "Cây Cảnh"),
          ("Phường Sa Đéc", "Xã Tân Dương", "Xã Lấp Vò")),
    Trade("cakes", "C", ("Bánh Phồng Tôm", "Hủ Tiếu", "Bột Gạo", "Bánh Tráng"),
          ("Phường Sa Đéc", "Xã Lai Vung", "Xã Phú Hựu", "Xã Hòa Long")),
    Trade("craft", "C", ("Dệt Chiếu", "Đan Lục Bình", "Xuồng Gỗ", "Khăn Rằn"),
          ("Xã Lấp Vò", "Xã Long Khánh", "Xã Mỹ An Hưng", "Xã Lai Vung")),
    Trade("citrus", "C", ("Nem Lai Vung", "Quýt Hồng", "Nem Chua", "Rượu Trái Cây"),
          ("Xã Lai Vung", "Xã Hòa Long", "Xã Phong Hòa")),
    Trade("coconut", "C", ("Dừa", "Kẹo Dừa", "Thanh Long", "Mứt Trái Cây"),
          ("Xã Chợ Gạo", "Phường Mỹ Tho", "Xã Tân Phước 1", "Phường Gò Công")),
    Trade("tourism", "I", ("Du Lịch Sinh Thái", "Homestay", "Vườn Trái Cây", "Nhà Vườn"),
          ("Phường Thới Sơn", "Xã Cái Bè", "Xã Tràm Chim", "Phường Sa Đéc")),
)  # fmt: skip

PLACES_IN_NAMES = ("Tháp Mười", "Sa Đéc", "Cao Lãnh", "Hồng Ngự", "Lai Vung", "Lấp Vò", "Cái Bè",
                   "Gò Công", "Chợ Gạo", "Tam Nông", "Thanh Bình", "Mỹ Tho")  # fmt: skip
GOOD_WORDS = ("Phú Quý", "Thành Công", "Đồng Tiến", "Hưng Thịnh", "An Khang", "Tân Phát",
              "Hoàng Gia", "Minh Tâm", "Phước Lộc", "Thuận Thiên", "Ngọc Lan", "Hồng Phúc",
              "Bình Minh", "Việt Xanh", "Đất Lành", "Sông Tiền", "Hương Quê")  # fmt: skip
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLE_F = ("Thị", "Thị Ngọc", "Thị Mỹ", "Kim", "Thanh")
GIVEN_F = ("Lan", "Hạnh", "Tuyết", "Đào", "Nga", "Thu", "Diễm", "Hoa", "Bé Ba", "Út")
MIDDLE_M = ("Văn", "Hữu", "Thanh", "Minh", "Quốc")
GIVEN_M = ("Hùng", "Dũng", "Phong", "Tài", "Nghĩa", "Khánh", "Lợi", "Tư", "Sáu", "Đức")

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
    """The ``index``-th invented tax code (unique up to a million).

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
    taken: set[str] = set()
    for index in range(first, first + count):
        kind, form, beginning, _share, staff = rng.choices(KINDS, [k[3] for k in KINDS])[0]
        trade = TRADES[(index - 1) % len(TRADES)]
        owner, is_woman = _person(rng)
        tail = rng.choice(GOOD_WORDS if kind != "household" else (owner.split()[-1],))
        name = f"{beginning} {rng.choice(trade.words)} {tail} {rng.choice(PLACES_IN_NAMES)}"
        if name in taken:
            name = f"{name} {index}"
        taken.add(name)
        employees = rng.randint(*staff)
        yield Invented(
            index=index,
            kind=kind,
            legal_form=form,
            name=name,
            trade=trade.key,
            sector=trade.sector,
            commune=rng.choice(trade.communes),
            employees=employees,
            revenue_vnd=employees * rng.randint(180, 900) * 1_000_000,
            capital_vnd=employees * rng.randint(60, 400) * 1_000_000,
            owner=owner,
            is_women_led=is_woman,
        )
