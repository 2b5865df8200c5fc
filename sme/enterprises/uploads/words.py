"""How lists speak of kinds, legal forms, "nothing" and units of money: pure functions on folded words."""

import re
from functools import lru_cache

from portal.shared import text
from sme.enterprises.rules import Kind, LegalForm

# Longest meaning first: "công ty tnhh mtv" before "công ty tnhh"; folded, whole words.
_KINDS: tuple[tuple[re.Pattern[str], Kind, LegalForm | str], ...] = tuple(
    (re.compile(pattern), kind, form)
    for pattern, kind, form in (
        (r"lien hiep (?:hop tac xa|htx)|union of co-?operatives", Kind.COOPERATIVE, LegalForm.COOPERATIVE_UNION),
        (r"to hop tac|\btht\b|co-?operative group", Kind.COOPERATIVE, LegalForm.COOPERATIVE_GROUP),
        (r"hop tac xa|\bhtx\b|co-?operative", Kind.COOPERATIVE, LegalForm.COOPERATIVE),
        (r"ho kinh doanh|\bhkd\b|ho ca the|ho gia dinh|ho san xuat|household|^ho\b",
         Kind.HOUSEHOLD, LegalForm.HOUSEHOLD),
        (r"(?:tnhh|trach nhiem huu han) ?(?:mtv|mot thanh vien|1 thanh vien|1 ?tv)|single-member",
         Kind.ENTERPRISE, LegalForm.LLC_ONE),
        (r"tnhh|trach nhiem huu han|limited liability|\bllc\b", Kind.ENTERPRISE, LegalForm.LLC),
        (r"co phan|\bctcp\b|\bcty? cp\b|cong ty cp|joint-stock|\bjsc\b", Kind.ENTERPRISE, LegalForm.JSC),
        (r"hop danh|partnership", Kind.ENTERPRISE, LegalForm.PARTNERSHIP),
        (r"doanh nghiep tu nhan|\bdntn\b|private enterprise", Kind.ENTERPRISE, LegalForm.PRIVATE),
        (r"cong ty|\bcty\b|doanh nghiep|\bdn\b|enterprise|company", Kind.ENTERPRISE, ""),
        (r"co so|\bcssx\b|lang nghe|trang trai|production facility", Kind.FACILITY, LegalForm.FACILITY),
    )
)  # fmt: skip
_IN_NAME = re.compile(
    r"^(?:chi nhanh )?(?:cong ty|cty|ctcp|tnhh|doanh nghiep tu nhan|dntn|hop tac xa|htx|lien hiep|to hop tac|tht"
    r"|ho kinh doanh|hkd)\b"
)
_NOTHING = frozenset(
    ["", "-", "--", "---", "–", "—", ".", "..", "...", "x", "k", "ko", "khong", "khong co", "chua co", "chua",
     "n/a", "na", "none", "null", "0", "trong", "dang cap nhat", "khong ro", "chua ro"]
)  # fmt: skip
_UNITS = (
    (re.compile(r"\b(?:ty|ti)\b(?: dong| vnd)?|billion"), 10**9),
    (re.compile(r"\b(?:trieu|tr)\b|million"), 10**6),
    (re.compile(r"\b(?:nghin|ngan)\b|\b1[. ]?000 ?(?:d|dong)\b|thousand"), 10**3),
)
_NOT_WORD = re.compile(r"[^a-z0-9\-]+")


@lru_cache(maxsize=4096)
def kind_of(written: str) -> tuple[str, str] | None:
    """Kind and legal form (empty if it does not say) of what stands in a column of kinds."""
    words = " ".join(_NOT_WORD.sub(" ", text.fold(written)).split())
    for pattern, kind, form in _KINDS:
        if pattern.search(words):
            return str(kind.value), str(getattr(form, "value", form))
    return None


def kind_in_name(name: str) -> tuple[str, str] | None:
    """The same, from a name that begins with it: "Công ty TNHH MTV Sen Hồng"."""
    folded = text.fold(name)
    return kind_of(folded.removeprefix("chi nhanh ")) if _IN_NAME.match(folded) else None


def says_nothing(written: str) -> bool:
    """ "không có", "-", "x": people's ways to leave a cell empty."""
    return len(written) < 16 and text.fold(written) in _NOTHING


@lru_cache(maxsize=64)
def unit_in_heading(heading: str) -> int:
    """1 for đồng; "Doanh thu (triệu đồng)" gives 1,000,000."""
    words = " ".join(_NOT_WORD.sub(" ", text.fold(heading)).split())
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), 1)
