"""How alike two names are, word by word and in any order: a slip of the finger is nearly the same word."""

import re
from collections.abc import Mapping
from functools import lru_cache

SHORT_FORMS: Mapping[str, str] = {
    "sx": "san xuat", "tm": "thuong mai", "dv": "dich vu", "xnk": "xuat nhap khau",
    "nn": "nong nghiep", "tmdv": "thuong mai dich vu", "sxtm": "san xuat thuong mai",
    "cb": "che bien", "ns": "nong san", "ts": "thuy san", "kd": "kinh doanh", "dl": "du lich",
    "ng": "nguyen", "v": "van",
}  # fmt: skip


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of trades and places that many names share: they say what is made where, not who makes it.
_SHARED = _set(
    "banh phong tom keo mut nem chua hu tieu bot gao lua trang kho ca loc mam linh tra sen hat say "
    "tinh dau xoai cat chu trai cay hoa kieng vuon hong cuc canh det chieu dan luc binh xuong go "
    "khan ran quyt ruou thanh long dua sau rieng vu sua du lich sinh thai homestay nha miet nuoc "
    "sach huu co dac san nong thuy hai thuc pham do my nghe rau cu qua thit bo heo ga vit trung "
    "phe che mat ong nam sa dec cao lanh lai vung lap vo thap muoi dong ngu cai lay be tho cong tam "
    "tien giang hoc xa phuong huyen so ba di anh chi bac cua hang"
)
_FAMILY = _set("nguyen tran le pham huynh vo dang bui do ho ngo duong phan truong van thi")
_BUSINESS = _set("san xuat thuong mai dich vu nhap khau kinh doanh che bien nong nghiep va")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdghklmnprstvx])?"
    r"(?:a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|e|ec|ech|em|en|eng|enh|eo|ep|et|eu|i|ia|ich|iec|iem"
    r"|ien|ieng|iep|iet|ieu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oc"
    r"|oe|oen|oeo|oet|oi|om|on|ong|op|ot|u|ua|uan|uang|uat|uay|uc|ue|uech|uenh|ui|um|un|ung|uo|uoc"
    r"|uoi|uom|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych|uyen|uyet|uynh|uyt|uyu|y|yem|yen|yet|yeu)"
)


@lru_cache(maxsize=65_536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a core name, abbreviations written out."""
    return tuple(word for short in name.split() for word in SHORT_FORMS.get(short, short).split())


@lru_cache(maxsize=65_536)
def weight(word: str) -> float:
    """How much a word tells one business from another: those of trades, places and families tell little."""
    if word in _BUSINESS:
        return 0.2
    if word in _SHARED:
        return 0.35
    return 0.5 if word in _FAMILY else 1.0


def name_likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """0 to 1: the weighted part of the words that fit, in any order; a word against another counts double."""
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return 1.0 if one else 0.0
    rest_one, rest_other, fitting = _apart(one, other)
    against = 0.0
    for closeness, heavy, mine, theirs in _fits(rest_one, rest_other):
        if mine in rest_one and theirs in rest_other:
            rest_one.remove(mine)
            rest_other.remove(theirs)
            fitting += heavy * closeness
            against += heavy * (1 - closeness) * (1 if closeness < 0.5 else 0.25)
    if (mine_left := "".join(rest_one)) and mine_left == "".join(rest_other):
        return 1.0
    left_one, left_other = sum(map(weight, rest_one)), sum(map(weight, rest_other))
    missing = abs(left_one - left_other)
    against += min(left_one, left_other)
    lost = 1.5 * against + 0.4 * missing
    return fitting / (fitting + lost) if fitting else 0.0


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str], float]:
    """The words of each that the other has not, and the weight of those that both have."""
    rest_one, rest_other, fitting = [], list(other), 0.0
    for word in one:
        if word in rest_other:
            rest_other.remove(word)
            fitting += weight(word)
        else:
            rest_one.append(word)
    return rest_one, rest_other, fitting


def _fits(one: list[str], other: list[str]) -> list[tuple[float, float, str, str]]:
    found = [
        (closeness, min(weight(mine), weight(theirs)), mine, theirs)
        for mine in one
        for theirs in other
        if (closeness := _closeness(mine, theirs)) > 0
    ]
    return sorted(found, reverse=True)


@lru_cache(maxsize=65_536)
def _closeness(one: str, other: str) -> float:
    """How likely one word is a slip for the other."""
    if one.isdigit() or other.isdigit():
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) <= 2 and long.startswith(short):
        return 0.7  # an initial, or a word that was cut
    if is_one_slip(one, other) or (len(short) >= 7 and _near_long(short, long)):
        both_words = _SYLLABLE.fullmatch(one) and _SYLLABLE.fullmatch(other)
        return 0.3 if both_words else 0.92
    return 0.0


def _near_long(one: str, other: str) -> bool:
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return abs(len(one) - len(other)) <= 1 and same >= len(one) - 2


def is_one_slip(one: str, other: str) -> bool:
    """True when one letter was added, lost, changed, or two neighbours changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    mine, theirs = one[begin:], other[begin:]
    if len(mine) == len(theirs):
        swapped = mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]
        return mine[1:] == theirs[1:] or swapped
    return mine[1:] == theirs if len(mine) > len(theirs) else mine == theirs[1:]
