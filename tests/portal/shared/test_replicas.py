"""Only what may be old is read from the replica, and nothing is written there."""

import pytest
from django.db import connections

from portal.shared.replicas import Router, from_replica


@pytest.fixture
def replica(monkeypatch):
    monkeypatch.setitem(connections.settings, "replica", connections.settings["default"])


def test_a_view_that_may_be_old_reads_from_the_replica_and_writes_to_the_first(replica):
    router = Router()
    reading = from_replica(lambda: (router.db_for_read(None), router.db_for_write(None)))
    assert reading() == ("replica", "default")
    assert router.db_for_read(None) == "default"
    assert not router.allow_migrate("replica", "shared")


def test_without_a_replica_everything_is_read_from_the_first():
    assert from_replica(lambda: Router().db_for_read(None))() == "default"
