"""One enterprise, and everybody who may or may not touch what belongs to it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from portal.shared.imports import kinds
from tests.access import things
from tests.access.people import World
from tests.factories.imports import BoatImport


@pytest.fixture(scope="module")
def beginning(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """The people, signed in, and what every row needs: made once for the whole table."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        for maker in things.NEEDED_BY_ALL:
            world[maker]
        world.sign_everybody_in()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(beginning, db, tmp_path, settings) -> World:
    """The people and things of the table, made as they are asked for and forgotten after the row."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"
    return beginning.another()


@pytest.fixture(autouse=True)
def boats(monkeypatch):
    """A kind of list that only tests know."""
    monkeypatch.setitem(kinds._kinds, "boats", BoatImport())
