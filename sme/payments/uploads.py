"""A bank's statement as it comes in: its columns and the words above them, one row into clean values; no queries."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.imports import ImportField, Problem, ReadRow
from portal.shared.spreadsheets import cells

FIELDS = (
    ImportField(
        "day", "Ngày giao dịch", "Date",
        headings=("ngày", "ngày gd", "ngày hạch toán", "ngày hiệu lực", "ngày giờ", "thời gian", "ngày giao dịch",
                  "transaction date", "posting date", "value date"),
        is_required=True, kind="date", example="05/11/2026", width=14,
    ),
    ImportField(
        "amount", "Số tiền ghi có", "Credit",
        headings=("ghi có", "phát sinh có", "ps có", "có", "số tiền có", "số tiền vào", "tiền vào", "số tiền",
                  "credit amount", "credit", "amount"),
        is_required=True, kind="money", example="1500000", width=16,
    ),
    ImportField(
        "words", "Nội dung", "Description",
        headings=("nội dung giao dịch", "diễn giải", "mô tả", "nội dung chuyển khoản", "chi tiết giao dịch",
                  "transaction detail", "details", "remark"),
        is_required=True, example="SSABCD2345 nop phan doi ung", width=50,
    ),
    ImportField(
        "number", "Mã giao dịch", "Transaction number",
        headings=("số giao dịch", "số tham chiếu", "số ct", "số bút toán", "mã gd", "số chứng từ", "ftref", "reference",
                  "transaction id", "ref no"),
        kind="code", example="FT26309000123", width=20,
    ),
)  # fmt: skip
NOTES = (
    gettext_lazy("Each credit is recorded once; a file read again, or one that overlaps, adds nothing."),
    gettext_lazy("A reference with one slip counts only when the amount is exactly what is owed."),
)  # fmt: skip
# Words with which banks and people tell that money came back.
_RETURNED = ("hoan tra", "tra lai", "hoan tien", "chuyen tra", "reversal", "refund", "return")


def read(raw: Mapping[str, Any], seen: Counter[str]) -> ReadRow:
    """One row; ``seen`` counts rows that look alike within a file, so that two like transfers stay two.

    The values: ``day`` (ISO), ``amount``, ``words``, ``key`` (the bank's number, else a digest) and ``is_back``; or
    ``is_out`` alone where no money came.
    """
    row = ReadRow({})
    for field, clean in (("day", cells.as_date), ("amount", cells.as_money)):
        try:
            row.values[field] = clean(raw.get(field))
        except RuleBroken as broken:
            if broken.code == "money_negative":
                return ReadRow({"is_out": True}, label=cells.as_text(raw.get("words"))[:120])
            row.problems.append(Problem(field, str(broken.sentence)))
    words = cells.as_text(raw.get("words"))[:300]
    row.label = words[:120]
    if row.problems:
        row.values = {}
        return row
    day, amount = row.values["day"], row.values["amount"]
    if not amount:
        row.values = {"is_out": True}
        return row
    if day is None:
        row.problems.append(Problem("day", _("Enter the day of the transfer.")))
        return row
    number = cells.as_text(raw.get("number"))[:200]
    digest = hashlib.sha256(f"{day}|{amount}|{text.fold(words)}".encode()).hexdigest()[:32]
    seen[digest] += 1
    row.values |= {
        "day": day.isoformat(),
        "words": words,
        "key": number or f"{digest}-{seen[digest]}",
        "is_back": any(word in text.fold(words) for word in _RETURNED),
    }
    row.keys = [number] if number else []
    return row
