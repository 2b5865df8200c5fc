"""What every test stands on: a database of its own, a hypothesis profile, no silent skips."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")

hypothesis_settings.register_profile("developer", deadline=None)
hypothesis_settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("ci" if IN_CI else "developer")


# --- the database: on SQLite a copy of a file that was migrated once ------------------------------


def migrations_digest() -> str:
    """A short name for the present set of migrations and libraries."""
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for file in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def migrated_file() -> Path:
    """An SQLite file with every migration applied, made once for all processes."""
    template = ROOT / f".test.sqlite3-{migrations_digest()}"
    with (ROOT / ".test.sqlite3-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            kept = sorted(ROOT.glob(".test.sqlite3-????????????????"), key=os.path.getmtime)
            for old in kept[:-2]:
                old.unlink()
            half = ROOT / ".test.sqlite3-half"
            half.unlink(missing_ok=True)
            _migrate(f"sqlite:///{half}")
            whole = sqlite3.connect(half)
            whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            whole.close()  # takes the log file away: one file is left to copy
            half.rename(template)
    return template


def _migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        check=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "TEST_DATABASE_URL": address,
        },
    )


def migrated_template() -> str:
    """The name of a PostgreSQL database with every migration applied, made once for all processes."""
    from django.db import connection

    name = f"migrated_{migrations_digest()}"
    with (ROOT / ".test.sqlite3-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated_%%'", [])
            known = {row[0] for row in cursor.fetchall()}
            if name not in known:
                for old in known:
                    cursor.execute(f"DROP DATABASE {old}")
                cursor.execute(f"CREATE DATABASE {name}_half")
                address = urlsplit(os.environ["TEST_DATABASE_URL"])
                _migrate(urlunsplit(address._replace(path=f"/{name}_half")))
                cursor.execute(f"ALTER DATABASE {name}_half RENAME TO {name}")
    return name


def on_sqlite() -> bool:
    """Tell whether this run is on SQLite."""
    from django.conf import settings

    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def own_folder() -> Iterator[Path]:
    """A folder that belongs to this process and goes with it."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Use the prepared copy on SQLite as it is."""
    return on_sqlite() or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: Any,
    own_folder: Path,
) -> None:
    """Give this process a copy of a migrated database: a file on SQLite, a template on PostgreSQL."""
    from django.conf import settings

    test = settings.DATABASES["default"].setdefault("TEST", {})
    if on_sqlite():
        own = own_folder / "test.sqlite3"
        shutil.copyfile(migrated_file(), own)
        test["NAME"] = str(own)
    else:
        with django_db_blocker.unblock():
            test["TEMPLATE"] = migrated_template()


# --- nothing is left out silently -----------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deselect what proves something about the other database: that is a choice, not a skip.

    What asks no database (rules, parsers) is proved by the run on SQLite and would prove nothing more on the other.
    """
    other = "postgres_only" if on_sqlite() else "sqlite_only"
    items[:] = [
        item
        for item in items
        if not item.get_closest_marker(other) and (on_sqlite() or asks_a_database(item))
    ]


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test uses the database, by its mark or its fixtures."""
    names = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or names & {"db", "transactional_db"})


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failure: green must mean that everything ran."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        reporter.write_line("CI leaves nothing out: a skipped test counts as a failure.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# --- small things that many tests want ------------------------------------------------------------


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    """Each test begins in Vietnamese, with empty caches."""
    from django.core.cache import cache
    from django.utils import translation

    translation.activate("vi")
    cache.clear()
    yield
    cache.clear()
    translation.activate("vi")


@pytest.fixture
def no_n_plus_one() -> Iterator[None]:
    """Fail the test when a relation is read row by row."""
    import zeal

    with zeal.zeal_context():
        yield
