"""The command: a file like the one from the workspace, and refusals in one line with exit code 2."""

import os
import subprocess
import sys

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.shared import audit
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db


def run(*args, **options):
    call_command("export_roster", *args, verbosity=0, **options)


def names(path):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    first = int(sheet.print_title_rows.strip("$").partition(":")[0])
    column = next(
        cell.column for cell in sheet[first] if str(cell.value).startswith(("Tên", "Enterprise"))
    )
    last = int(sheet.auto_filter.ref.partition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [sheet.cell(row, column).value for row in range(first + 1, last + 1)]


@pytest.fixture
def cohort():
    cohort = make.cohort(code="152-2026-01")
    make.enrolment(cohort, make.enterprise("Sen Hồng"))
    make.enrolment(
        cohort, make.enterprise("Gạo Ngon", make.commune("Xã Tháp Mười", "30037")), "waiting"
    )
    return cohort


def test_a_roster_is_written_with_its_filter(cohort, tmp_path):
    target = tmp_path / "roster.xlsx"
    run("152-2026-01", output=str(target), filter="state=enrolled")
    assert names(target) == ["Sen Hồng"]
    row = audit.history(cohort)[0]
    assert (row.action, row.is_system) == ("rosters.export", True)


def test_the_code_may_be_written_in_any_case_and_the_ending_says_the_format(cohort, tmp_path):
    make.cohort(code="KH-1")
    target = tmp_path / "roster.csv"
    run("kh-1", output=str(target), columns="name,tax_code")
    assert target.read_text("utf-8-sig").strip().endswith("Mã số thuế")


def test_the_rights_are_those_of_the_user(cohort, tmp_path):
    officer = OfficerFactory(units=[make.commune("Xã Tháp Mười", "30037")])
    target = tmp_path / "part.xlsx"
    run("152-2026-01", output=str(target), user=officer.email.upper(), locale="en")
    assert names(target) == ["Gạo Ngon"]
    assert audit.history(cohort)[0].who == str(officer)


def refusal(*args, **options):
    with pytest.raises(CommandError) as error:
        run(*args, **options)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"filter": "colour=red"}, "colour"),
        ({"filter": "state=gone"}, "state"),
        ({"filter": "nonsense"}, "state=enrolled"),
        ({"columns": "name,salary"}, "salary"),
        ({"format": "pdf"}, "pdf"),
        ({"user": "nobody@example.vn"}, "nobody@example.vn"),
        ({"locale": "fr"}, "fr"),
        ({"output": "/no/such/folder/a.xlsx"}, "/no/such/folder"),
    ],
)
def test_what_is_unknown_is_refused_in_one_line_and_nothing_is_written(
    cohort, tmp_path, options, named
):
    target = tmp_path / "roster.xlsx"
    assert named in refusal("152-2026-01", **{"output": str(target), **options})
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_cohort_and_one_that_may_not_be_opened_look_alike(cohort, tmp_path):
    target = str(tmp_path / "roster.xlsx")
    member = UserFactory()
    unknown = refusal("152-2026-99", output=target)
    foreign = refusal("152-2026-01", output=target, user=member.email)
    assert unknown.replace("99", "01") == foreign


def test_a_file_that_exists_is_replaced_only_by_a_whole_one(cohort, tmp_path):
    target = tmp_path / "roster.xlsx"
    target.write_text("cũ")
    refusal("152-2026-01", output=str(target), filter="state=gone")
    assert target.read_text() == "cũ"


@pytest.mark.slow
def test_from_a_shell_there_is_no_traceback(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "export_roster",
            "NO-SUCH",
            "--output",
            str(tmp_path / "a.xlsx"),
        ],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "TEST_DATABASE_URL": f"sqlite:///{_migrated_copy(tmp_path)}",
        },
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "NO-SUCH" in done.stderr


def _migrated_copy(folder):
    import shutil

    from tests.conftest import migrated_file

    return shutil.copyfile(migrated_file(), folder / "own.sqlite3")
