"""A served demonstration world of its own, and the system's Chromium; for journeys and for pictures."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.conftest import ROOT, migrated_file

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def copy_of_a_world(common: Path, folder: Path) -> dict[str, str]:
    """Copy to `folder` a demonstration world that is made once in `common` for all processes."""
    made = common / "seeded"
    with (common / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half = common / "seeded-half"
            half.mkdir()
            seeded(half)
            half.rename(made)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return environment_of(folder)


def seeded(folder: Path) -> dict[str, str]:
    """Make a demonstration world in this folder; gives the environment that leads to it."""
    shutil.copyfile(migrated_file(), folder / "portal.sqlite3")
    environment = environment_of(folder)
    command = [sys.executable, "scripts/prepare.py"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return environment


def environment_of(folder: Path) -> dict[str, str]:
    """What leads a process to the world in this folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "STATIC_ROOT": str(ROOT / "var" / "static"),
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "plain",
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: int = 60) -> None:
    """Return when the server answers; refuse (`RuntimeError`) when it ends or takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the server ended while starting")
        with suppress(OSError), urllib.request.urlopen(url + "/healthz", timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the server did not answer within {seconds} s")


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """Serve a world as `make run` does, on a free port; gives its address. Its words go to serve.log."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (Path(environment["DATA_DIR"]) / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**environment, "BASE_URL": url},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_ready(url, process)
            yield url
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=25)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; refuses (`FileNotFoundError`) where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        raise FileNotFoundError("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
