"""What browsers may keep for when there is no network: public guides, never what a person who signed in saw."""

import pytest

from tests.factories import content as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return make.guide(make.small_site(), "Đóng gói").url


def test_a_visitors_guide_may_be_kept_and_a_readers_who_signed_in_may_not(address, client):
    assert client.get(address).headers["Offline-Copy"] == "guide"
    assert "Offline-Copy" not in client.get("/huong-dan/").headers
    client.force_login(UserFactory())
    assert "Offline-Copy" not in client.get(address).headers


def test_the_worker_is_looked_up_anew_and_fetches_copies_without_cookies(client):
    answer = client.get("/sw.js")
    words = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert words.count('credentials: "omit"') == words.count("fetch(p") == 2
    assert '"/offline/"' in words
    assert '"/en/offline/"' in words


def test_turned_off_the_worker_removes_its_copies_and_itself(address, client, settings):
    settings.OFFLINE_COPIES = False
    assert "unregister()" in client.get("/sw.js").content.decode()
    answer = client.get(address)
    assert "Offline-Copy" not in answer.headers
    assert "offline-worker" not in answer.content.decode()
