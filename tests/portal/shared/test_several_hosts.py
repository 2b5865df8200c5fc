"""Two web servers and two workers on one PostgreSQL, each a process of its own, while one of each is killed.

No request that was acknowledged is lost, no job takes effect twice, none is forgotten.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from assessments import services
from assessments.models import Answer
from portal.shared import jobs
from portal.shared.models import Heartbeat, Job, JobState
from tests.conftest import ROOT
from tests.factories.accounts import UserFactory
from tests.factories.assessments import criterion, framework
from tests.factories.enterprises import enterprise
from tests.portal.shared.test_worker import SCRIPT, database_url, until
from tests.portal.shared.worker_jobs import once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]

PEOPLE, QUESTIONS, JOBS = 4, 30, 24
TOKEN = "c" * 32


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """Starts a process in a group of its own; ends what is left of it."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
    }
    started = []

    def begin(*command):
        with (tmp_path / f"{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        kill(process)


def kill(process):
    """As a lost host: everything at once, without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def web(start):
    """One web host: its process and its port."""
    port = free_port()
    server = ["-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--port", str(port)]
    options = ["--workers", "1", "--blocking-threads", "2", "--log-level", "error"]
    return start(*server, *options, "portal.wsgi:application"), port


def is_up(port):
    with suppress(OSError):
        return ask(port, "GET", "/healthz", "", {})[0] == 200
    return False


def ask(port, method, address, body, headers):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request(method, address, body, headers)
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


class Person(threading.Thread):
    """Answers one question after the other through whichever host answers, as behind a load balancer."""

    def __init__(self, ports, draft, cookie, codes):
        super().__init__()
        self.ports, self.draft, self.codes = list(ports), draft, codes
        name, key = configured.CSRF_COOKIE_NAME, configured.SESSION_COOKIE_NAME
        self.headers = {
            "Cookie": f"{key}={cookie}; {name}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.acknowledged, self.refused, self.moved = {}, [], 0

    def run(self):
        for number, code in enumerate(self.codes):
            form = {"version": 0, "option": number % 4, "writer": f"w{self.draft.pk}"}
            body = urllib.parse.urlencode({**form, "sequence": number + 1})
            status, told = self.send(reverse("assessments:save", args=[self.draft.pk, code]), body)
            if status == 200 and "version" in json.loads(told):
                self.acknowledged[code] = number % 4
            else:
                self.refused.append((code, status))

    def send(self, address, body):
        """Try hosts in turn until one answers."""
        for _try in range(20):
            self.ports.append(self.ports.pop(0))
            try:
                return ask(self.ports[0], "POST", address, body, self.headers)
            except (OSError, http.client.HTTPException):
                self.moved += 1
                time.sleep(0.05)
        return 0, b""


def people(ports):
    """Each with a business, a draft and a session."""
    codes = [f"{number % 3 + 1}.{number // 3 + 1}" for number in range(QUESTIONS)]
    asked = framework(*(criterion(code) for code in sorted(codes)))
    made = []
    for _number in range(PEOPLE):
        user = UserFactory()
        client = Client()
        client.force_login(user)
        draft = services.start(enterprise(owner=user), asked, actor=user)
        cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
        made.append(Person(ports, draft, cookie, codes))
    return made


def test_one_web_host_and_one_worker_are_killed_and_nothing_is_lost_or_done_twice(start, job_kinds):
    job_kinds("tests.keyed", once, attempts=3)
    (first, port), (_second, other) = web(start), web(start)
    workers = [start(str(SCRIPT)) for _each in range(2)]
    everybody = people((port, other))
    until(lambda: is_up(port) and is_up(other))
    for person in everybody:
        person.start()
    until(lambda: sum(len(person.acknowledged) for person in everybody) >= 10)
    kill(first)
    asked = [jobs.start("tests.keyed", actor=None, params={"n": n}).pk for n in range(JOBS)]
    hit = until(lambda: Job.objects.filter(state=JobState.RUNNING, kind="tests.keyed").first())
    kill(next(each for each in workers if hit.worker.endswith(f":{each.pid}")))
    for person in everybody:
        person.join(30)

    assert [person.refused for person in everybody] == [[]] * PEOPLE
    assert any(person.moved for person in everybody)
    for person in everybody:
        rows = Answer.objects.filter(assessment=person.draft)
        stands = {row.criterion: row.value["option"] for row in rows}
        assert len(person.acknowledged) == QUESTIONS
        assert stands == person.acknowledged

    def all_done():
        jobs.reap_stuck_jobs(stuck_after=timedelta(seconds=4))
        return not Job.objects.filter(pk__in=asked).exclude(state=JobState.DONE).exists()

    until(all_done)
    effects = Heartbeat.objects.filter(name__startswith="once-").values_list("name", flat=True)
    assert sorted(effects) == sorted(f"once-{n}" for n in range(JOBS))
    assert Job.objects.filter(kind="tests.tally").count() == JOBS
    assert Job.objects.filter(pk__in=asked, attempts__gt=1).exists()
