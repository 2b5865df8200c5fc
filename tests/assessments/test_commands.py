"""The commands: the contract of `score`, one line and exit code 2 for what is wrong."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.services.versions import DATA
from tests.conftest import ROOT

INDEX, QUICK = DATA / "dbi-sme-2021.json", DATA / "quick-check.json"
ANSWERS = {
    "1.1.1": {"option": 3},
    "1.1.3": {"numerator": "20", "denominator": "100"},
    "2.1.1": {"na": True},
}


@pytest.fixture
def answers(tmp_path):
    """Writes answers into a file."""

    def write(content):
        file = tmp_path / "answers.json"
        text = content if isinstance(content, bytes) else json.dumps(content).encode()
        file.write_bytes(text)
        return str(file)

    return write


def told(*args) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_score_prints_the_contracts_json(answers):
    got = json.loads(told("score", str(INDEX), answers({"answers": ANSWERS}), "--format", "json"))
    assert (got["total"], got["max"], got["level"]) == (4, 320, 0)
    first = got["pillars"][0]
    assert first == {"code": "1", "points": 4, "max": 65, "percent": 6.2, "level": 0}
    assert len(got["missing"]) == 57
    assert "2.1.1" not in got["missing"]


def test_score_prints_a_table_for_people(answers):
    shown = told("score", str(QUICK), answers({"answers": {"1.1": {"option": 2}}}))
    assert "2 / 48" in shown
    assert "missing: 1.2" in shown


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        {},
        [],
        {"answers": []},
        {"answers": {"9.9": {"option": 1}}},
        {"answers": {"1.1.1": {"option": 9}}},
        {"answers": {"1.1.1": {"option": "3"}}},
        {"answers": {"1.1.3": {"numerator": "1", "denominator": "0"}}},
        {"answers": {"1.1.3": {"numerator": "3", "denominator": "2"}}},
        {"answers": {"1.1.3": {"numerator": "x", "denominator": "2"}}},
    ],
)
def test_bad_answers_end_with_one_line_and_code_2(answers, content):
    with pytest.raises(CommandError) as refused:
        told("score", str(INDEX), answers(content))
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "args",
    [
        ("score", "khong-co.json", "khong-co.json"),
        ("score", str(ROOT), "khong-co.json"),
        ("score", str(INDEX), str(INDEX), "--format", "xml"),
        ("import_framework", "khong-co.json"),
        ("import_framework",),
        ("export_framework", "khong-co", "1", "--output", "x.json"),
    ],
)
@pytest.mark.django_db
def test_what_does_not_exist_ends_with_one_line_and_code_2(args):
    with pytest.raises(CommandError) as refused:
        told(*args)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_score_needs_no_database(answers):
    command = [
        sys.executable,
        "manage.py",
        "score",
        str(QUICK),
        answers({"answers": {}}),
        "--format",
        "json",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "TEST_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
            "PATH": "/usr/bin:/bin",
        },
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == 0


@pytest.mark.django_db
def test_what_is_exported_is_loaded_again_as_the_same(tmp_path):
    told("import_framework", "--shipped")
    file = tmp_path / "out.json"
    said = told("export_framework", "quick-check", "1", "--output", str(file))
    assert file.read_text("utf-8") == QUICK.read_text("utf-8")
    assert told("import_framework", str(file)).split()[-1] == said.split()[-1]
    listed = told("frameworks")
    assert "quick-check 1  published  12 criteria  48 points  0 assessments" in listed
