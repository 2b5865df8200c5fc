"""Labelled pairs of records, the same or merely alike, with the errors that lists of communes have.

Everything is drawn from a seed: the same seed gives the same pairs. Names belong to nobody, tax codes begin
with 147 (a range of the demonstration), phones with the unassigned 0998.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from stdnum.vn import mst

from portal.shared import text
from sme.enterprises.rules.duplicates import Traits, traits

# Today's commune, what it was made of (several communes each).
COMMUNES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Phường Sa Đéc", ("Phường 1", "Phường 3", "Xã Tân Quy Tây")),
    ("Xã Lấp Vò", ("Thị trấn Lấp Vò", "Xã Bình Thành", "Xã Vĩnh Thạnh")),
    ("Xã Tháp Mười", ("Thị trấn Mỹ An", "Xã Mỹ Hòa")),
    ("Phường Cao Lãnh", ("Phường 6", "Xã Tịnh Thới", "Xã Hòa An")),
    ("Xã Lai Vung", ("Thị trấn Lai Vung", "Xã Long Hậu")),
    ("Xã Tràm Chim", ("Thị trấn Tràm Chim", "Xã Tân Công Sính")),
    ("Phường Hồng Ngự", ("Phường An Thạnh", "Phường An Lộc")),
    ("Xã Cái Bè", ("Thị trấn Cái Bè", "Xã Hòa Khánh")),
)
TRADES = (
    "Bánh phồng tôm", "Khô cá lóc", "Bột gạo", "Hủ tiếu", "Nem chua", "Trà sen", "Xoài cát",
    "Nước mắm", "Chiếu lác", "Hoa kiểng", "Rượu nếp", "Mứt gừng", "Cơm dừa sấy", "Lạp xưởng",
    "Tương hột", "Đồ gỗ", "Cá tra giống", "Nấm rơm", "Mật ong", "Trái cây",
)  # fmt: skip
BRANDS = (
    "Hoàng Khang", "Vạn Lợi", "Ngọc Diệp", "Tấn Lực", "Út Hiền", "Năm Thu", "Sáu Nhạn", "Ba Đệ",
    "Quê Hương", "Thuận Phát", "Việt Hưng", "Kim Oanh", "Đại Nam", "Trúc Xanh", "Phù Sa", "Bông Súng",
    "Cô Tư Kiều", "Chín Lèo", "Hai Lúa", "Tám Trầu", "Khánh Linh", "Gia Bảo", "Hồng Vân", "Minh Trí",
    "Nghĩa Tín", "Lộc Vừng", "An Nhiên", "Thủy Tiên", "Bảo Châu", "Duy Anh", "Ngũ Phúc", "Tường Vy",
    "Đức Trọng", "Hải Yến", "Mai Vàng", "Tân Hiệp", "Xuân Thịnh", "Phương Nam", "Hậu Giang Xanh",
)  # fmt: skip
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Phan", "Lương", "Mai")
MIDDLE = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Thanh", "Quốc", "Thị Mỹ")
GIVEN = (
    "Hùng", "Dũng", "Lan", "Hạnh", "Nghĩa", "Phượng", "Tuyết", "Khải", "Toàn", "Loan", "Bình", "Trâm",
    "Kiệt", "Giàu", "Thảo", "Đạt", "Nhung", "Sơn", "Huệ", "Vinh", "Quyên", "Thắng",
)  # fmt: skip
FORMS = {
    "llc1": (("Công ty TNHH MTV", "Công ty trách nhiệm hữu hạn một thành viên", "Cty TNHH MTV",
              "TNHH MTV", "CÔNG TY TNHH 1 THÀNH VIÊN"), "enterprise"),
    "llc": (("Công ty TNHH", "Công ty trách nhiệm hữu hạn", "Cty TNHH", "CT TNHH"), "enterprise"),
    "jsc": (("Công ty Cổ phần", "Công ty CP", "CTCP", "Cty CP"), "enterprise"),
    "private": (("Doanh nghiệp tư nhân", "DNTN", "Doanh Nghiệp TN"), "enterprise"),
    "coop": (("Hợp tác xã", "HTX", "HỢP TÁC XÃ"), "cooperative"),
    "household": (("Hộ kinh doanh", "HKD", "Hộ KD", ""), "household"),
    "facility": (("Cơ sở", "CS", "Cơ sở sản xuất", "CSSX"), "facility"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A record as a list of a commune has it."""

    form: str
    called: str
    trade: str
    brand: str
    commune: int
    old: str = ""
    tax: str = ""
    personal: str = ""
    phone: str = ""
    email: str = ""
    person: str = ""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.called, self.trade, self.brand) if part)

    @property
    def kind(self) -> str:
        return FORMS[self.form][1]

    @property
    def place(self) -> str:
        return self.old or COMMUNES[self.commune][0]

    def traits(self, key: int) -> Traits:
        """As the registry compares it: the old commune's name leads to today's."""
        numbers = [("tax", self.tax), ("personal", self.personal)]
        phone = "+84" + text.digits(self.phone).removeprefix("+84").removeprefix("0")
        return traits(
            key,
            self.name,
            kind=self.kind,
            numbers=numbers,
            phones=[phone] if self.phone else [],
            emails=[self.email],
            places=[self.commune],
            person=self.person,
        )


@dataclass
class _Maker:
    rng: random.Random
    made: int = field(default=0)

    def row(self, **given: object) -> Row:
        rng = self.rng
        self.made += 1
        form = str(given.pop("form", "") or rng.choice(list(FORMS)))
        person = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
        brand = person if form == "household" and rng.random() < 0.4 else rng.choice(BRANDS)
        trade = rng.choice(TRADES)
        if form in ("llc", "llc1", "jsc") and rng.random() < 0.3:
            trade = rng.choice(("Sản xuất Thương mại Dịch vụ", "Thương mại Dịch vụ", "Nông sản"))
        row = Row(
            form=form,
            called=FORMS[form][0][0],
            trade=trade,
            brand=brand,
            commune=rng.randrange(len(COMMUNES)),
            tax=tax_code(rng) if rng.random() < 0.8 else "",
            phone=f"0998{rng.randrange(1_000_000):06d}" if rng.random() < 0.9 else "",
            email=f"lienhe{rng.randrange(10**6)}@example.vn" if rng.random() < 0.4 else "",
            person=person if rng.random() < 0.8 else "",
        )
        return replace(row, **given)  # type: ignore[arg-type]


def tax_code(rng: random.Random) -> str:
    """A right tax code."""
    while True:
        stem = f"147{rng.randrange(1_000_000):06d}"
        digit = mst.calc_check_digit(stem)
        if len(digit) == 1:
            return stem + digit


# --- what goes wrong -----------------------------------------------------------------------------------


def slip(word: str, rng: random.Random) -> str:
    """One typing error, not in the first letter."""
    letters, at = list(word), rng.randrange(1, max(2, len(word) - 1))
    if at >= len(letters):
        return word + word[-1]
    match rng.randrange(4):
        case 0:
            letters[at - 1 : at + 1] = letters[at - 1 : at + 1][::-1]
        case 1:
            del letters[at]
        case 2:
            letters.insert(at, letters[at])
        case _:
            letters[at] = rng.choice("bcdghklmnprstvx")
    return "".join(letters)


def _typed(row: Row, rng: random.Random) -> Row:
    words = row.brand.split()
    at = max(range(len(words)), key=lambda n: (len(words[n]), rng.random()))
    words[at] = slip(words[at], rng)
    return replace(row, brand=" ".join(words))


def _unaccented(row: Row, rng: random.Random) -> Row:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", row.brand.replace("Đ", "D").replace("đ", "d"))
        if not unicodedata.combining(letter)
    )
    return replace(row, brand=bare, trade=row.trade.upper())


def _form_words(row: Row, rng: random.Random) -> Row:
    return replace(row, called=rng.choice(FORMS[row.form][0][1:]))


def _swapped(row: Row, rng: random.Random) -> Row:
    return replace(row, trade=row.brand, brand=row.trade)


def _short_trade(row: Row, rng: random.Random) -> Row:
    short = {"Sản xuất": "SX", "Thương mại": "TM", "Dịch vụ": "DV"}
    trade = row.trade
    for long, abbreviation in short.items():
        trade = trade.replace(long, abbreviation)
    return replace(row, trade=trade)


def _old_place(row: Row, rng: random.Random) -> Row:
    return replace(row, old=rng.choice(COMMUNES[row.commune][1]))


def _no_number(row: Row, rng: random.Random) -> Row:
    return replace(row, tax="", personal="")


def _phone_other_way(row: Row, rng: random.Random) -> Row:
    plain = text.digits(row.phone)
    return replace(row, phone=f"+84 {plain[1:4]}.{plain[4:7]}.{plain[7:]}") if plain else row


def _no_phone(row: Row, rng: random.Random) -> Row:
    return replace(row, phone="")


def _no_person(row: Row, rng: random.Random) -> Row:
    return replace(row, person="")


def _number_slip(row: Row, rng: random.Random) -> Row:
    if not row.tax:
        return row
    at = rng.randrange(3, 9)
    wrong = row.tax[:at] + str((int(row.tax[at]) + rng.randrange(1, 9)) % 10) + row.tax[at + 1 :]
    return row if mst.is_valid(wrong) else replace(row, tax=wrong)


def _joined(row: Row, rng: random.Random) -> Row:
    return replace(row, brand=row.brand.replace(" ", ""))


ERRORS: tuple[Callable[[Row, random.Random], Row], ...] = (
    _typed, _typed, _unaccented, _form_words, _form_words, _swapped, _short_trade, _old_place,
    _old_place, _no_number, _no_number, _phone_other_way, _no_phone, _no_person, _number_slip, _joined,
)  # fmt: skip


def _same(maker: _Maker) -> tuple[str, Row, Row]:
    """The same business entered twice, with one to three things gone wrong."""
    rng, one = maker.rng, maker.row()
    if rng.random() < 0.15:
        return ("became a company", *_became(maker))
    chosen, other = rng.sample(ERRORS, rng.randint(1, 3)), one
    for error in chosen:
        other = error(other, rng)
    if other.tax == one.tax and one.tax:  # no two records hold one number: it is what stops them
        other = replace(other, tax="")
    return (" + ".join(dict.fromkeys(each.__name__[1:] for each in chosen)), one, other)


def _became(maker: _Maker) -> tuple[Row, Row]:
    rng = maker.rng
    one = maker.row(form="household", tax=tax_code(rng) if rng.random() < 0.5 else "")
    one = replace(one, phone=one.phone or f"0998{rng.randrange(1_000_000):06d}")
    other = replace(one, form="llc1", called="Công ty TNHH MTV", tax=tax_code(rng))
    return one, (_old_place(one, rng) if rng.random() < 0 else other)


# --- what only looks alike -----------------------------------------------------------------------------


def _same_trade_and_family(maker: _Maker) -> tuple[Row, Row]:
    """Two households with one family name, one product, in one commune."""
    rng = maker.rng
    family, middle, trade = rng.choice(FAMILY), rng.choice(MIDDLE), rng.choice(TRADES)
    given = rng.sample(GIVEN, 2)
    commune = rng.randrange(len(COMMUNES))
    both = [
        maker.row(
            form="household", trade=trade, brand=f"{family} {middle} {name}",
            person=f"{family} {middle} {name}", commune=commune,
        )
        for name in given
    ]  # fmt: skip
    return both[0], both[1]


def _relatives(maker: _Maker) -> tuple[Row, Row]:
    """Relatives with one phone, each with a business of their own."""
    one = maker.row(form="household", phone=f"0998{maker.rng.randrange(1_000_000):06d}")
    other = maker.row(form="household", phone=one.phone, commune=one.commune)
    while other.brand == one.brand:
        other = maker.row(form="household", phone=one.phone, commune=one.commune)
    return one, other


def _chain(maker: _Maker) -> tuple[Row, Row]:
    """Shops of one name in two communes, one office for both, each with its own number or branch number."""
    rng, one = maker.rng, maker.row(form="llc", email="vanphong@example.vn")
    one = replace(one, tax=one.tax or tax_code(rng))
    other = replace(
        one,
        commune=(one.commune + 1) % len(COMMUNES),
        tax=f"{one.tax}-{rng.randint(1, 9):03d}" if rng.random() < 0.5 else tax_code(rng),
        phone=f"0998{rng.randrange(1_000_000):06d}",
    )
    return one, other


def _next_number(maker: _Maker) -> tuple[Row, Row]:
    """Two companies registered one after the other: sequential tax codes, one trade, one commune."""
    rng = maker.rng
    one = maker.row(form="llc")
    one = replace(one, tax=tax_code(rng))
    stem, after = int(one.tax[:9]), ""
    while not after:
        stem += 1
        digit = mst.calc_check_digit(str(stem))
        after = f"{stem}{digit}" if len(digit) == 1 else ""
    brand = rng.choice([each for each in BRANDS if each != one.brand])
    return one, maker.row(form="llc", tax=after, commune=one.commune, trade=one.trade, brand=brand)


def _same_brand(maker: _Maker) -> tuple[Row, Row]:
    """One lucky name, two trades, one commune."""
    rng, one = maker.rng, maker.row(form="facility")
    trade = rng.choice([each for each in TRADES if each != one.trade])
    other = maker.row(form="facility", commune=one.commune, brand=one.brand, trade=trade)
    return one, replace(other, person=other.person or "Lâm Hữu Phước")


def _same_name_elsewhere(maker: _Maker) -> tuple[Row, Row]:
    """One name, two communes, different people."""
    one = maker.row(form="household")
    other = maker.row(
        form="household",
        trade=one.trade,
        brand=one.brand,
        commune=(one.commune + 3) % len(COMMUNES),
    )
    return one, other


def _neighbours(maker: _Maker) -> tuple[Row, Row]:
    """One trade, one commune, nothing else."""
    one = maker.row()
    brand = maker.rng.choice([each for each in BRANDS if each != one.brand])
    return one, maker.row(commune=one.commune, trade=one.trade, brand=brand)


ALIKE = (
    _same_trade_and_family, _relatives, _chain, _next_number, _same_brand, _same_name_elsewhere,
    _neighbours,
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """Two rows, whether they are the same business, and what was done to them."""

    one: Row
    other: Row
    is_same: bool
    story: str


def labelled_pairs(seed: int = 1, count: int = 600) -> Iterator[Labelled]:
    """So many pairs, half of them the same business."""
    maker = _Maker(random.Random(seed))
    for number in range(count):
        if number % 2 == 0:
            story, one, other = _same(maker)
            yield Labelled(one, other, True, story)
        else:
            alike = maker.rng.choice(ALIKE)
            yield Labelled(*alike(maker), False, alike.__name__[1:])


# --- as records of the registry ----------------------------------------------------------------------------


def keywords(row: Row, place: Any) -> dict[str, Any]:
    """The row as keywords of ``services.register``; a wrong tax code is kept by an officer."""
    numbers: list[tuple[str, ...]] = []
    if row.tax:
        numbers.append(("tax", row.tax, "" if mst.is_valid(row.tax) else "giấy đăng ký"))
    phone = "+84" + text.digits(row.phone).removeprefix("+84").removeprefix("0")
    return {
        "kind": row.kind,
        "name": row.name,
        "place": place,
        "phone": phone if row.phone else "",
        "email": row.email,
        "identifiers": numbers,
        "contacts": [{"name": row.person, "is_representative": True}] if row.person else [],
    }
