"""What editors timed goes out and off at its moment, and the kept pages, lists and parents follow in both languages."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from wagtail.models import Locale

from content.models import GuidePage, HomePage
from portal.shared import clock, jobs, pagecache
from portal.shared.models import JobState
from tests.factories.content import guide, paragraph, small_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 600
    monkeypatch.setattr(pagecache, "LOOK_EVERY", 0.0)
    cache.delete(pagecache.VERSION_KEY)
    pagecache.shelf.clear()
    yield small_site()
    pagecache.shelf.clear()


def time_passes(monkeypatch, captured):
    """An hour later the schedule's job runs; what it asks for after its commit is done."""
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with captured(execute=True):
        job = jobs.start("content.publish", actor=None, key="schedule")
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job.result


def timed(page, **moments):
    """What an editor saves with a moment on it, and a moderator approves."""
    for name, value in moments.items():
        setattr(page, name, value)
    page.save_revision(approved_go_live_at=moments.get("go_live_at")).publish()


def test_it_stands_in_the_table_of_schedules():
    entry = next(each for each in jobs.schedule.entries() if each.kind == "content.publish")
    assert entry.minutes <= 10


def test_a_page_comes_out_at_its_time_on_lists_and_in_both_languages(
    index, client, monkeypatch, django_capture_on_commit_callbacks
):
    soon = clock.now() + timedelta(minutes=30)
    page = guide(index, "Làm mã QR", slug="lam-ma-qr")
    page.unpublish()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "Make a QR code", "make-a-qr-code"
    with django_capture_on_commit_callbacks(execute=True):
        for each in (page, english):
            timed(each, go_live_at=soon)
    for address in ("/huong-dan/lam-ma-qr/", "/en/guides/make-a-qr-code/"):
        assert client.get(address).status_code == 404
    assert "Làm mã QR" not in client.get("/huong-dan/").content.decode()
    assert "Make a QR code" not in client.get("/en/guides/").content.decode()
    assert "Làm mã QR" not in client.get("/").content.decode()

    assert time_passes(monkeypatch, django_capture_on_commit_callbacks)["published"] == 2
    assert client.get("/huong-dan/lam-ma-qr/").status_code == 200
    assert client.get("/en/guides/make-a-qr-code/").status_code == 200
    assert "Làm mã QR" in client.get("/huong-dan/").content.decode()
    assert "Make a QR code" in client.get("/en/guides/").content.decode()
    assert "Làm mã QR" in client.get("/").content.decode()


def test_a_timed_change_shows_the_old_words_until_then_and_an_expired_page_goes(
    index, client, monkeypatch, django_capture_on_commit_callbacks
):
    soon = clock.now() + timedelta(minutes=30)
    page, ending = guide(index, "Mức phí", slug="muc-phi"), guide(index, "Hội chợ", slug="hoi-cho")
    with django_capture_on_commit_callbacks(execute=True):
        page.body = [paragraph("<p>Phí mới.</p>")]
        timed(page, go_live_at=soon)
        timed(ending, expire_at=soon)
    assert "Phí mới." not in client.get("/huong-dan/muc-phi/").content.decode()
    assert "Hội chợ" in client.get("/huong-dan/").content.decode()

    assert time_passes(monkeypatch, django_capture_on_commit_callbacks) == {
        "published": 1,
        "expired": 1,
    }
    assert "Phí mới." in client.get("/huong-dan/muc-phi/").content.decode()
    assert client.get("/huong-dan/hoi-cho/").status_code == 410
    assert "Hội chợ" not in client.get("/huong-dan/").content.decode()
    assert GuidePage.objects.get(pk=ending.pk).expired
    assert HomePage.objects.live().exists()


def test_where_nothing_is_due_nothing_is_made_anew(
    index, client, monkeypatch, django_capture_on_commit_callbacks
):
    client.get("/huong-dan/")
    version = cache.get(pagecache.VERSION_KEY)
    assert time_passes(monkeypatch, django_capture_on_commit_callbacks) == {
        "published": 0,
        "expired": 0,
    }
    assert cache.get(pagecache.VERSION_KEY) == version
