"""The two style sheets equal their parts, keep to the layers, and stay small."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from portal.shared.management.commands.bundle_css import ROOT, bundled, parts_of

STATIC = Path(settings.BASE_DIR) / "portal/static/portal"
COMPONENTS = Path(settings.BASE_DIR) / "templates/components"


def size(path: Path) -> int:
    """What goes over the wire: fonts are compressed already."""
    raw = path.read_bytes()
    return len(raw) if path.suffix == ".woff2" else len(brotli.compress(raw))


@pytest.mark.parametrize("bundle", ["portal", "workspace"])
def test_a_bundle_equals_its_parts(bundle: str) -> None:
    stale = (ROOT / f"{bundle}.css").read_text(encoding="utf-8") != bundled(bundle)
    assert not stale, f"{bundle}.css is stale: run manage.py bundle_css"


def test_every_rule_stands_in_a_layer() -> None:
    for bundle in ("portal", "workspace"):
        for part in parts_of(bundle):
            top = re.findall(
                r"^(\S[^{;]*)",
                re.sub(r"/\*.*?\*/", "", part.read_text(), flags=re.DOTALL),
                re.MULTILINE,
            )
            strange = [line for line in top if not re.match(r"@layer|@font-face|\}", line)]
            assert not strange, f"{part.name}: {strange}"


def test_parts_take_colours_from_the_tokens() -> None:
    allowed = {
        "pond.css",
        "hero.css",
        "button.css",
        "tokens.css",
        "print.css",
        "print_header.css",
        "level.css",
    }
    strange = [
        part.name
        for bundle in ("portal", "workspace")
        for part in parts_of(bundle)
        if part.name not in allowed and re.search(r"#[0-9a-fA-F]{3,8}\b", part.read_text())
    ]
    assert strange == []


def test_what_every_public_page_loads_is_small() -> None:
    styles = size(ROOT / "portal.css") + size(STATIC / "js/portal.js")
    pictures = size(STATIC / "img/icons.svg") + size(STATIC / "img/favicon.svg")
    fonts = sum(size(font) for font in (STATIC / "fonts").glob("*.woff2"))
    assert styles + pictures < 25_000
    assert styles + pictures + fonts < 60_000


def test_every_component_tells_its_parameters() -> None:
    silent = [
        path.name
        for path in COMPONENTS.rglob("*.html")
        if not path.read_text().startswith(("{#", "{% comment"))
    ]
    assert silent == []


def test_no_template_breaks_the_content_policy() -> None:
    bad = re.compile(
        r"\sstyle=|\son[a-z]+=\"|<style|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/)"
    )
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {match.group()}"
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        if "email" not in path.parts and (match := bad.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "img/icons.svg").read_text()))
    asked = set()
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        if "wagtailadmin" in path.parts:  # there the icons are Wagtail's own
            continue
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'<c-icon name="([a-z-]+)"', text)) | set(
            re.findall(r'\sicon="([a-z-]+)"', text)
        )
    assert asked <= drawn, asked - drawn
