"""Names as they are compared: folded, without the words that only say the legal form."""

import re
from functools import lru_cache

from portal.shared import text

LONGEST = 120

# Longest first, so that "cong ty tnhh mot thanh vien" goes before "cong ty". Folded forms.
_LEGAL_WORDS = (
    "cong ty trach nhiem huu han mot thanh vien",
    "cong ty trach nhiem huu han hai thanh vien tro len",
    "cong ty trach nhiem huu han",
    "cong ty tnhh mot thanh vien",
    "cong ty tnhh 1 thanh vien",
    "cong ty tnhh mtv",
    "cong ty tnhh 1tv",
    "cong ty tnhh",
    "cong ty co phan",
    "cong ty hop danh",
    "cong ty cp",
    "cong ty",
    "cty tnhh mtv",
    "cty tnhh",
    "cty cp",
    "cty",
    "ct tnhh",
    "tnhh mtv",
    "tnhh",
    "mtv",
    "ctcp",
    "doanh nghiep tu nhan",
    "dntn",
    "lien hiep hop tac xa",
    "lien hiep htx",
    "hop tac xa",
    "htx",
    "to hop tac",
    "tht",
    "ho kinh doanh",
    "hkd",
    "co so san xuat",
    "co so",
    "cssx",
    "cs",
    "chi nhanh",
)
_LEGAL = re.compile(r"\b(?:" + "|".join(re.escape(each) for each in _LEGAL_WORDS) + r")\b")
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=8192)
def core_name(name: str) -> str:
    """``"Công ty TNHH MTV Bột gạo Sa Đéc"`` gives ``"bot gao sa dec"``: what is left to tell names apart.

    A name of nothing but legal words keeps them. At most 120 characters.
    """
    folded = text.fold(name)
    plain = " ".join(_OTHER.sub(" ", folded).split())
    core = " ".join(_LEGAL.sub(" ", plain).split())
    return (core or plain)[:LONGEST]
