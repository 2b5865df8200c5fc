"""A list is judged, decided, applied once, and taken back; all or nothing."""

import io

import openpyxl
import pytest
from wagtail.models import ModelLogEntry

from portal.shared import jobs
from portal.shared.errors import RuleBroken
from portal.shared.imports import results, running, services
from portal.shared.imports.services import uploading
from portal.shared.models import ImportBatch, ImportMapping, ImportState
from tests.factories.workbooks import saved

pytestmark = pytest.mark.django_db


def judged(kind, stream, officer, name="ghe.xlsx"):
    batch = services.upload(kind, stream, name=name, actor=officer)
    layout = batch.layout
    return services.match(
        batch, layout["columns"], sheet=layout["sheet"], row=layout["row"], actor=officer
    )


def test_each_row_has_its_verdict(boats, officer, sheet):
    boats.boats = {1: {"name": "Sen", "code": "A1", "seats": 4}, 2: {"name": "Lúa"}}
    batch = judged(
        boats,
        sheet([1, "Sen", "A1", 4], [2, "Sen mới", "A2", 3], [3, "Lúa", None, 2], [4, "X", "A4", "ba"],
              [5, "Y", "A5", 1], [6, "Z", "A5", 2], [7, "Sen mới", "A2", 3]),
        officer,
    )  # fmt: skip
    assert batch.state == ImportState.JUDGED
    assert batch.counts == {"new": 1, "changes": 0, "same": 2, "duplicate": 1, "wrong": 3}
    assert services.line_of(batch, 5).raw == {"seats": "ba"}
    assert "7" in services.line_of(batch, 6).problems[0].sentence


def test_a_list_is_applied_once_and_again_changes_nothing(boats, officer, sheet):
    batch = judged(boats, sheet([1, "Sen", "A1", 4], [2, "Lúa", "A2", 3]), officer)
    services.apply(batch, actor=officer)
    services.apply(batch, actor=officer)
    assert [boat["name"] for boat in boats.boats.values()] == ["Sen", "Lúa"]
    again = judged(boats, sheet([1, "Sen", "A1", 4], [2, "Lúa", "A2", 3]), officer)
    assert again.counts["same"] == 2
    assert ModelLogEntry.objects.filter(action="imports.apply").count() == 1


def test_an_import_is_taken_back_unless_somebody_touched_it(boats, officer, sheet):
    boats.boats = {1: {"name": "Sen", "code": "A1", "seats": 4}}
    batch = judged(boats, sheet([1, "Sen", "A1", 9], [2, "Lúa", "A2", 3]), officer)
    services.apply(batch, actor=officer)
    boats.boats[2]["touched"] = True
    with pytest.raises(RuleBroken):
        services.undo(batch, actor=officer)
    assert ImportBatch.objects.get().state == ImportState.APPLIED
    del boats.boats[2]["touched"]
    assert services.undo(batch, actor=officer).state == ImportState.UNDONE
    assert boats.boats == {1: {"name": "Sen", "code": "A1", "seats": 4}}


def test_a_duplicate_is_left_out_until_it_is_decided(boats, officer, sheet):
    boats.boats = {7: {"name": "Lúa"}}
    batch = judged(
        boats, sheet([1, "Lúa", "A1", 4], [2, "Lúa", "A2", 4], [3, "Lúa", "A3", 4]), officer
    )
    with pytest.raises(RuleBroken):
        services.decide(batch, 2, "same", 99, actor=officer)
    services.decide(batch, 2, "same", 7, actor=officer)
    services.decide(batch, 3, "new", actor=officer)
    done = services.apply(batch, actor=officer)
    assert (done.outcome["changes"], done.outcome["new"], done.outcome["undecided"]) == (1, 1, 1)
    assert boats.boats[7]["code"] == "A1"
    assert len(boats.boats) == 2


def test_a_row_that_is_otherwise_now_is_left_out_and_told(boats, officer, sheet):
    batch = judged(boats, sheet([1, "Sen", "A1", 4], [2, "Lúa", "A2", 3]), officer)
    boats.boats = {1: {"name": "Sen", "code": "A1", "seats": 5}}
    with pytest.raises(RuleBroken):
        services.apply(batch, actor=officer, is_strict=True)
    assert len(boats.boats) == 1
    done = services.apply(batch, actor=officer)
    assert done.outcome["moved"] == 1
    assert done.outcome["moved_rows"][0][0] == 2
    assert boats.boats[1]["seats"] == 5


def test_a_refusal_in_the_middle_leaves_the_import_unapplied(boats, officer, sheet):
    batch = judged(boats, sheet([1, "Sen", "A1", 4], [2, "Lúa", "A2", 3]), officer)
    boats.breaks_at = "Lúa"
    with pytest.raises(RuleBroken):
        services.apply(batch, actor=officer)
    batch.refresh_from_db()
    assert batch.state == ImportState.JUDGED
    assert not batch.chunks.filter(undo__isnull=False).exists()


def test_another_person_may_do_nothing_with_it(boats, officer, sheet, minh):
    batch = judged(boats, sheet([1, "Sen", "A1", 4]), officer)
    for act in (services.apply, services.discard, services.judge):
        with pytest.raises(RuleBroken):
            act(batch, actor=minh)


def test_the_choice_of_columns_is_remembered(boats, officer, sheet):
    batch = services.upload(boats, sheet([1, "Sen", "A1", 4]), name="a.xlsx", actor=officer)
    kept = batch.layout
    services.match(batch, ["", "name", "code", ""], sheet=kept["sheet"], row=1, actor=officer)
    again = services.upload(boats, sheet([1, "Lúa", "A2", 4]), name="b.xlsx", actor=officer)
    assert again.layout["columns"] == ["", "name", "code", ""]
    assert ImportMapping.objects.count() == 1


def test_a_long_list_is_a_job(boats, officer, sheet, monkeypatch):
    monkeypatch.setattr(uploading, "AT_ONCE", -50)
    rows = [[n, f"Sen {n}", f"A{n}", 4] for n in range(30)]
    batch = judged(boats, sheet(*rows), officer)
    assert batch.is_large
    assert batch.state == ImportState.MATCHED
    jobs.run_queued()
    batch.refresh_from_db()
    assert batch.counts["new"] == 30
    services.start_applying(batch, actor=officer)
    with pytest.raises(RuleBroken):
        services.discard(batch, actor=officer)
    jobs.run_queued()
    batch.refresh_from_db()
    assert (batch.state, len(boats.boats)) == (ImportState.APPLIED, 30)
    services.start_undoing(batch, actor=officer)
    jobs.run_queued()
    assert not boats.boats


def test_the_result_has_verdicts_first_and_comments_on_cells(boats, officer, sheet):
    stream = sheet([1, "=1+1", "A1", 4], [2, "Lúa", "A2", "ba"], at=3)
    book = openpyxl.load_workbook(stream)
    book.active["B4"].data_type = "s"
    batch = judged(boats, saved(book), officer)
    stream = io.BytesIO()
    results.write(batch, stream)
    page = openpyxl.load_workbook(stream).active
    assert page["D3"].value == "Tên ghe (*)"
    assert page["A4"].value
    assert (page["D4"].value, page["D4"].data_type) == ("=1+1", "s")
    assert page["F5"].comment.text
    assert page["F5"].value == "ba"


def test_the_template_can_be_sent_in(boats, officer):
    stream = io.BytesIO()
    results.write_template(boats, stream)
    book = openpyxl.load_workbook(stream)
    book.worksheets[0].append(["Sen", "0012", 4, "Ghe"])
    filled = io.BytesIO()
    book.save(filled)
    assert judged(boats, filled, officer).counts["new"] == 1


def test_a_command_writes_good_rows_and_tells_the_others(boats, officer, sheet):
    boats.boats = {1: {"name": "Lúa"}}
    rows = ([1, "Sen", "A1", 4], [2, "Lúa", "A2", 3], [3, "X", "A3", "ba"])
    dry = running.run_file(boats, sheet(*rows), actor=officer, is_dry_run=True)
    assert dry.counts == {"new": 1, "changes": 0, "same": 0, "duplicate": 1, "wrong": 1}
    assert len(boats.boats) == 1
    assert [problem.row for problem in dry.problems] == [3, 4]
    done = running.run_file(boats, sheet(*rows), actor=officer, on_duplicates="new")
    assert done.written == {"new": 2, "changes": 0}
    services.undo(ImportBatch.objects.get(pk=done.batch_id), actor=officer)
    assert boats.boats == {1: {"name": "Lúa"}}


def test_old_lists_are_forgotten_and_then_cannot_be_taken_back(boats, officer, sheet):
    batch = judged(boats, sheet([1, "Sen", "A1", 4]), officer)
    services.apply(batch, actor=officer)
    assert services.forget(days=1) == 0
    ImportBatch.objects.update(updated_at="2020-01-01T00:00Z")
    assert services.forget(days=90) == 1
    with pytest.raises(RuleBroken) as broken:
        services.undo(batch, actor=officer)
    assert broken.value.code == "undo_forgotten"
    assert boats.boats
