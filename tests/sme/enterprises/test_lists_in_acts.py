"""Rows find their records, are written as the screen would, in one piece, and taken back; nobody reaches further."""

import io
import json
import os
import signal
import subprocess
import sys

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.shared.errors import RuleBroken
from portal.shared.imports import kind_of, running, services
from portal.shared.models import ImportBatch, ImportState
from sme.enterprises import services as enterprises
from sme.enterprises.models import Contact, Enterprise, FormerProfile, Identifier
from tests.conftest import ROOT, migrated_file
from tests.factories import places
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import enterprise, tax_code
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db
KIND = kind_of("enterprises")
HEAD = ["STT", "Tên cơ sở", "MST", "Loại hình", "Chủ hộ", "SĐT", "Xã/Phường", "Số LĐ", "Mã hồ sơ"]


@pytest.fixture
def sadec(db):
    return places.commune()


@pytest.fixture
def officer(sadec):
    return OfficerFactory()


def row(
    name,
    code="",
    *,
    kind="Hộ kinh doanh",
    person="",
    phone="",
    place="Sa Đéc",
    people=None,
    record=None,
):
    return [1, name, code, kind, person, phone, place, people, record]


def judged(officer, *rows):
    batch = services.upload(KIND, workbook([HEAD, *rows]), name="a.xlsx", actor=officer)
    kept = batch.layout
    return services.match(
        batch, kept["columns"], sheet=kept["sheet"], row=kept["row"], actor=officer
    )


def lines(batch):
    return [services.line_of(batch, number) for number in range(2, 2 + batch.row_count)]


def test_a_row_finds_its_record_by_number_and_shows_what_changes(officer, sadec):
    code = tax_code()
    one = enterprise("Bánh phồng Út", number=code, place=sadec, employees=3, phone="+84912345678")
    batch = judged(
        officer, row("BÁNH PHỒNG ÚT", code, phone="0913456789", people=5, person="Lê Út")
    )
    line = lines(batch)[0]
    assert (line.verdict, line.target_id) == ("changes", one.pk)
    assert [(d.field, d.before, d.after) for d in line.differences] == [
        ("phone", "0912 345 678", "0913 456 789"), ("employees", "3", "5"), ("contact_name", "", "Lê Út"),
    ]  # fmt: skip
    services.apply(batch, actor=officer)
    one.refresh_from_db()
    assert (one.employees, one.phone, one.name, one.version) == (
        5,
        "+84913456789",
        "Bánh phồng Út",
        2,
    )
    assert one.contacts.get().name == "Lê Út"
    assert "0913456789" in one.search_text
    acts = set(ModelLogEntry.objects.filter(object_id=one.pk).values_list("action", flat=True))
    assert {"enterprises.change", "enterprises.change_contact"} <= acts
    again = row("Bánh phồng Út", code, phone="0913456789", people=5, person="Lê Út")
    assert judged(officer, again).counts["same"] == 1


def test_a_blank_cell_erases_nothing(officer, sadec):
    code = tax_code()
    enterprise("Bánh phồng Út", number=code, place=sadec, employees=3, phone="+84912345678")
    assert (
        judged(officer, row("Bánh phồng Út", code, phone="không có", place="")).counts["same"] == 1
    )


def test_a_new_name_and_number_keep_what_held_before_and_all_is_taken_back(officer, sadec):
    old, new = tax_code(), tax_code()
    one = enterprise("Bánh phồng Út", number=old, place=sadec)
    before = Enterprise.objects.filter(pk=one.pk).values().get()
    batch = judged(officer, row("Bánh phồng Út Hoa", new, person="Lê Út", record=one.pk))
    services.apply(batch, actor=officer)
    assert FormerProfile.objects.get().name == "Bánh phồng Út"
    assert {(n.value, n.valid_to is None) for n in Identifier.objects.all()} == {(old, False), (new, True)}  # fmt: skip
    services.undo(batch, actor=officer)
    after = Enterprise.objects.filter(pk=one.pk).values().get()
    assert {k: v for k, v in before.items() if after[k] != v}.keys() == {"version", "updated_at"}
    assert not FormerProfile.objects.exists()
    assert not Contact.objects.exists()
    assert Identifier.objects.get().valid_to is None


def test_a_former_number_leads_to_its_record_and_is_not_taken_up_again(officer, sadec):
    old, new = tax_code(), tax_code()
    one = enterprise("Bánh phồng Út", number=old, place=sadec)
    enterprises.change(one, expected_version=1, actor=officer, number=("tax", new, ""))
    line = lines(judged(officer, row("Bánh phồng Út", old)))[0]
    assert (line.verdict, line.target_id) == ("same", one.pk)
    assert line.problems[0].is_warning


def test_a_row_that_meets_two_records_is_wrong_and_names_them(officer, sadec):
    code = tax_code()
    enterprise("Bánh phồng Út", number=code, place=sadec)
    other = enterprise("Bánh phồng Tư", place=sadec)
    line = lines(judged(officer, row("Bánh phồng Út", code, record=other.pk)))[0]
    assert line.verdict == "wrong"
    assert "Bánh phồng Út" in line.problems[0].sentence
    assert "Bánh phồng Tư" in line.problems[0].sentence


def test_two_rows_for_one_business_are_wrong_and_name_each_other(officer, sadec):
    code = tax_code()
    one = enterprise("Bánh phồng Út", number=code, place=sadec)
    batch = judged(officer, row("A", "1"), row("Sen", tax_code(7), people=1),
                   row("Sen", tax_code(7), people=2),
                   row("Bánh phồng Út", code), row("Bánh phồng Út", "", record=one.pk, people=9))  # fmt: skip
    found = lines(batch)
    assert [line.verdict for line in found] == ["wrong", "wrong", "wrong", "same", "wrong"]
    assert "4" in found[1].problems[0].sentence
    assert "5" in found[4].problems[-1].sentence


def test_what_looks_alike_waits_for_a_person(officer, sadec):
    one = enterprise("Hộ kinh doanh Bánh phồng Út Hoa", place=sadec, phone="+84912345678")
    batch = judged(officer, row("HKD bánh phồng Út Hoà", phone="0912345678", people=4))
    line = lines(batch)[0]
    assert line.verdict == "duplicate"
    assert line.candidates[0].id == one.pk
    assert line.candidates[0].why
    services.decide(batch, 2, "same", one.pk, actor=officer)
    services.apply(batch, actor=officer)
    one.refresh_from_db()
    assert one.employees == 4
    assert Enterprise.objects.count() == 1


def test_a_row_without_number_that_says_what_stands_there_is_the_same(officer, sadec):
    batch = judged(officer, row("Tạp hoá Cô Ba", person="Võ Ba", phone="0912345678", people=2))
    services.apply(batch, actor=officer)
    again = judged(officer, row("Tạp hoá Cô Ba", person="Võ Ba", phone="0912345678", people=2))
    assert again.counts["same"] == 1
    other = judged(officer, row("Tạp hoá Cô Ba", person="Võ Ba", phone="0912345678", people=3))
    assert other.counts["duplicate"] == 1


def test_an_officer_reaches_only_their_places_and_learns_nothing_of_others(officer, sadec):
    other = places.commune("Xã Mỹ Thọ", "30000")
    code = tax_code()
    hidden = enterprise("Bí mật", number=code, place=other, phone="+84912345678")
    local = OfficerFactory(units=[sadec])
    batch = judged(local, row("Bí mật", code, place=""), row("Bí mật", record=hidden.pk, place=""),
                   row("Mới", place="Mỹ Thọ"), row("Bí mật", phone="0912345678"))  # fmt: skip
    assert [line.verdict for line in lines(batch)] == ["wrong", "wrong", "wrong", "new"]
    told = json.dumps([line.to_plain()[3:] for line in lines(batch)], ensure_ascii=False)
    assert "Xã Mỹ Thọ" not in told
    assert "Bí mật" not in told


def test_new_records_are_taken_back_unless_something_hangs_on_one(officer, sadec):
    batch = judged(
        officer, row("Sen Hồng", tax_code(), person="Lê Sen"), row("Sen Trắng", tax_code())
    )
    services.apply(batch, actor=officer)
    one = Enterprise.objects.get(name="Sen Hồng")
    member = enterprises.add_member(one, OfficerFactory(), role="owner", actor=officer)
    with pytest.raises(RuleBroken) as broken:
        services.undo(batch, actor=officer)
    assert "Sen Hồng" in str(broken.value)
    assert Enterprise.objects.count() == 2
    member.delete()
    services.undo(batch, actor=officer)
    assert not Enterprise.objects.exists()
    assert not Contact.objects.exists()


def test_a_record_that_was_changed_since_keeps_the_list_from_being_taken_back(officer, sadec):
    code = tax_code()
    one = enterprise("Sen", number=code, place=sadec)
    batch = judged(officer, row("Sen", code, people=5))
    services.apply(batch, actor=officer)
    one.refresh_from_db()
    enterprises.change(one, expected_version=2, actor=officer, employees=6)
    with pytest.raises(RuleBroken):
        services.undo(batch, actor=officer)
    one.refresh_from_db()
    assert one.employees == 6


def test_a_closed_record_is_not_changed_by_a_list(officer, sadec):
    code = tax_code()
    one = enterprise("Sen", number=code, place=sadec)
    Enterprise.objects.filter(pk=one.pk).update(state="closed", closed_on="2026-01-01")
    assert lines(judged(officer, row("Sen", code, people=5)))[0].verdict == "wrong"
    assert lines(judged(officer, row("Sen", code)))[0].verdict == "same"


def test_the_pages_take_place_and_kind_of_the_whole_list_and_give_the_result_back(
    officer, sadec, client
):
    client.force_login(officer)
    page = reverse("imports:kind", args=["enterprises"])
    assert "Phường Sa Đéc" in client.get(page).content.decode()
    content = workbook([["Tên cơ sở", "SĐT"], ["=1+1", "0912345678"], ["Sen", "12"]]).getvalue()
    sent = {"file": SimpleUploadedFile("a.xlsx", content), "place": sadec.pk, "kind": "household"}
    assert client.post(page, {**sent, "place": "999999"}).status_code == 422
    sent["file"] = SimpleUploadedFile("a.xlsx", content)
    assert client.post(page, sent).status_code == 302
    batch = ImportBatch.objects.get()
    assert batch.params == {"place": str(sadec.pk), "kind": "household"}
    client.post(reverse("imports:columns", args=["enterprises", batch.pk]),
                {"sheet": "Danh sách", "row": 1, "c0": "name", "c1": "phone"})  # fmt: skip
    answer = client.post(reverse("imports:result", args=["enterprises", batch.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert book.active["D3"].comment.text
    template = client.get(reverse("imports:template", args=["enterprises"]))
    assert openpyxl.load_workbook(io.BytesIO(template.getvalue())).worksheets[0]["A1"].value


# --- the command ---------------------------------------------------------------------------------------------


def ordered(path, *rows):
    path.write_bytes(workbook([HEAD, *rows]).getvalue())
    return str(path)


def test_the_command_tells_counts_and_problems_and_its_exit_code(sadec, tmp_path, capsys):
    file = ordered(tmp_path / "a.xlsx", row("Sen", tax_code()), row("Lúa", "123"))
    with pytest.raises(SystemExit) as ended:
        call_command("import_enterprises", file, "--dry-run", "--format", "json")
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert told["counts"] == {"new": 1, "changes": 0, "same": 0, "duplicate": 0, "wrong": 1}
    assert told["problems"][0]["row"] == 3
    assert not Enterprise.objects.exists()
    call_command("import_enterprises", ordered(tmp_path / "b.xlsx", row("Sen", tax_code())))
    assert Enterprise.objects.count() == 1
    assert "1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [["không-có.xlsx"], ["{bad}"], ["{good}", "--format", "xml"], ["{good}", "--user", "x@y.z"],
     ["{good}", "--kind", "x"], ["{good}", "--place", "x"]],
)  # fmt: skip
def test_the_command_refuses_in_one_line(sadec, tmp_path, options):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK nothing")
    good = ordered(tmp_path / "good.xlsx", row("Sen", tax_code()))
    with pytest.raises(CommandError) as refused:
        call_command("import_enterprises", *(each.format(bad=bad, good=good) for each in options))
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


@pytest.mark.sqlite_only
def test_an_import_that_is_killed_while_it_writes_leaves_nothing(tmp_path):
    """``kill -9`` when the first thousand is in the database's file, but not committed."""
    import shutil
    import sqlite3

    database = tmp_path / "own.sqlite3"
    shutil.copyfile(migrated_file(), database)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": str(ROOT),
           "TEST_DATABASE_URL": f"sqlite:///{database}", "DATABASE_URL": f"sqlite:///{database}"}  # fmt: skip
    file = ordered(tmp_path / "a.xlsx", *(row(f"Sen {n}", "") for n in range(30)))
    script = f"""
import django; django.setup()
from django.core.management import call_command
from tests.factories import places
places.commune()
from sme.enterprises.services import importing, import_writing
whole = import_writing.enter_rows
def slow(*args, **options):
    made = whole(*args, **options)
    print("WRITTEN", len(made), flush=True)
    import time
    time.sleep(60)
import_writing.enter_rows = slow
call_command("import_enterprises", {file!r})
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "WRITTEN 30\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    left = sqlite3.connect(database)
    for table in ("enterprises_enterprise", "enterprises_contact", "shared_importbatch"):
        assert left.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
    assert left.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    left.close()


def test_applying_twice_at_once_writes_once(officer, sadec):
    batch = judged(officer, row("Sen", tax_code()))
    services.apply(batch, actor=officer)
    services.apply(ImportBatch.objects.get(), actor=officer)
    assert Enterprise.objects.count() == 1
    assert ImportBatch.objects.get().state == ImportState.APPLIED


def test_the_same_summary_twice(officer, sadec):
    stream = workbook([HEAD, row("Sen", tax_code(), people=3)])
    assert running.run_file(KIND, stream, actor=officer).written == {"new": 1, "changes": 0}
    assert running.run_file(KIND, stream, actor=officer).written == {"new": 0, "changes": 0}
