"""A framework goes out as a workbook and comes back the same; what is wrong in it is named with its cell."""

import io

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from assessments import exports, rules, services, uploads
from assessments.models import FrameworkVersion
from assessments.rules import tables, writing
from assessments.rules.problems import FrameworkInvalid
from assessments.services.versions import DATA, SHIPPED
from tests.assessments.conftest import each_kind
from tests.factories.assessments import criterion, definition


def workbook(made) -> io.BytesIO:
    stream = io.BytesIO()
    exports.write_framework(stream, made, by="test")
    stream.seek(0)
    return stream


def changed(made, change) -> io.BytesIO:
    """The workbook after somebody worked on it."""
    book = load_workbook(workbook(made))
    change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def column(key: str) -> int:
    return tables.KEYS.index(key) + 1


def row_of(sheet, part: str, code: str = "") -> int:
    return next(
        number
        for number in range(2, sheet.max_row + 1)
        if sheet.cell(number, 1).value == part and code in ("", str(sheet.cell(number, 2).value))
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_what_comes_with_the_project_survives_the_journey(name):
    shipped = rules.parse((DATA / name).read_bytes())
    back = uploads.read_framework(workbook(shipped), "khung.xlsx")
    assert rules.canonical(back) == rules.canonical(shipped)


def test_each_kind_of_question_with_a_condition_survives():
    made = definition(
        *each_kind(),
        criterion(
            "3.1", visible_if={"criterion": "1.1", "at_least": 1}, sectors=["C", "G"], weight="1.5"
        ),
    )
    assert rules.canonical(uploads.read_framework(workbook(made), "x.xlsx")) == rules.canonical(
        made
    )


def test_every_key_of_a_document_has_its_column():
    for name in SHIPPED:
        plain = writing.to_plain(rules.parse((DATA / name).read_bytes()))
        for row in tables.to_rows(plain):
            assert set(row) <= set(tables.KEYS), set(row) - set(tables.KEYS)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("raw_max", "ba", "raw_max"),
        ("kind", "khác", "kind"),
        ("title_vi", None, "title_vi"),
        ("visible_if", '{"criterion": "9.9", "at_least": 1}', "visible_if"),
        ("code", "1.2", "code"),
    ],
)
def test_a_problem_names_the_sheet_and_the_cell(key, value, said):
    at = {}

    def spoil(sheet):
        number = row_of(sheet, "criteria", "1.1")
        sheet.cell(number, column(key)).value = value
        at["cell"] = f"{sheet.title}!{sheet.cell(number, column(said)).coordinate}"
        if key == "code":
            at["cell"] = sheet.title

    with pytest.raises(FrameworkInvalid) as refused:
        uploads.read_framework(changed(definition(), spoil), "x.xlsx")
    places = [problem.where for problem in refused.value.problems]
    assert any(at["cell"] in place for place in places), places


def test_a_row_that_belongs_to_nothing_is_named():
    def spoil(sheet):
        sheet.cell(row_of(sheet, "pillars"), 1).value = "khong-co"

    with pytest.raises(FrameworkInvalid) as refused:
        uploads.read_framework(changed(definition(), spoil), "x.xlsx")
    assert refused.value.problems[0].where.endswith("A9") or "!A" in refused.value.problems[0].where


def test_numbers_typed_as_numbers_are_taken():
    def retype(sheet):
        sheet.cell(row_of(sheet, "criteria", "1.1"), column("raw_max")).value = 3
        sheet.cell(row_of(sheet, "criteria", "1.1"), column("code")).value = 1.1

    back = uploads.read_framework(changed(definition(), retype), "x.xlsx")
    assert rules.canonical(back) == rules.canonical(definition())


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"PK"])
def test_a_broken_workbook_ends_the_command_with_one_line(tmp_path, content, db):
    from django.core.management import CommandError

    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_framework", str(file))
    assert refused.value.returncode == 2


def test_the_commands_write_and_load_workbooks(tmp_path, db):
    services.load_shipped(actor=None)
    file = tmp_path / "khung.xlsx"
    call_command("export_framework", "quick-check", "1", "--output", str(file))
    before = FrameworkVersion.objects.count()
    call_command("import_framework", str(file))
    assert FrameworkVersion.objects.count() == before
