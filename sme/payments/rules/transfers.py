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


class Finder:
    """Finds which of the known references a transfer's words hold; made once for a whole statement."""

    def __init__(self, known: Iterable[str]) -> None:
        self.codes = {squeezed(each)[len(PREFIX) :]: each for each in known}
        # Codes by what is left of them without one sign: whatever is one slip away shares such a rest.
        self.rests: dict[str, set[str]] = {}
        for code in self.codes:
            for rest in _rests(code):
                self.rests.setdefault(rest, set()).add(code)

    def find(self, words: str) -> tuple[str, bool] | None:
        """The one reference, and whether exactly; ``None`` when none or two would fit (a person decides).

        Spaces, dots and small letters do not matter, nor one wrong, missing, additional or exchanged sign.
        """
        text = squeezed(words)
        exact = {part for part in _parts(text, LENGTH) if part in self.codes}
        if exact:
            return (self.codes[exact.pop()], True) if len(exact) == 1 else None
        near = {code for part in _parts(text, LENGTH - 1) for code in self.rests.get(part, ())}
        near |= {
            code
            for length in (LENGTH, LENGTH + 1)
            for part in _parts(text, length)
            for rest in _rests(part)
            for code in (*self.rests.get(rest, ()), *([rest] if rest in self.codes else ()))
            if _one_apart(code, part)
        }
        return (self.codes[near.pop()], False) if len(near) == 1 else None


def find_reference(words: str, known: Iterable[str]) -> tuple[str, bool] | None:
    """See ``Finder.find``."""
    return Finder(known).find(words)


def _parts(text: str, length: int) -> Iterable[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def _rests(part: str) -> Iterable[str]:
    return (part[:place] + part[place + 1 :] for place in range(len(part)))


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
