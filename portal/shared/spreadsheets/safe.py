"""Text that any cell takes."""

from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from portal.shared import text

LONGEST_TEXT = 32_767  # what one cell of Excel holds


def safe_text(value: Any) -> str:
    """A string that any cell takes: NFC, no characters that XML forbids, not longer than a cell."""
    words = value if type(value) is str else str(value)
    if not words.isascii():
        words = text.nfc(words)
        if not words.isprintable():
            words = (
                words.encode("utf-8", "ignore").decode().replace("\ufffe", "").replace("\uffff", "")
            )
    if not words.isprintable():
        words = ILLEGAL_CHARACTERS_RE.sub("", words)
    return words[:LONGEST_TEXT] if len(words) > LONGEST_TEXT else words
