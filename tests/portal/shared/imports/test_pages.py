"""A list goes from upload to imported by pages without scripts; bad files are refused with a sentence."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.shared.models import ImportBatch
from tests.factories.accounts import OfficerFactory
from tests.factories.workbooks import changed, workbook

pytestmark = pytest.mark.django_db
HEAD = ["STT", "Tên ghe", "Số đăng ký", "Số chỗ"]


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def send(page, content, name="ghe.xlsx"):
    content = content.getvalue() if hasattr(content, "getvalue") else content
    return page.post(
        reverse("imports:kind", args=["boats"]), {"file": SimpleUploadedFile(name, content)}
    )


def sent(page, *rows):
    assert send(page, workbook([HEAD, *rows])).status_code == 302
    batch = ImportBatch.objects.latest("pk")
    address = reverse("imports:columns", args=["boats", batch.pk])
    assert page.get(address).status_code == 200
    asked = {"sheet": "Danh sách", "row": 1, "c1": "name", "c2": "code", "c3": "seats"}
    assert page.post(address, asked).status_code == 302
    batch.refresh_from_db()
    return batch


def act(page, name, batch, *args, **data):
    return page.post(reverse(f"imports:{name}", args=["boats", batch.pk, *args]), data)


def test_a_list_is_uploaded_matched_looked_at_imported_and_taken_back(boats, page):
    boats.boats = {1: {"name": "Sen", "code": "A1", "seats": 4}, 2: {"name": "Lúa"}}
    batch = sent(
        page, [1, "Sen", "A1", 9], [2, "Lúa", "A2", 3], [3, "X", "A4", "ba"], [4, "Y", "A6"]
    )
    for verdict in ("", "new", "changes", "same", "duplicate", "wrong", "nonsense"):
        shown = page.get(batch.get_absolute_url(), {"verdict": verdict, "page": "x"})
        assert shown.status_code == 200
    assert "ba" in page.get(batch.get_absolute_url(), {"verdict": "wrong"}).content.decode()
    assert act(page, "decide", batch, 3, decision="same:2").status_code == 302
    assert act(page, "result", batch).status_code == 200
    assert act(page, "apply", batch, which="good").status_code == 302
    assert boats.boats[1]["seats"] == 9
    assert boats.boats[2]["code"] == "A2"
    assert page.get(batch.get_absolute_url()).status_code == 200
    assert act(page, "undo", batch).status_code == 302
    assert boats.boats == {1: {"name": "Sen", "code": "A1", "seats": 4}, 2: {"name": "Lúa"}}
    assert page.get(batch.get_absolute_url()).status_code == 200
    assert page.get(reverse("imports:list")).status_code == 200


def test_a_row_is_decided_by_htmx_in_place(boats, page):
    boats.boats = {2: {"name": "Lúa"}}
    batch = sent(page, [1, "Lúa", "A2", 3])
    address = reverse("imports:decide", args=["boats", batch.pk, 2])
    part = page.post(address, {"decision": "new"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert batch.decisions.get().choice == "new"


def test_a_field_chosen_twice_or_missing_is_told(boats, page):
    send(page, workbook([HEAD, [1, "Sen", "A1", 4]]))
    address = reverse("imports:columns", args=["boats", ImportBatch.objects.get().pk])
    for chosen in ({"c1": "name", "c2": "name"}, {"c2": "code"}, {"c1": "nonsense"}):
        answer = page.post(address, {"sheet": "Danh sách", "row": 1, **chosen})
        assert answer.status_code == 422
    assert page.get(address, {"sheet": "Danh sách", "row": 99}).status_code == 200
    assert page.get(address, {"sheet": "không có", "row": "x"}).status_code == 200


def test_anothers_import_and_an_unknown_kind_are_not_there(boats, page, client):
    batch = sent(page, [1, "Sen", "A1", 4])
    client.force_login(OfficerFactory())
    assert client.get(batch.get_absolute_url()).status_code == 404
    assert client.get(reverse("imports:kind", args=["nothing"])).status_code == 404
    for name in ("apply", "undo", "discard", "check", "result"):
        assert act(client, name, batch).status_code == 404


def test_a_discarded_list_is_gone(boats, page):
    batch = sent(page, [1, "Sen", "A1", 4])
    assert act(page, "discard", batch).status_code == 302
    batch.refresh_from_db()
    assert not batch.file
    assert not batch.chunks.exists()
    assert page.get(batch.get_absolute_url()).status_code == 200


def wide():
    book = openpyxl.Workbook()
    book.active.cell(1, 16_384, "x")
    stream = io.BytesIO()
    book.save(stream)
    return stream


def bomb():
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
        return io.BytesIO(stream.getvalue())


BAD = {
    "empty": (b"", "a.xlsx"),
    "not a workbook": (b"%PDF-1.4 something", "a.xlsx"),
    "encrypted": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "a.xlsx",
    ),
    "truncated": (workbook([HEAD]).getvalue()[:2000], "a.xlsx"),
    "macros": (changed(workbook([HEAD]), {"xl/vbaProject.bin": b"x"}).getvalue(), "a.xlsm"),
    "bomb": (bomb().getvalue(), "a.xlsx"),
    "wide": (wide().getvalue(), "a.xlsx"),
    "old encoding": ("Tên ghe;Số\nÐô;1".encode("cp1258", "replace"), "a.csv"),
    "null bytes": (b"a\x00b", "a.csv"),
    "nothing in it": (workbook([]).getvalue(), "a.xlsx"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_a_sentence(boats, page, case):
    content, name = BAD[case]
    answer = send(page, content, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_csv_comes_in_with_either_separator(boats, page, separator, bom):
    words = bom + "\n".join(separator.join(row) for row in (["Tên ghe", "Số chỗ"], ["Sen", "4"]))
    assert send(page, words.encode(), "a.csv").status_code == 302
    assert ImportBatch.objects.get().layout["columns"] == ["name", "seats"]


def test_headings_without_a_row_are_told_on_the_columns_page(boats, page):
    send(page, workbook([HEAD]))
    address = reverse("imports:columns", args=["boats", ImportBatch.objects.get().pk])
    answer = page.post(address, {"sheet": "Danh sách", "row": 1, "c1": "name"})
    assert answer.status_code == 422
    assert ImportBatch.objects.get().state == "uploaded"
