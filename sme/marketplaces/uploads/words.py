"""How lists speak of states, categories and stars: pure functions on folded words."""

import re
from functools import lru_cache

from portal.shared import text
from sme.marketplaces.rules import Category, ListingState

S, C = ListingState, Category
_STATES = {
    S.PLANNED: ("du kien", "ke hoach", "chua len san", "planned"),
    S.PREPARING: ("dang chuan bi", "chuan bi", "preparing"),
    S.SUBMITTED: ("cho duyet", "cho san duyet", "dang duyet", "da gui", "submitted",
                  "waiting for the marketplace"),
    S.REJECTED: ("bi tu choi", "tu choi", "khong duyet", "rejected"),
    S.LIVE: ("dang ban", "dang hien thi", "da len san", "len san", "hoat dong", "dang hoat dong", "con ban",
             "co ban", "on sale", "live"),
    S.SELLING: ("co don", "co don hang", "da co don", "co nguoi mua", "ban duoc", "ban chay", "dang co don", "selling"),
    S.DORMANT: ("tam ngung", "tam dung", "ngu", "khong hoat dong", "het hang", "tam het hang", "dormant"),
    S.DELISTED: ("da go", "ngung ban", "da ngung", "ngung", "dung ban", "da xoa", "da dong",
                 "khong con ban", "delisted"),
}  # fmt: skip
_CATEGORIES = {
    C.RICE: ("gao", "lua gao", "ngu coc", "gao va ngu coc"),
    C.FRUIT: ("trai cay", "rau", "rau qua", "trai cay tuoi", "nong san tuoi", "hoa qua"),
    C.FISH: ("thuy san", "thit", "ca", "tom", "thuy hai san", "thit ca"),
    C.FOOD: ("thuc pham", "banh", "banh keo", "do an vat", "thuc pham che bien", "an lien", "dac san"),
    C.DRINK: ("do uong", "tra", "nuoc uong", "ruou", "ca phe"),
    C.HERBAL: ("duoc lieu", "my pham", "thao duoc", "tinh dau", "duoc lieu va san pham tu duoc lieu"),
    C.FLOWER: ("hoa", "hoa kieng", "cay canh", "hoa canh", "kieng"),
    C.CRAFT: ("thu cong", "thu cong my nghe", "my nghe", "do gia dung", "vai", "chieu", "hang thu cong"),
    C.TOURISM: ("du lich", "dich vu du lich", "trai nghiem"),
    C.OTHER: ("khac",),
}  # fmt: skip
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_STARS = re.compile(r"(?:hang |ocop )?([3-5])(?: ?sao| ?stars?| ?\*)?")
_NOTHING = frozenset(["", "khong", "chua", "chua co", "khong co", "0", "x"])


def _plain(written: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", text.fold(written)).split())


# The words of both languages, as the pages show them; the active language does not matter for a list.
_SHOWN = {
    "len ke hoach": S.PLANNED, "dang ban co don": S.SELLING,
}  # fmt: skip


@lru_cache(maxsize=1024)
def state_of(written: str) -> str | None:
    """The state that a cell means, or ``None``."""
    words = _plain(written)
    for state, known in _STATES.items():
        if words == state.value or words in known or words == _plain(str(state.label)):
            return state.value
    found = _SHOWN.get(words)
    return found.value if found else None


@lru_cache(maxsize=1024)
def category_of(written: str) -> str | None:
    """The category that a cell means, or ``None``."""
    words = _plain(written)
    for category, known in _CATEGORIES.items():
        if words == category.value or words in known or words == _plain(str(category.label)):
            return category.value
    return None


def stars_in(written: str) -> int | None:
    """3 to 5; 0 where the cell says that there are none; ``None`` where it cannot be read."""
    if "★" in written and not re.sub(r"[★☆\s]", "", written):
        count = written.count("★")
        return count if count in (3, 4, 5) else None
    words = _plain(written)
    if words in _NOTHING:
        return 0
    found = _STARS.fullmatch(words)
    return int(found.group(1)) if found else None
