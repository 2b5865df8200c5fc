"""The table of security names only what exists: tests, settings and files."""

import ast
import re

from django.conf import settings

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINE = re.compile(r"\d+\.\d+\.\d+")


def named():
    return set(re.findall(r"`([^`\n]+)`", TEXT))


def test_each_named_test_exists():
    known = {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    wanted = {name for name in named() if name.startswith("test_")}
    assert len(wanted) > 50
    assert not wanted - known


def test_each_named_setting_and_file_exists():
    production = (ROOT / "portal/settings/production.py").read_text(encoding="utf-8")
    environment = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name in named():
        if re.fullmatch(r"[A-Z][A-Z_]{4,}", name):
            assert hasattr(settings, name) or name in production or name in environment, name
        elif re.fullmatch(r"[\w./-]+\.(py|md|toml|yaml|yml|conf)|\.ci/run", name):
            assert (ROOT / name).exists(), name


def test_each_line_of_the_standard_has_one_answer():
    rows = [
        row.split("|")[1] for row in TEXT.splitlines() if row.startswith("| ") and LINE.search(row)
    ]
    lines = [line for row in rows for line in LINE.findall(row)]
    assert len(lines) == len(set(lines))
    assert len(lines) > 200
    assert {line.split(".")[0] for line in lines} == {str(n) for n in range(1, 15)}
