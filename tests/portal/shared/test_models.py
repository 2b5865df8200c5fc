"""Compare-and-set on records that people edit, and what the database itself refuses about jobs."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from portal.shared import clock
from portal.shared.errors import StaleVersion
from portal.shared.models import Job, JobState, Versioned, update_versioned


class Note(Versioned):
    words = models.CharField(max_length=50)

    class Meta:
        app_label = "shared"
        managed = False
        db_table = "tests_note"


@pytest.fixture
def note(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE tests_note (id integer PRIMARY KEY, version integer, words varchar(50))"
        )
        cursor.execute("INSERT INTO tests_note VALUES (1, 1, 'một')")
    yield Note.objects.get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tests_note")


def test_a_change_with_the_right_version_is_written_and_raises_it(note):
    update_versioned(note, 1, words="hai")
    note.refresh_from_db()
    assert (note.words, note.version) == ("hai", 2)


def test_a_stale_change_overwrites_nothing(note):
    other = Note.objects.get(pk=1)
    update_versioned(other, None, words="của người khác")
    with pytest.raises(StaleVersion) as refused:
        update_versioned(note, 1, words="của tôi")
    assert refused.value.code == "stale_version"
    assert Note.objects.get(pk=1).words == "của người khác"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": JobState.RUNNING},
        {"state": JobState.DONE},
        {"state": JobState.QUEUED, "finished_at": clock.now()},
    ],
)
def test_the_database_refuses_a_job_that_contradicts_itself(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="x", **fields)


def test_one_key_is_unfinished_once(db):
    Job.objects.create(kind="x", key="1:a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="x", key="1:a")
    Job.objects.create(kind="y", key="1:a")
    Job.objects.create(kind="x", key="")
    Job.objects.create(kind="x", key="")
    Job.objects.create(kind="x", key="1:a", state=JobState.DONE, finished_at=clock.now())
