"""A backup comes back as it was, on either database; another key, a changed file and a place in use are refused."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.shared import backups, health, sealing
from portal.shared.errors import RuleBroken
from portal.shared.models import Heartbeat
from tests.conftest import ROOT
from tests.factories import programmes

KEY = sealing.new_key()


def sealed(data: bytes, step: int = 7) -> bytes:
    out = io.BytesIO()
    sealer = sealing.Sealer(out, KEY)
    for start in range(0, len(data), step):
        sealer.write(data[start : start + step])
    sealer.close()
    return out.getvalue()


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(sealing, "CHUNK", 16)


@pytest.mark.usefixtures("small_chunks")
@given(st.binary(max_size=100))
@settings(max_examples=25, deadline=None)
def test_what_is_sealed_opens_as_it_was(data):
    assert sealing.Opener(io.BytesIO(sealed(data)), KEY).read() == data


@pytest.mark.usefixtures("small_chunks")
@given(st.binary(min_size=1, max_size=60), st.data())
@settings(max_examples=25, deadline=None)
def test_what_was_changed_exchanged_or_cut_off_is_refused(data, draw):
    whole = sealed(data)
    place = draw.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= 1
    for wrong in (bytes(changed), whole[:place]):
        with pytest.raises(RuleBroken):
            sealing.Opener(io.BytesIO(wrong), KEY).read()
    head, size = len(sealing.MAGIC) + sealing.PREFIX, sealing.CHUNK + sealing.TAG
    if len(whole) > head + 2 * size:
        one, two = whole[head : head + size], whole[head + size : head + 2 * size]
        with pytest.raises(RuleBroken):
            sealing.Opener(
                io.BytesIO(whole[:head] + two + one + whole[head + 2 * size :]), KEY
            ).read()


def test_another_key_and_no_key_are_refused():
    for key in (sealing.new_key(), "", "short", "ồ"):
        with pytest.raises(RuleBroken):
            sealing.Opener(io.BytesIO(sealed(b"x")), key).read()


@pytest.fixture
def world(transactional_db, tmp_path, settings):
    """A portal that holds something, and an empty place of the same kind of database."""
    settings.BACKUP_KEY = KEY
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    for name, content in (
        ("media/images/xoài cát.jpg", b"\xff\xd8" * 999),
        ("private/jobs/a", b""),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    programmes.enrolment()
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'restored.sqlite3'}"
        return
    to = connection.get_connection_params()
    name = f"{to['dbname']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"postgres://{to.get('user') or ''}@/{name}?host={to['host']}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def restore(file: Path, url: str, data: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with the settings of an empty place."""
    env = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DATABASE_URL": url,
        "DATA_DIR": str(data), "BACKUP_KEY": KEY,
    }  # fmt: skip
    command = [sys.executable, "manage.py", "restore", str(file)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_a_backup_comes_back_as_it_was(world, tmp_path, settings):
    call_command("backup", tmp_path / "kept", check=True, stdout=io.StringIO())
    (file,) = (tmp_path / "kept").iterdir()
    assert b"xo\xc3\xa0i" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    done = restore(file, world, tmp_path / "there")
    assert done.returncode == 0, done.stderr
    for name in ("media/images/xoài cát.jpg", "private/jobs/a"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / name).read_bytes()
    told = backups.check(file, KEY)
    assert told["rows"]["enterprises_enterprise"] == 1
    again = restore(file, world, tmp_path / "elsewhere")
    assert (again.returncode, "Traceback" in again.stderr) == (2, False)
    assert Heartbeat.objects.filter(name=health.BACKUP).exists()


def test_a_place_in_use_a_wrong_key_and_a_broken_file_are_refused(db, tmp_path, settings):
    settings.BACKUP_KEY = ""
    with pytest.raises(CommandError):
        call_command("backup", tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RuleBroken) as refused:
        backups.restore(tmp_path / "x.backup", KEY)
    assert refused.value.code == "not_empty"
    broken = tmp_path / "portal-1.backup"
    broken.write_bytes(b"PK\x03\x04 not ours")
    settings.BACKUP_KEY = KEY
    with pytest.raises(CommandError):
        call_command("restore", broken, check=True)


def test_only_the_newest_stay(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path / "none"
    for number in range(3):
        (tmp_path / f"portal-2025010{number}-000000.backup").write_bytes(b"old")
    newest = backups.backup(tmp_path, KEY, keep=2)
    left = sorted(each.name for each in tmp_path.glob("*.backup"))
    assert left == ["portal-20250102-000000.backup", newest.name]
