"""One enterprise, and everybody who may or may not touch what belongs to it."""

import pytest

from portal.shared.imports import kinds
from tests.access.people import World
from tests.factories.imports import BoatImport


@pytest.fixture
def world(db, tmp_path, settings) -> World:
    """The people and things of the table, made as they are asked for."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"
    return World()


@pytest.fixture(autouse=True)
def boats(monkeypatch):
    """A kind of list that only tests know."""
    monkeypatch.setitem(kinds._kinds, "boats", BoatImport())
