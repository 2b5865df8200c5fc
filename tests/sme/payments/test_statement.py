"""The bank's statement comes in: previewed, matched, recorded once, taken back while nothing hangs on it."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.shared.errors import RuleBroken
from portal.shared.imports import Context, running
from portal.shared.imports import services as acts
from portal.shared.models import ImportBatch
from sme.payments.models import Payment, Receipt
from sme.payments.services import ledger, receiving, refunds
from sme.payments.services.importing import StatementImport
from tests.factories import payments as make
from tests.factories.programmes import administrator

pytestmark = pytest.mark.django_db


def state(owed) -> str:
    owed.refresh_from_db()
    return owed.state


def lines_for(a, b, c) -> list[str]:
    slip = b.reference[:4] + ("A" if b.reference[4] != "A" else "B") + b.reference[5:]
    return [
        "NGÂN HÀNG MINH HỌA - SAO KÊ TÀI KHOẢN,,,",
        "Ngày giao dịch,Mã giao dịch,Ghi có,Nội dung",
        f'23/11/2026,FT1,1.000,"CK {a.reference[:5].lower()} {a.reference[5:]} cam on"',
        f"23/11/2026,FT2,1000,{slip}",
        f"23/11/2026,FT3,999,{c.reference[:-1]}",
        "23/11/2026,,500,không rõ",
        "23/11/2026,,500,không rõ",
        f"23/11/2026,FT4,700,hoàn trả {c.reference}",
        "23/11/2026,FT5,-500,phí",
        "23/11/2026,FT6,,chuyển đi",
        "hôm qua,FT7,500,x",
    ]


def run(lines, **more):
    file = io.BytesIO("\n".join(lines).encode())
    return running.run_file(
        StatementImport(), file, actor=administrator(), name="sao-ke.csv", **more
    )


def test_a_statement_is_matched_and_read_again_without_harm():
    a, b, c = (make.obligation(1000) for _n in range(3))
    lines = lines_for(a, b, c)
    seen = run(lines, is_dry_run=True)
    assert (seen.counts["new"], seen.counts["wrong"]) == (6, 1)
    assert not Payment.objects.exists()
    run(lines)
    assert [state(each) for each in (a, b, c)] == ["paid", "paid", "pending"]
    assert sum(each.loose for each in Payment.objects.all()) == 999 + 500 + 500 + 700
    again = run(lines)
    assert (again.counts["new"], Payment.objects.count()) == (0, 6)
    assert ledger.check() == []


def test_a_second_transfer_for_the_same_is_told_and_waits():
    owed = make.obligation(1000)
    told = run([
        "Ngày,Số tiền,Nội dung",
        f"23/11/2026,1000,{owed.reference} lan 1",
        f"23/11/2026,1000,{owed.reference} lan 2",
    ])  # fmt: skip
    assert told.problems[0].row == 3
    assert state(owed) == "over"
    assert Receipt.objects.count() == 1


def test_the_office_sees_what_would_happen_before_anything_is_written(client_of):
    owed = make.obligation(1000)
    book = openpyxl.Workbook()
    book.active.append(["Ngày", "Số tiền ghi có", "Nội dung", "Số bút toán"])
    book.active.append(["23/11/2026", 1000, f"nop {owed.reference}", "FT9"])
    book.active.append(["23/11/2026", 50, "la", "FT10"])
    stream = io.BytesIO()
    book.save(stream)
    me = administrator()
    web = client_of(me)
    page = reverse("imports:kind", args=["bank-statement"])
    file = SimpleUploadedFile("sao-ke.xlsx", stream.getvalue())
    web.post(page, {"file": file}, follow=True)
    batch = ImportBatch.objects.get()
    assert not Payment.objects.exists()
    acts.match(
        batch,
        batch.layout["columns"],
        sheet=batch.layout["sheet"],
        row=batch.layout["row"],
        actor=me,
    )
    preview = web.get(reverse("imports:batch", args=["bank-statement", batch.pk]))
    assert owed.enterprise.name in preview.content.decode()
    assert not Payment.objects.exists()
    web.post(reverse("imports:apply", args=["bank-statement", batch.pk]), {"which": "good"})
    assert (state(owed), Payment.objects.unmatched().get().amount) == ("paid", 50)


def test_a_list_of_unassigned_money_is_taken_back_and_may_come_again():
    lines = ["Ngày,Mã giao dịch,Số tiền,Nội dung", "23/11/2026,FT1,500,khong ro"]
    run(lines)
    kind = StatementImport()
    kind.undo([Payment.objects.get().pk], Context(administrator()))
    assert (Payment.objects.unmatched().count(), ledger.balance("transfer")) == (0, 0)
    assert ledger.check() == []
    run(lines)
    assert Payment.objects.unmatched().count() == 1


def test_money_that_was_assigned_is_not_taken_back():
    owed = make.obligation(1000)
    run(["Ngày,Số tiền,Nội dung", f"23/11/2026,1000,{owed.reference}"])
    with pytest.raises(RuleBroken):
        StatementImport().undo([Payment.objects.get().pk], Context(administrator()))
    assert state(owed) == "paid"


def test_what_was_taken_out_of_the_books_does_not_go_back():
    run(["Ngày,Mã giao dịch,Số tiền,Nội dung", "23/11/2026,FT1,500,khong ro"])
    money = Payment.objects.get()
    for _twice in range(2):
        receiving.withdraw_payment(money, actor=administrator())
    with pytest.raises(RuleBroken) as told:
        refunds.request_refund(money, amount=500, reason="x", actor=administrator())
    assert told.value.code == "withdrawn"
    assert ledger.check() == []


def test_the_office_may_type_a_reference_as_people_write_it(client_of):
    owed = make.obligation(500)
    run(["Ngày,Mã giao dịch,Số tiền,Nội dung", "23/11/2026,FT1,500,khong ro"])
    money = Payment.objects.get()
    written = f" {owed.reference[:6].lower()} {owed.reference[6:]}"
    page = reverse("payments:money", args=[money.pk])
    answer = client_of(administrator()).post(page, {"reference": written})
    assert (answer.status_code, state(owed)) == (302, "paid")
