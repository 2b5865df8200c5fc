"""Writes the two style sheets that browsers load from their parts; run it after changing a part."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(settings.BASE_DIR) / "portal" / "static" / "portal" / "css"
FOUNDATION = ("layers", "tokens", "fonts", "reset", "base", "layout", "utilities", "print")
NOTICE = "/* Written by `manage.py bundle_css` from the files below this folder; change those. */\n"


def parts_of(bundle: str) -> list[Path]:
    """The files of a bundle in their order: ``portal`` is for every page, ``workspace`` comes on top for officers."""
    if bundle == "portal":
        return [ROOT / "foundation" / f"{name}.css" for name in FOUNDATION] + sorted(
            (ROOT / "components").glob("*.css")
        )
    return sorted((ROOT / "workspace").glob("*.css"))


def bundled(bundle: str) -> str:
    """The text of a bundle: its parts without comments and indentation, their addresses one folder up."""
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts_of(bundle))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).replace("../../", "../")
    lines = (line.strip() for line in text.splitlines())
    return NOTICE + "\n".join(line for line in lines if line) + "\n"


class Command(BaseCommand):
    """``bundle_css`` writes; ``bundle_css --check`` only tells whether it would change anything."""

    help = "Write portal.css and workspace.css from their parts."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing, fail if something is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for bundle in ("portal", "workspace"):
            target, text = ROOT / f"{bundle}.css", bundled(bundle)
            if target.exists() and target.read_text(encoding="utf-8") == text:
                continue
            if options["check"]:
                raise CommandError(f"{target.name} is stale: run manage.py bundle_css")
            target.write_text(text, encoding="utf-8")
            self.stdout.write(f"{target.name}: {len(text):,} bytes")
