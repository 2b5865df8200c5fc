"""What machines measure: behind a token, by views' names, without anybody's data; slow queries are written down."""

import logging

import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.urls import reverse

from portal.shared import clock
from portal.shared.logging import SlowQueries
from portal.shared.models import Job
from tests.factories import payments as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-tests"


def told(client, token=TOKEN):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def test_without_the_token_the_address_does_not_exist(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert [told(client, token).status_code for token in ("", "x", TOKEN)] == [404, 404, 200]


def test_requests_jobs_and_payments_are_counted(client, settings):
    settings.METRICS_TOKEN = TOKEN
    make.obligation(1000)
    Job.objects.create(kind="x", key="1")
    client.force_login(UserFactory())
    client.get(reverse("shared:jobs"))
    text = told(client).content.decode()
    assert 'portal_request_seconds_count{method="GET",status="2xx",view="shared:jobs"}' in text
    assert 'portal_jobs{state="queued"} 1.0' in text
    assert 'portal_obligations{state="pending"} 1.0' in text
    assert "portal_queue_age_seconds" in text


def test_no_address_and_no_person_stands_in_the_figures(client, settings):
    settings.METRICS_TOKEN = TOKEN
    client.get("/workspace/enterprises/987654321987/?q=Nguyen")
    text = told(client).content.decode()
    assert "987654321987" not in text
    assert "Nguyen" not in text


def test_a_slow_query_is_written_down_without_its_values(caplog):
    with connection.execute_wrapper(SlowQueries(-1)), caplog.at_level(logging.WARNING):
        assert not Job.objects.filter(title="bí mật", created_at__gt=clock.now()).exists()
    assert "shared_job" in caplog.text
    assert "bí mật" not in caplog.text


def test_a_connection_that_connects_again_is_watched_once(settings):
    settings.SLOW_QUERY_SECONDS = 1
    other = connections.create_connection("default")
    for _each in range(3):
        connection_created.send(sender=other.__class__, connection=other)
    assert [type(each) for each in other.execute_wrappers] == [SlowQueries]
