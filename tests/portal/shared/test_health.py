"""Readiness: every part is named, and one that fails turns the answer into 503."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from portal.shared import clock
from portal.shared.jobs.pulse import beat
from portal.shared.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def ask(client):
    response = client.get(reverse("readyz"))
    return response.status_code, response.json()


def test_all_parts_well_is_ready(client):
    beat("host:1")
    assert ask(client) == (
        200,
        {
            "status": "ok",
            "parts": {"database": "ok", "migrations": "ok", "storage": "ok", "worker": "ok"},
        },
    )


def test_a_worker_never_seen_or_silent_is_not_ready(client):
    assert ask(client)[1]["parts"]["worker"] == "never seen"
    Heartbeat.objects.create(name="host:1", at=clock.now() - timedelta(minutes=5))
    status, answer = ask(client)
    assert (status, answer["parts"]["worker"], answer["parts"]["database"]) == (503, "silent", "ok")


def test_storage_that_cannot_be_written_is_not_ready(client, settings, tmp_path):
    beat("host:1")
    (tmp_path / "file").write_text("not a directory")
    settings.PRIVATE_ROOT = tmp_path / "file" / "below"
    status, answer = ask(client)
    assert (status, answer["parts"]["storage"]) == (503, "NotADirectoryError")


def test_a_missing_migration_is_not_ready(client):
    beat("host:1")
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE name ="
            " (SELECT MAX(name) FROM django_migrations WHERE app = 'shared')"
        )
    status, answer = ask(client)
    assert (status, answer["parts"]["migrations"]) == (503, "1 not applied")
