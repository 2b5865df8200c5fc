"""Readers tell whether a page helped, and the words that found nothing are counted; nobody is named."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from content import services
from content.models import PageFeedback, SearchMiss
from portal.setup import roles
from portal.shared.errors import RuleBroken
from tests.factories import content as make
from tests.factories.accounts import EditorFactory, OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    cache.clear()
    return make.guide(make.small_site(), "Đóng gói")


def test_a_reader_answers_without_scripts_and_is_thanked(guide, client):
    page = client.get(guide.url).content.decode()
    address = reverse("content:feedback", args=[guide.pk])
    assert f'href="{address}?useful=no"' in page
    form = client.get(f"{address}?useful=no").content.decode()
    assert 'value="no"' in form
    said = {"useful": "no", "sentence": "  Thiếu giá thùng.  ", "website": ""}
    thanked = client.post(address, said, follow=True)
    assert "Cảm ơn bạn" in thanked.content.decode()
    kept = PageFeedback.objects.get()
    assert (kept.page_id, kept.is_useful, kept.sentence) == (guide.pk, False, "Thiếu giá thùng.")
    assert kept.revision_id == guide.live_revision_id


def test_an_answer_needs_a_choice_and_takes_no_advertising(guide, client):
    address = reverse("content:feedback", args=[guide.pk])
    assert "Hãy chọn một trong hai." in client.post(address, {}).content.decode()
    spam = {"useful": "yes", "sentence": "Vay nhanh tại http://vay.example"}
    assert "địa chỉ trang web" in client.post(address, spam).content.decode()
    client.post(address, {"useful": "yes", "sentence": "Hay", "website": "x"})
    assert not PageFeedback.objects.exists()


def test_numbers_and_addresses_of_people_are_struck_out(guide):
    said = "Gọi tôi 0912 345 678 hay sau@vidu.example nhé"
    kept = services.tell_if_useful(guide, True, said, who="a")
    assert kept.sentence == "Gọi tôi ••• hay ••• nhé"


def test_nobody_answers_for_many(guide):
    for _time in range(3):
        services.tell_if_useful(guide, True, who="a")
    with pytest.raises(RuleBroken):
        services.tell_if_useful(guide, True, who="a")
    services.tell_if_useful(guide, True, who="b")
    assert PageFeedback.objects.count() == 4


def test_a_page_that_is_not_public_takes_no_answer(guide, client):
    guide.unpublish()
    assert client.get(reverse("content:feedback", args=[guide.pk])).status_code == 404


def test_words_that_found_nothing_are_counted_once_for_all(guide, client):
    for words in ("Máy xay lúa", "may xay lua", "máy xay lúa"):
        client.get("/search/", {"q": words})
    miss = SearchMiss.objects.get()
    assert (miss.words, miss.times, miss.language) == ("máy xay lúa", 3, "vi")


@pytest.mark.parametrize("words", ["0912345678", "sau@vidu.example", "!!", "số 082 345 678"])
def test_what_may_be_somebodys_is_not_kept(guide, words):
    assert not services.note_miss(words, "vi", who="a")
    assert not SearchMiss.objects.exists()


def test_searching_all_day_does_not_fill_the_list(guide):
    kept = [services.note_miss(f"tuxyz {chr(97 + n % 26)}{n}", "vi", who="a") for n in range(35)]
    assert sum(kept) == 30


def test_editors_read_what_readers_said_and_others_do_not(guide, client):
    services.tell_if_useful(guide, False, "Thiếu giá thùng", who="a")
    services.note_miss("máy xay lúa", "vi", who="a")
    roles.apply()
    services.sync_page_permissions()
    client.force_login(EditorFactory())
    beside = client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    assert f"{reverse('content_feedback')}?page_id={guide.pk}" in beside
    assert "Thiếu giá thùng" in client.get(reverse("content_feedback")).content.decode()
    assert "máy xay lúa" in client.get(reverse("content_misses")).content.decode()
    client.force_login(OfficerFactory())
    assert client.get(reverse("content_feedback")).status_code in (302, 403)
