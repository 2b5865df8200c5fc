"""Demonstration worlds of several sizes, and servers on them; a world is made once and kept in var/bench/."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import ROOT, migrated_file, migrations_digest

KEPT = ROOT / "var" / "bench"
LEAST = 102


def environment(database: Path) -> dict[str, str]:
    """The environment of a world in this SQLite file."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
        "DATA_DIR": str(KEPT / "data"),
        "STATIC_ROOT": str(ROOT / "var" / "static"),
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }


def world(enterprises: int = LEAST) -> dict[str, str]:
    """The environment of a world with so many enterprises, made if it is not there yet."""
    KEPT.mkdir(parents=True, exist_ok=True)
    database = KEPT / f"{migrations_digest()}-{enterprises}.sqlite3"
    if not database.exists():
        half = database.with_suffix(".half")
        shutil.copyfile(migrated_file(), half)
        plain = environment(half)
        subprocess.run(
            [sys.executable, "scripts/prepare.py"],
            cwd=ROOT,
            env=plain,
            check=True,
            stdout=sys.stderr,
        )
        if enterprises > LEAST:
            grow = [sys.executable, "manage.py", "seed_demo", "--enterprises", str(enterprises)]
            subprocess.run(grow, cwd=ROOT, env=plain, check=True, stdout=sys.stderr)
        settle(half)
        half.rename(database)
    return environment(database)


def settle(database: Path) -> None:
    """Bring what stands in the write-ahead log into the file itself, so that the file may be moved."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[str]:
    """Serve a WSGI application as `serve` does, without the worker; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--log-level", "error", application,
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _try in range(150):
            with suppress(OSError), urllib.request.urlopen(url, timeout=5):
                break
            time.sleep(0.2)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
