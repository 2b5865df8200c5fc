"""Text as it is stored, matched and sorted: NFC in, folded for matching, Vietnamese order out."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from django.utils.translation import get_language

# Letters that carry no combining mark, so that decomposition alone would leave them.
# U+00D0 and U+00F0 are the Icelandic eth, which many Vietnamese fonts and keyboards wrote for Đ/đ.
_STROKED = {"đ": "d", "Đ": "d", "Ð": "d", "ð": "d"}


def _fold_table() -> dict[int, str]:
    """One lookup per letter for all that Vietnamese writes, so that folding a million names is quick."""
    table: dict[int, str] = {ord(letter): plain for letter, plain in _STROKED.items()}
    for code in range(0x00C0, 0x1F00):
        letter = chr(code)
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c)
        )
        if letter.isalpha() and bare.isascii() and bare.isalpha():
            table[code] = bare.lower()
    for code in range(0xFF01, 0xFF5F):  # full-width forms of ASCII
        table[code] = chr(code - 0xFEE0).lower()
    return table


_FOLD = _fold_table()
_KEEP_IN_LINES = "\n"


def nfc(text: str) -> str:
    """The text in Unicode's composed form, the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def _is_harmful(character: str) -> bool:
    """True for what no name or sentence needs: control, format (zero-width, bidi), lone surrogates, non-characters."""
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return True
    return (ord(character) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


def _strip(text: str) -> str:
    if text.isprintable():  # which none of the harmful characters is
        return text
    # Lines and tabs separate words; everything else that is harmful vanishes without a gap.
    return "".join(
        c for c in re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]", " ", text) if not _is_harmful(c)
    )


def clean(text: str) -> str:
    """One line of text fit to store: NFC, no control, zero-width or bidi marks, single spaces, trimmed."""
    return nfc(" ".join(_strip(text).split()))


def clean_lines(text: str) -> str:
    """Several lines of text fit to store: each line cleaned, at most one blank line in a row."""
    lines = [clean(line) for line in re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", _KEEP_IN_LINES.join(lines)).strip("\n")


def fold(text: str) -> str:
    """The matching form: lower case, no marks, ``đ→d``, single spaces, plain ASCII.

    The one implementation for search, pickers, imports and the finding of duplicates.
    Folding twice changes nothing more.
    """
    if not text:
        return ""
    return _fold_short(text) if len(text) <= 80 else _fold(text)


def _fold(text: str) -> str:
    if not text.isascii():
        text = nfc(text).translate(_FOLD)
        if not text.isascii():
            bare = "".join(
                c
                for c in unicodedata.normalize("NFKD", _strip(text))
                if not unicodedata.combining(c)
            )
            text = anyascii(bare.translate(_FOLD))
    return " ".join(_strip(text).lower().split())


_fold_short = lru_cache(maxsize=4096)(_fold)


def slug(text: str, max_length: int = 80) -> str:
    """A readable ASCII address part: ``"Chuyển đổi số"`` gives ``"chuyen-doi-so"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:max_length].rstrip("-")


def digits(text: str) -> str:
    """A number typed by a person without its spaces, dots, dashes and brackets, full-width digits made plain.

    What is neither a digit nor a separator stays, so that the caller's check can refuse it aloud.
    """
    plain = unicodedata.normalize("NFKC", _strip(text))
    return re.sub(r"[\s.,\-\u2010-\u2015\u2212_/()]+", "", plain)


_LETTER_ORDER = {
    "ă": "a{",
    "â": "a|",
    "đ": "d{",
    "ê": "e{",
    "ô": "o{",
    "ơ": "o|",
    "ư": "u{",
}
# The order of the tones in Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
_TONE_ORDER = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


@lru_cache(maxsize=4096)
def vietnamese_sort_key(text: str) -> str:
    """A key that sorts as a Vietnamese dictionary does: Ă after A, Đ after D, then the tones in their order.

    Plain ASCII, so that it may be stored and compared byte by byte.
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", clean(text).lower().replace("ð", "đ")):
        if character in _TONE_ORDER and letters:
            tones[-1] = _TONE_ORDER[character]
        elif unicodedata.combining(character) and letters:
            composed = unicodedata.normalize("NFC", letters[-1][:1] + character)
            letters[-1] = _LETTER_ORDER.get(composed, letters[-1])
        else:
            letters.append(
                _LETTER_ORDER.get(character, character if character.isascii() else fold(character))
            )
            tones.append("0")
    return "".join(letters) + "\t" + "".join(tones)


class Bilingual:
    """Attribute that reads the pair ``<name>_vi`` and ``<name>_en`` in the reader's language.

    A missing translation falls back to Vietnamese, which every record has::

        title_vi = models.CharField(max_length=200)
        title_en = models.CharField(max_length=200, blank=True)
        title = Bilingual("title")
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, thing: object | None, owner: type | None = None) -> "str | Bilingual":
        if thing is None:
            return self
        vietnamese = getattr(thing, f"{self.name}_vi")
        if (get_language() or "vi").startswith("en"):
            return getattr(thing, f"{self.name}_en") or vietnamese
        return vietnamese
