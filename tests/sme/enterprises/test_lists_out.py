"""Lists out: chosen columns in the list's order, both formats, saved sets, jobs that run once."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.shared import columnsets, jobs
from portal.shared.errors import RuleBroken
from portal.shared.models import ColumnSet, Job
from sme.enterprises.views import exporting
from sme.places.models import Remit
from tests.factories import accounts, places
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db
EXPORT = reverse("enterprises:export")


@pytest.fixture
def officer(client: Client) -> User:
    officer = accounts.OfficerFactory()
    client.force_login(officer)
    return officer


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_chosen_columns_come_in_the_lists_own_order(client: Client, officer: User) -> None:
    code = tax_code(0)
    enterprise("Bánh Út", number=code, employees=3)
    chosen = {"columns": ["registered_on", "number", "name"], "file_format": "xlsx"}
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.post(EXPORT, chosen)))).worksheets[0]
    heads, row = list(sheet.iter_rows())
    assert [cell.value for cell in heads] == [
        "Tên",
        "Mã số thuế / số đăng ký",
        "Ngày vào danh sách",
    ]
    assert [cell.value for cell in row[:2]] == ["Bánh Út", code]
    assert row[1].data_type == "s"
    assert row[2].is_date


def test_a_text_table_opens_in_excel_with_its_accents(client: Client, officer: User) -> None:
    enterprise("=Hộ Sen", phone="+84912345678")
    chosen = {"columns": ["name", "phone"], "file_format": "csv"}
    written = body(client.post(EXPORT, chosen))
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows == [["Tên", "Điện thoại"], ["'=Hộ Sen", "0912 345 678"]]


@pytest.mark.parametrize(
    "wrong", [{"columns": ["secret"]}, {"columns": []}, {"file_format": "pdf"}]
)
def test_an_unknown_choice_is_refused(client: Client, officer: User, wrong: dict[str, Any]) -> None:
    answer = client.post(EXPORT, {"columns": ["name"], "file_format": "csv", **wrong})
    assert answer.status_code == 422


def test_the_same_export_asked_for_twice_runs_once_with_the_rights_of_then(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    enterprise("Hộ Một")
    chosen = {"columns": ["name"], "file_format": "csv"}
    client.post(f"{EXPORT}?kind=household", chosen)
    client.post(f"{EXPORT}?kind=household", chosen)
    job = Job.objects.get()
    Remit.objects.filter(user=officer).delete()
    jobs.run_queued()
    job.refresh_from_db()
    assert job.result_name.endswith(".csv")
    assert job.result_file.read().decode("utf-8-sig").split() == ["Tên"]


def test_columns_are_saved_used_again_and_shared(client: Client, officer: User) -> None:
    chosen = {"columns": ["name", "phone"], "file_format": "csv", "save_as": "Gọi điện"}
    client.post(EXPORT, {**chosen, "is_shared": "on"})
    saved = ColumnSet.objects.get()
    assert (saved.columns, saved.is_shared) == (["name", "phone"], True)
    client.force_login(accounts.OfficerFactory(units=[places.commune()]))
    page = client.get(EXPORT, {"set": saved.pk})
    assert "Gọi điện" in page.content.decode()
    assert page.context["form"].initial["columns"] == ["name", "phone"]
    client.post(reverse("enterprises:columns_forget", args=[saved.pk]))
    assert ColumnSet.objects.exists()
    client.force_login(officer)
    client.post(reverse("enterprises:columns_forget", args=[saved.pk]))
    assert not ColumnSet.objects.exists()


def test_a_set_of_ones_own_is_seen_by_nobody_else(officer: User) -> None:
    columnsets.save("enterprises", "Riêng", ["name"], actor=officer)
    assert columnsets.sets_for(accounts.OfficerFactory(), "enterprises") == []
    with pytest.raises(RuleBroken):
        columnsets.save("enterprises", " ", ["name"], actor=officer)


def test_the_page_of_choices_says_how_many_rows(client: Client, officer: User) -> None:
    enterprise("Hộ Một")
    page = client.get(f"{EXPORT}?kind=household&set=%00")
    assert page.context["count"] == 1
