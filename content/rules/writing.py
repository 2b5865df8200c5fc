"""Text as editors bring it along: in decomposed letters, or in an encoding from before Unicode; plain values only.

Old Vietnamese fonts (TCVN3 "ABC", VNI) kept Vietnamese letters under the codes of other letters and signs: pasted
into a page "sản phẩm" then reads "s¶n phÈm" (TCVN3) or "saûn phaåm" (VNI).
"""

import re
from typing import Any

from portal.shared.text import nfc

# Signs and letters that no Vietnamese word of today has, but those encodings have within words.
_FOREIGN = "µ¸¶·¹¨»¾¼½©®ª×«¬÷ÆÇËÎÏÑÖØÜÞßäåæçëîïñøöûüþ"
_WORD = re.compile(rf"[^\W\d_{_FOREIGN}]*[{_FOREIGN}]+\w*|\w+")
_ODD = re.compile(rf"(?=.*[A-Za-z])(?=.*[{_FOREIGN}])")
LEAST_ODD, LEAST_SHARE = 3, 0.2


def composed(value: Any) -> Any:
    """The same value with every text in composed letters (NFC), however deep in lists and mappings."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, dict):
        return {key: composed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [composed(each) for each in value]
    return value


def is_old_encoding(text: str) -> bool:
    """Whether a text looks like Vietnamese in TCVN3 or VNI: three odd words at least, and a fifth of all."""
    words = _WORD.findall(text)
    odd = sum(bool(_ODD.match(word)) for word in words)
    return odd >= LEAST_ODD and odd >= LEAST_SHARE * len(words)
