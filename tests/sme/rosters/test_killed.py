"""A returned roster whose process is killed while it writes leaves everything as it was."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys

import pytest

from tests.conftest import ROOT, migrated_file

SCRIPT = """
import django; django.setup()
import time
from pathlib import Path
from django.core.management import call_command
from sme.rosters.services import importing
from tests.factories import programmes as make
from tests.factories.enterprises import enterprise, tax_code
from tests.sme.rosters import test_round_trip as trip

cohort, officer = make.cohort(capacity=10), make.administrator()
for name in ("Bánh phồng Ba", "Chiếu Năm", "Nem Bảy"):
    make.enrolment(cohort, enterprise(name, number=tax_code()))
book, sheet = trip.out(cohort, officer)
for name in ("Bánh phồng Ba", "Chiếu Năm", "Nem Bảy"):
    trip.cell(sheet, name, "state").value = "Đã rút"
    trip.cell(sheet, name, "reason").value = "Ngừng sản xuất"
book.save({file!r})
whole, done = importing._change, []
def slow(*args, **options):
    made = whole(*args, **options)
    done.append(made)
    if len(done) == 2:
        print("WRITTEN", flush=True)
        time.sleep(60)
    return made
importing._change = slow
call_command("import_roster", {file!r}, "--user", officer.email)
print("NOT SLOW", flush=True)
"""


@pytest.mark.sqlite_only
def test_a_return_that_is_killed_while_it_writes_leaves_all_as_it_was(tmp_path):
    """``kill -9`` when two of three rows are written, but not committed."""
    database = tmp_path / "own.sqlite3"
    shutil.copyfile(migrated_file(), database)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": str(ROOT),
           "TEST_DATABASE_URL": f"sqlite:///{database}", "DATABASE_URL": f"sqlite:///{database}"}  # fmt: skip
    script = SCRIPT.format(file=str(tmp_path / "back.xlsx"))
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "WRITTEN\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    left = sqlite3.connect(database)
    states = left.execute("SELECT state, count(*) FROM programmes_enrolment GROUP BY state")
    assert states.fetchall() == [("enrolled", 3)]
    assert left.execute("SELECT count(*) FROM shared_importbatch").fetchone() == (0,)
    assert left.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    left.close()
