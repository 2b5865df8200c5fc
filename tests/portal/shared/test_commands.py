"""The floor's commands."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from portal.shared import clock
from portal.shared.models import Job, JobState


@pytest.mark.django_db
def test_reap_jobs_settles_what_is_stuck_and_says_so(lan, capsys):
    long_ago = clock.now() - timedelta(minutes=10)
    Job.objects.create(
        kind="tests.gone",
        owner=lan,
        state=JobState.RUNNING,
        started_at=long_ago,
        heartbeat_at=long_ago,
        attempts=1,
    )
    call_command("reap_jobs")
    assert capsys.readouterr().out == "1 stuck jobs settled, 0 old results deleted\n"
    call_command("reap_jobs", stuck_after=1, keep_days=1)
    assert capsys.readouterr().out.startswith("0 ")
