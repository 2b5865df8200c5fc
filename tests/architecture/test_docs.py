"""Documentation is reachable and its links lead somewhere."""

import re

import pytest

from tests.conftest import ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda page: page.as_posix()
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    targets = [t for t in LINK.findall(page.read_text()) if "://" not in t and "mailto:" not in t]
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_every_decision_is_listed():
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text()
    decisions = {page.name for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    assert not {name for name in decisions if f"({name})" not in listed}
