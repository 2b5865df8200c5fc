"""Bank transfers: references that survive typing mistakes, and the content of VietQR codes."""

import re
from collections.abc import Iterable

# Without letters and figures that look alike; 28 signs.
SIGNS = "23456789ABCDEFGHJKMNPQRTUVWX"
PREFIX = "SS"
ALIKE = str.maketrans("01OILSYZ", "QTQTT5V2")
LENGTH = 8  # of a code, its check sign included
NAPAS = "A000000727"


def reference(number: int) -> str:
    """``SS`` and eight signs: the number, spread, and a check sign. Two references differ in more than one sign."""
    spread = (number * 7_919_777 + 1_234_577) % 28**7
    signs = []
    for _place in range(LENGTH - 1):
        spread, rest = divmod(spread, 28)
        signs.append(SIGNS[rest])
    return PREFIX + "".join(signs) + _check("".join(signs))


def _check(signs: str) -> str:
    weights = (1, 3, 5, 9, 11, 13, 15)  # each without a factor in common with 28
    total = sum(w * SIGNS.index(s) for w, s in zip(weights, signs, strict=True))
    return SIGNS[total % 28]


def squeezed(words: str) -> str:
    """Letters and figures alone, in capitals, look-alikes made one."""
    return re.sub(r"[^0-9A-Z]", "", words.upper()).translate(ALIKE)


def find_reference(words: str, known: Iterable[str]) -> tuple[str, bool] | None:
    """The one known reference that a transfer's words hold, and whether exactly.

    Spaces, dots and small letters do not matter, nor one wrong, missing or additional sign; when two known
    references would fit, none is taken (a person decides).
    """
    text = squeezed(words)
    codes = {squeezed(each)[len(PREFIX) :]: each for each in known}
    exact = {each for code, each in codes.items() if code in text}
    if exact:
        return (exact.pop(), True) if len(exact) == 1 else None
    near = {each for code, each in codes.items() if _is_near(code, text)}
    return (near.pop(), False) if len(near) == 1 else None


def _is_near(code: str, text: str) -> bool:
    for length in (len(code) - 1, len(code), len(code) + 1):
        for start in range(len(text) - length + 1):
            if _one_apart(code, text[start : start + length]):
                return True
    return False


def _one_apart(left: str, right: str) -> bool:
    same = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        same += 1
    if len(left) == len(right):
        swapped = left[same : same + 2] == right[same : same + 2][::-1]
        return left[same + 1 :] == right[same + 1 :] or (
            swapped and left[same + 2 :] == right[same + 2 :]
        )
    shorter, longer = sorted((left, right), key=len)
    return shorter[same:] == longer[same + 1 :]


def crc16(content: str) -> str:
    """CRC-16/CCITT-FALSE in four hexadecimal figures, as EMVCo asks."""
    rest = 0xFFFF
    for byte in content.encode("ascii"):
        rest ^= byte << 8
        for _bit in range(8):
            rest = (rest << 1 ^ 0x1021) & 0xFFFF if rest & 0x8000 else rest << 1 & 0xFFFF
    return f"{rest:04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def vietqr(bank_bin: str, account: str, amount: int, words: str) -> str:
    """The content of a VietQR code: transfer of ``amount`` đồng to an account with these words.

    EMVCo merchant-presented, template 38 of NAPAS with service QRIBFTTA (to an account).
    """
    if not (bank_bin.isdigit() and len(bank_bin) == 6 and 1 <= len(account) <= 19 and amount > 0):
        raise ValueError("not an account or amount")
    to = _field("00", bank_bin) + _field("01", account)
    merchant = _field("00", NAPAS) + _field("01", to) + _field("02", "QRIBFTTA")
    content = (
        _field("00", "01") + _field("01", "12") + _field("38", merchant) + _field("53", "704")
        + _field("54", str(amount)) + _field("58", "VN") + _field("62", _field("08", words[:25]))
        + "6304"
    )  # fmt: skip
    return content + crc16(content)
