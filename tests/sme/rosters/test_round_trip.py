"""A roster goes out, is edited in Excel, and comes back: nothing is lost, nothing is overwritten unseen."""

import json
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.imports import kind_of
from portal.shared.imports import services as imports
from portal.shared.imports.running import run_file
from portal.shared.models import ImportBatch
from sme.enterprises.models import Enterprise
from sme.programmes import services
from sme.programmes.models import Enrolment
from sme.programmes.rules import EnrolmentState as S
from sme.rosters import exports, rules, selectors
from sme.rosters.services import write_sheet
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import enterprise, tax_code
from tests.factories.workbooks import through_libreoffice

pytestmark = pytest.mark.django_db
TODAY = clock.today


@pytest.fixture
def officer():
    return make.administrator()


@pytest.fixture
def cohort(db):
    return make.cohort(capacity=10)


@pytest.fixture
def three(cohort):
    """Three enterprises that take part, by name."""
    names = ("Bánh phồng Ba", "Chiếu Năm", "Nem Bảy")
    found = [make.enrolment(cohort, enterprise(name, number=tax_code())) for name in names]
    return found


def out(cohort, actor, **more):
    """The roster as an open workbook, and its sheet."""
    stream = BytesIO()
    rows = selectors.ordered(selectors.roster(cohort, actor))
    sheet = exports.sheet(cohort, rows, [*rules.USUAL, "state_on", "reason"], returns=True, **more)
    write_sheet(sheet, stream, "xlsx")
    stream.seek(0)
    book = load_workbook(stream)
    return book, book.worksheets[0]


def head_row(sheet):
    """The row with the headings."""
    wanted = exports.COLUMNS["name"].header
    return next(row for row in range(1, 30) for cell in sheet[row] if cell.value == wanted)


def column(sheet, key):
    """The number of a column by its key."""
    wanted = (exports.KEY_COLUMN if key == "key" else exports.COLUMNS[key]).header
    return next(cell.column for cell in sheet[head_row(sheet)] if cell.value == wanted)


def cell(sheet, name, key):
    """The cell of an enterprise in a column."""
    at = column(sheet, "name")
    row = next(
        row for row in range(head_row(sheet) + 1, sheet.max_row + 1)
        if sheet.cell(row, at).value == name
    )  # fmt: skip
    return sheet.cell(row, column(sheet, key))


def back(book, cohort, actor, *, on_conflict="skip", dry_run=False, on_duplicates="skip"):
    """Send a workbook back; the summary."""
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    params = {"cohort": cohort.pk, "on_conflict": on_conflict}
    return run_file(
        kind_of("rosters"), stream, name="roster.xlsx", actor=actor, params=params,
        is_dry_run=dry_run, on_duplicates=on_duplicates,
    )  # fmt: skip


def told(summary):
    """Counts of cells that are not zero, without the unchanged."""
    return {key: count for key, count in summary.more.items() if count and key != "unchanged"}


def test_the_untouched_file_changes_nothing(cohort, three, officer):
    before = list(Enrolment.objects.order_by("pk").values())
    book, _sheet = out(cohort, officer)
    summary = back(book, cohort, officer)
    assert told(summary) == {}
    assert summary.counts["same"] == 3
    assert summary.written == {"new": 0, "changes": 0}
    assert list(Enrolment.objects.order_by("pk").values()) == before


def test_edited_cells_are_applied_once_through_the_same_acts(cohort, three, officer):
    book, sheet = out(cohort, officer)
    cell(sheet, "Chiếu Năm", "note").value = "Hẹn thăm xưởng"
    cell(sheet, "Nem Bảy", "state").value = " hoàn  THÀNH "
    cell(sheet, "Nem Bảy", "state_on").value = "20/11/2026"
    summary = back(book, cohort, officer)
    assert told(summary) == {"changed": 3}
    noted, done = (Enrolment.objects.get(pk=each.pk) for each in three[1:])
    assert noted.note == "Hẹn thăm xưởng"
    assert (done.state, done.state_on) == (S.COMPLETED, date(2026, 11, 20))
    versions = list(Enrolment.objects.values_list("version", flat=True))
    again = back(book, cohort, officer)
    assert told(again) == {}
    assert list(Enrolment.objects.values_list("version", flat=True)) == versions


def test_what_others_changed_meanwhile_stays_and_is_told(cohort, three, officer):
    book, _sheet = out(cohort, officer)
    services.change_enrolment(three[0], expected_version=1, actor=officer, note="Đã gọi")
    summary = back(book, cohort, officer)
    assert told(summary) == {"stale": 1}
    assert Enrolment.objects.get(pk=three[0].pk).note == "Đã gọi"


def test_a_conflict_shows_base_yours_theirs_and_is_not_applied(cohort, three, officer):
    book, sheet = out(cohort, officer)
    cell(sheet, "Chiếu Năm", "note").value = "của tôi"
    services.change_enrolment(three[1], expected_version=1, actor=officer, note="của họ")
    summary = back(book, cohort, officer)
    assert told(summary) == {"conflict": 1}
    sentence = " ".join(each.sentence for each in summary.problems)
    assert "của tôi" in sentence
    assert "của họ" in sentence
    assert Enrolment.objects.get(pk=three[1].pk).note == "của họ"
    assert told(back(book, cohort, officer, on_conflict="mine")) == {"changed": 1}
    assert Enrolment.objects.get(pk=three[1].pk).note == "của tôi"


def test_both_doing_the_same_is_no_conflict(cohort, three, officer):
    book, sheet = out(cohort, officer)
    cell(sheet, "Chiếu Năm", "note").value = "như nhau"
    services.change_enrolment(three[1], expected_version=1, actor=officer, note="như nhau")
    assert told(back(book, cohort, officer)) == {}


def test_cells_that_are_not_for_editing_are_told_and_left(cohort, three, officer):
    book, sheet = out(cohort, officer)
    cell(sheet, "Nem Bảy", "kind").value = "Hợp tác xã"
    cell(sheet, "Nem Bảy", "note").value = "vẫn ghi được"
    summary = back(book, cohort, officer)
    assert told(summary) == {"readonly": 1, "changed": 1}
    assert [each.field for each in summary.problems] == ["kind"]
    assert Enrolment.objects.get(pk=three[2].pk).note == "vẫn ghi được"
    assert three[2].enterprise.kind == Enterprise.objects.get(pk=three[2].enterprise_id).kind


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        ("state", "đã duyệt rồi", "đã duyệt rồi"),
        ("state", None, "–"),
        ("state", "Đã rút", "ghi lý do"),
        ("state", "Chờ chỗ", "chuyển sang"),
        ("state_on", "31/02/2026", "không có thật"),
        ("state_on", "20/11/2026", "trạng thái mới"),
        ("note", "x" * 501, "500"),
    ],
)  # fmt: skip
def test_each_wrong_cell_has_its_sentence_and_the_good_ones_go_through(
    cohort, three, officer, field, written, words
):
    book, sheet = out(cohort, officer)
    cell(sheet, "Nem Bảy", field).value = written
    cell(sheet, "Chiếu Năm", "note").value = "tốt"
    summary = back(book, cohort, officer)
    assert told(summary) == {"invalid": 1, "changed": 1}
    (problem,) = summary.problems
    assert words.lower() in problem.sentence.lower()
    assert Enrolment.objects.get(pk=three[2].pk).version == 1


def test_sorting_inserting_renaming_and_deleting_rows_do_no_harm(cohort, three, officer):
    book, sheet = out(cohort, officer, is_official=True)
    cell(sheet, "Nem Bảy", "note").value = "sau khi xáo"
    first = head_row(sheet) + 1
    rows = [[each.value for each in sheet[row]] for row in range(first, first + 3)]
    for at, values in enumerate(reversed(rows)):
        for place, value in enumerate(values, 1):
            sheet.cell(first + at, place).value = value
    sheet.insert_cols(2)
    sheet.cell(first - 1, 2).value = "Cột của tôi"
    sheet.cell(first, 2).value = "riêng"
    sheet.insert_rows(1, 3)
    sheet.cell(1, 1).value = "Danh sách gửi các xã"
    sheet.title = "Bản của xã"
    sheet.column_dimensions["A"].hidden = True
    gone = cell(sheet, "Chiếu Năm", "name").row
    sheet.delete_rows(gone)
    summary = back(book, cohort, officer)
    assert told(summary) == {"changed": 1, "missing": 1}
    assert Enrolment.objects.get(pk=three[2].pk).note == "sau khi xáo"
    assert Enrolment.objects.count() == 3


def test_the_same_key_twice_names_both_rows(cohort, three, officer):
    book, sheet = out(cohort, officer)
    first = head_row(sheet) + 1
    sheet.cell(first + 1, column(sheet, "key")).value = sheet.cell(
        first, column(sheet, "key")
    ).value
    summary = back(book, cohort, officer)
    assert summary.counts["wrong"] == 2
    sentences = " ".join(each.sentence for each in summary.problems)
    assert str(first) in sentences
    assert str(first + 1) in sentences


def test_keys_of_another_cohort_another_portal_or_changed_are_refused(
    cohort, three, officer, settings
):
    book, sheet = out(cohort, officer)
    first = head_row(sheet) + 1
    at = column(sheet, "key")
    other = make.cohort(capacity=10)
    make.enrolment(other, three[0].enterprise)
    foreign = exports.seal().sign(rules.Base(other.pk, 1, 1, 1, "", "", ("enrolled", "", "", "")))
    elsewhere = rules.Seal(["another secret"]).sign(
        rules.Base(cohort.pk, 1, 1, 1, "", "", ("enrolled", "", "", ""))
    )
    key = sheet.cell(first + 2, at).value
    broken = key[:-1] + ("0" if key[-1] != "0" else "1")
    for row, value in enumerate((foreign, elsewhere, broken), first):
        sheet.cell(row, at).value = value
    summary = back(book, cohort, officer)
    assert summary.counts["wrong"] == 3
    assert {each.field for each in summary.problems} == {"key"}
    assert len({each.sentence for each in summary.problems}) == 3


def test_a_row_without_key_is_a_new_enrolment_only_when_it_means_one(cohort, three, officer):
    code = tax_code()
    meant = enterprise("Kẹo dừa Tám", number=code)
    for _twice in range(2):
        enterprise("Hộ Trùng Tên", place=meant.place)
    book, sheet = out(cohort, officer, is_official=False)
    last = head_row(sheet) + 4
    sheet.insert_rows(last, 3)
    name, tax, place = (column(sheet, key) for key in ("name", "tax_code", "place"))
    sheet.cell(last, name).value, sheet.cell(last, tax).value = "Kẹo dừa", code
    sheet.cell(last, column(sheet, "phone")).value = "0909"
    for row in (last + 1, last + 2):
        sheet.cell(row, name).value = "Hộ Trùng Tên" if row == last + 1 else "Không Có Ai"
        sheet.cell(row, place).value = meant.place.name
        sheet.cell(row, column(sheet, "phone")).value = "0909"
    summary = back(book, cohort, officer)
    assert summary.written["new"] == 1
    assert Enrolment.objects.filter(cohort=cohort, enterprise=meant, state=S.ENROLLED).exists()
    assert summary.counts["wrong"] == 2
    assert told(back(book, cohort, officer)) == {"invalid": 2}


def test_places_are_counted_through_the_whole_file(officer):
    cohort = make.cohort(capacity=1)
    seated = make.enrolment(cohort, enterprise("Có Chỗ"))
    waiting = [
        make.enrolment(cohort, enterprise(f"Đang Chờ {n}"), state=S.WAITING) for n in range(2)
    ]
    book, sheet = out(cohort, officer)
    cell(sheet, "Có Chỗ", "state").value = "Đã rút"
    cell(sheet, "Có Chỗ", "reason").value = "Chuyển tỉnh"
    for n in range(2):
        cell(sheet, f"Đang Chờ {n}", "state").value = "Đã ghi danh"
    summary = back(book, cohort, officer)
    states = [Enrolment.objects.get(pk=each.pk).state for each in (seated, *waiting)]
    assert states.count(S.ENROLLED) == 1
    assert states[0] == S.WITHDRAWN
    assert told(summary) == {"changed": 3, "invalid": 1}


def test_a_returned_roster_is_taken_back_as_one_unless_touched_since(cohort, three, officer):
    before = {
        each["id"]: each for each in Enrolment.objects.values("id", "state", "note", "reason")
    }
    book, sheet = out(cohort, officer)
    cell(sheet, "Nem Bảy", "state").value = "Hoàn thành"
    cell(sheet, "Chiếu Năm", "note").value = "tạm"
    batch = ImportBatch.objects.get(pk=back(book, cohort, officer).batch_id)
    imports.undo(batch, actor=officer)
    after = {each["id"]: each for each in Enrolment.objects.values("id", "state", "note", "reason")}
    assert after == before
    second = ImportBatch.objects.get(pk=back(book, cohort, officer).batch_id)
    now = Enrolment.objects.get(pk=three[1].pk)
    services.change_enrolment(now, expected_version=now.version, actor=officer, note="sau đó")
    with pytest.raises(RuleBroken):
        imports.undo(second, actor=officer)
    assert Enrolment.objects.get(pk=three[2].pk).state == S.COMPLETED


def test_formulas_and_merged_cells_are_read_as_their_values(cohort, three, officer):
    book, sheet = out(cohort, officer)
    cell(sheet, "Nem Bảy", "note").value = '=HYPERLINK("http://x","y")'
    summary = back(book, cohort, officer)
    assert Enrolment.objects.get(pk=three[2].pk).note == ""
    assert summary.written["changes"] == 0


def test_an_officer_of_another_place_changes_nothing(cohort, three):
    book, sheet = out(cohort, make.administrator())
    cell(sheet, "Nem Bảy", "note").value = "không phải của tôi"
    elsewhere = OfficerFactory(units=[make.commune("Phường Mỹ Tho", "28261")])
    summary = back(book, cohort, elsewhere)
    assert summary.counts["wrong"] == 3
    assert not Enrolment.objects.exclude(note="").exists()


@pytest.mark.sqlite_only  # what an office program writes is read alike on every database
def test_a_file_saved_by_libreoffice_comes_back_alike(cohort, three, officer, tmp_path):
    book, sheet = out(cohort, officer, is_official=True)
    cell(sheet, "Nem Bảy", "note").value = "qua LibreOffice"
    cell(sheet, "Nem Bảy", "state").value = "Hoàn thành"
    cell(sheet, "Nem Bảy", "state_on").value = date(2026, 11, 20)
    source = tmp_path / "roster.xlsx"
    book.save(source)
    ods_file = through_libreoffice(source, "ods")
    xlsx_file = through_libreoffice(ods_file, "xlsx:Calc MS Excel 2007 XML")
    params = {"cohort": cohort.pk}
    kind = kind_of("rosters")
    ods = run_file(kind, ods_file, actor=officer, params=params, is_dry_run=True)
    assert told(ods) == {"changed": 3}
    done = run_file(kind, xlsx_file, actor=officer, params=params)
    assert told(done) == {"changed": 3}
    assert Enrolment.objects.get(pk=three[2].pk).state == S.COMPLETED


def test_the_commands_make_the_whole_trip(cohort, three, officer, tmp_path):
    file = tmp_path / "roster.xlsx"
    call_command("export_roster", cohort.code, output=str(file), user=officer.email, verbosity=0)
    assert Path(file).exists()
    said = StringIO()
    call_command("import_roster", str(file), user=officer.email, format="json", stdout=said)
    counts = json.loads(said.getvalue())
    wanted = ("unchanged", "changed", "stale", "conflict", "invalid", "readonly", "new", "missing")
    assert all(key in counts for key in wanted)
    assert counts["changed"] == counts["invalid"] == counts["missing"] == 0
    assert counts["cells"] == []
    with pytest.raises(CommandError):
        call_command("import_roster", str(tmp_path / "nothing.xlsx"), user=officer.email)
    with pytest.raises(CommandError):
        call_command("import_roster", str(file), user="nobody@example.vn")


NOTES = st.sampled_from(["", "một", "hai", "ba"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    by_file=st.dictionaries(st.integers(0, 2), NOTES, max_size=3),
    by_screen=st.lists(st.tuples(st.integers(0, 2), NOTES), max_size=4),
    takes_mine=st.booleans(),
)
def test_random_edits_by_file_and_by_screen_end_as_a_plain_merge(
    cohort, three, officer, by_file, by_screen, takes_mine
):
    for each in three:
        Enrolment.objects.filter(pk=each.pk).update(note="gốc")
    book, sheet = out(cohort, officer)
    names = [each.enterprise.name for each in three]
    for at, note in by_file.items():
        cell(sheet, names[at], "note").value = note
    now = ["gốc"] * 3
    for at, note in by_screen:
        row = Enrolment.objects.get(pk=three[at].pk)
        services.change_enrolment(row, expected_version=row.version, actor=officer, note=note)
        now[at] = note
    expected = []
    for at in range(3):
        mine = by_file.get(at, "gốc")
        if mine == "gốc" or mine == now[at]:
            expected.append(now[at])
        elif now[at] == "gốc" or takes_mine:
            expected.append(mine)
        else:
            expected.append(now[at])
    back(book, cohort, officer, on_conflict="mine" if takes_mine else "skip")
    assert [Enrolment.objects.get(pk=each.pk).note for each in three] == expected


def test_a_day_in_the_future_is_told(cohort, three, officer):
    book, sheet = out(cohort, officer)
    cell(sheet, "Nem Bảy", "state").value = "Hoàn thành"
    cell(sheet, "Nem Bảy", "state_on").value = TODAY() + timedelta(days=3)
    summary = back(book, cohort, officer)
    assert summary.written["changes"] == 0
    assert summary.more["invalid"] >= 1
