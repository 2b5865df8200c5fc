"""What leaves the room: the accountant's journal, and receipts as PDF."""

import json
from typing import IO

import typst
from django.utils.translation import gettext as _

from portal.shared import clock, money
from portal.shared.spreadsheets import Column, ReadFirst, write_workbook
from sme.payments import selectors
from sme.payments.models import Receipt
from sme.payments.rules.states import Account, Method, PostingKind

COLUMNS = [
    Column("number", "Số bút toán", "Posting", "integer"),
    Column("at", "Lúc", "At", "moment"),
    Column("kind", "Nghiệp vụ", "What moved", "choice", words=dict(PostingKind.choices)),
    Column("reference", "Mã thanh toán", "Reference", "code"),
    Column("method", "Hình thức", "Method", "choice", words=dict(Method.choices)),
    Column("account", "Tài khoản", "Account", "choice", words=dict(Account.choices)),
    Column("debit", "Nợ", "Debit", "money"),
    Column("credit", "Có", "Credit", "money"),
]

RECEIPT = """
#let d = json(bytes(sys.inputs.data))
#set page(paper: "a5", flipped: true, margin: 15mm)
#set text(lang: "vi", size: 11pt)
#align(center)[#text(16pt, weight: "bold")[#d.title] \\ #d.number · #d.day]
#v(6mm)
#table(columns: (45mm, 1fr), stroke: none, ..d.rows.flatten())
#v(1fr)
#text(9pt)[#d.note]
"""


def write_journal(stream: IO[bytes], *, by: str) -> int:
    """The ledger as a workbook."""
    about = ReadFirst(title=_("Journal of payments"), by=by, as_of=clock.now())
    return write_workbook(stream, COLUMNS, selectors.journal(), about=about)


def receipt_pdf(receipt: Receipt) -> bytes:
    """A receipt as PDF; what people wrote is handed over as data, never as markup."""
    payment = receipt.payment
    owed = payment.obligation
    rows = [
        [_("Received from"), owed.enterprise.name if owed else ""],
        [_("For"), owed.purpose if owed else ""],
        [_("Amount"), money.format_vnd(receipt.amount)],
        [_("Method"), str(payment.get_method_display())],
        [_("Reference"), (owed.reference if owed else "") or ""],
    ]
    data = {
        "title": _("Receipt"),
        "number": str(receipt),
        "day": f"{clock.local_day(receipt.issued_at):%d/%m/%Y}",
        "rows": rows,
        "note": _("Made by the portal from its ledger; it is no tax invoice."),
    }
    made = typst.compile(RECEIPT.encode(), sys_inputs={"data": json.dumps(data)})
    return bytes(made)  # type: ignore[arg-type]
