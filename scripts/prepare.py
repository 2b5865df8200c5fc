"""Make a place ready to serve: tables, cache, roles, the demonstration world, static files.

Everything here may run again and again; what stands already costs a moment.
"""

import gc
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def static_digest(folders: list[Path]) -> str:
    """A checksum of our own static files and of the lock that brings the libraries' files."""
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


class StaticFiles:
    """The static files, collected beside the database's work: both take as long, neither needs the other."""

    def __init__(self, root: Path, sources: list[Path]) -> None:
        self.stamp = root / ".stamp"
        self.digest = static_digest(sources)
        self.collecting: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Begin to collect, hash and compress them when one of them has changed."""
        if self.stamp.exists() and self.stamp.read_text() == self.digest:
            return
        print("Collecting static files.", flush=True)
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        self.collecting = subprocess.Popen(command, cwd=ROOT)

    def finish(self) -> None:
        """Wait until they are there; end with the collector's exit code when it failed."""
        if self.collecting is None:
            return
        if code := self.collecting.wait():
            sys.exit(code)
        self.stamp.write_text(self.digest)


def static_files() -> StaticFiles:
    """Those that the settings and our own rooms name."""
    from django.apps import apps
    from django.conf import settings

    rooms = [Path(app.path) / "static" for app in apps.get_app_configs()]
    ours = [folder for folder in rooms if ROOT in folder.parents and ".venv" not in folder.parts]
    return StaticFiles(Path(settings.STATIC_ROOT), [*map(Path, settings.STATICFILES_DIRS), *ours])


def prepare() -> None:
    """Do all of it with the settings that the environment names (development if it names none)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # what is made says so in its own words
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    static = static_files()
    static.begin()
    print("Bringing the database up to date.", flush=True)
    # The collector would walk the living states of two hundred migrations again and again.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if settings.DEMO_WORLD:
        call_command("seed_demo", verbosity=1)
    else:
        call_command("sync_roles", verbosity=0)
    static.finish()
    connections.close_all()


if __name__ == "__main__":
    prepare()
