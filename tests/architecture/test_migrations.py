"""Migrations are a straight line per room, and each says what it does."""

import re
from pathlib import Path

import pytest

from tests.architecture.test_house import our_apps

UNNAMED = re.compile(r"\d{4}_(auto|custom)?_?\d*$|\d{4}_auto|.*_and_more$")


def migrations(room) -> list[str]:
    return sorted(file.stem for file in (Path(room.path) / "migrations").glob("[0-9]*.py"))


@pytest.mark.parametrize("room", our_apps(), ids=lambda room: room.name)
def test_migrations_are_one_straight_line(room):
    numbers = [int(name[:4]) for name in migrations(room)]
    assert numbers == list(range(1, len(numbers) + 1)), "two migrations with one number, or a gap"


@pytest.mark.parametrize("room", our_apps(), ids=lambda room: room.name)
def test_migrations_have_names(room):
    assert not [name for name in migrations(room) if UNNAMED.match(name)]


@pytest.mark.parametrize("room", our_apps(), ids=lambda room: room.name)
def test_a_room_with_models_has_migrations(room):
    if list(room.get_models()):
        assert migrations(room)
