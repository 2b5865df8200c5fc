"""Make a place ready to serve: tables, cache, roles, the demonstration world, static files.

Everything here may run again and again; what stands already costs a moment.
"""

import hashlib
import os
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


def collect_static() -> None:
    """Collect, hash and compress the static files when one of them has changed."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    rooms = [Path(app.path) / "static" for app in apps.get_app_configs()]
    ours = [folder for folder in rooms if ROOT in folder.parents and ".venv" not in folder.parts]
    now = static_digest([*map(Path, settings.STATICFILES_DIRS), *ours])
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == now:
        return
    print("Collecting static files.", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def prepare() -> None:
    """Do all of it with the settings that the environment names (development if it names none)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # what is made says so in its own words
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    print("Bringing the database up to date.", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if settings.DEMO_WORLD:
        call_command("seed_demo", verbosity=1)
    else:
        call_command("sync_roles", verbosity=0)
    collect_static()


if __name__ == "__main__":
    prepare()
