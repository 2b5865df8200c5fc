"""The walls that import-linter cannot see: relations of models, names of files, every room in the picture."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests.conftest import ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {c["id"]: c for c in CONFIG["tool"]["importlinter"]["contracts"]}
STOREYS = [
    [room.strip("() ") for room in storey.split("|")] for storey in CONTRACTS["house"]["layers"]
]
HEIGHT = {room: len(STOREYS) - number for number, storey in enumerate(STOREYS) for room in storey}
OURS = ("portal", "sme", "assessments", "content")
FLOOR_AND_ROOF = {"portal.shared", "portal.setup", "portal.settings"}
SINGLE_FILES_OF_PORTAL = {"urls", "wsgi"}
REFUSED_NAMES = {"utils", "helpers", "common", "managers", "signals", "misc", "base"}
MANY_LINES = 350


def sources() -> list[Path]:
    """Our Python files, migrations apart."""
    return sorted(
        file
        for package in OURS
        for file in (ROOT / package).rglob("*.py")
        if "migrations" not in file.parts
    )


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def our_apps() -> list:
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in OURS]


def test_every_room_stands_in_the_picture():
    strangers = {config.name for config in our_apps()} - set(HEIGHT)
    assert not strangers, f"not in the house contract of pyproject.toml: {strangers}"
    containers = set(CONTRACTS["room"]["containers"])
    shapeless = {config.name for config in our_apps()} - containers - FLOOR_AND_ROOF
    assert not shapeless, f"not in the room contract of pyproject.toml: {shapeless}"


def test_packages_hold_rooms_only():
    for package, allowed in (("sme", set()), ("portal", SINGLE_FILES_OF_PORTAL)):
        loose = {file.stem for file in (ROOT / package).glob("*.py")} - {"__init__"} - allowed
        assert not loose, f"{package}/ holds rooms, not {loose}"


def relations() -> list[tuple[str, str, str]]:
    found = []
    for config in our_apps():
        for model in config.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                target = field.related_model if field.is_relation else None
                if target is None or field.auto_created or not hasattr(target, "_meta"):
                    continue
                found.append((f"{model._meta.label}.{field.name}", config.name, target))
    return found


@pytest.mark.parametrize(("field", "room", "target"), relations(), ids=lambda value: str(value))
def test_no_relation_points_up_or_sideways(field, room, target):
    there = target._meta.app_config.name
    if there not in HEIGHT or there == room or target is get_user_model():
        return
    assert HEIGHT[there] < HEIGHT[room], f"{field} points from {room} up to {there}"


def test_no_file_has_a_name_that_says_nothing():
    loose = [
        named(file)
        for file in sources()
        if file.stem in REFUSED_NAMES and named(file) != "portal/settings/base.py"
    ]
    assert not loose


def test_every_module_opens_with_a_sentence():
    silent = [
        named(file)
        for file in sources()
        if file.read_text().strip() and not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert not silent, f"no docstring: {silent}"


def test_no_module_is_long():
    long = {
        named(file): count
        for file in sources()
        if (count := len(file.read_text().splitlines())) > MANY_LINES
    }
    assert not long, f"more than {MANY_LINES} lines; make each a package of the same name: {long}"


def test_models_do_not_override_save():
    writers = []
    for file in sources():
        if "models" in named(file):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.FunctionDef) and node.name == "save":
                    writers.append(named(file))
    assert not writers, f"an act belongs in services, not in save(): {writers}"
