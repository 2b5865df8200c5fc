"""Search finds what people mean, with or without marks, the same on both databases."""

import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from content import selectors
from content.models import GuidePage
from portal.shared import pagecache

GOLDEN = tomllib.loads((Path(__file__).parent / "golden_queries.toml").read_text("utf-8"))["query"]


@pytest.fixture(scope="module")
def answers(library, django_db_blocker):
    """Query → the addresses of the first pages that answer it, all asked of one library of words."""
    shelf = pagecache.shelf
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.PAGE_CACHE_SECONDS", 600)
        patch.setattr(shelf, "version", lambda: "golden")
        shelf.clear()
        yield {each["q"]: _slugs(each["q"]) for each in GOLDEN}
        shelf.clear()


def _slugs(query):
    found = selectors.search(query, "vi")
    return [each.page.slug for each in found if each.is_page][:5]


def test_there_are_enough_golden_queries_and_none_twice():
    assert len({each["q"] for each in GOLDEN}) == len(GOLDEN) >= 200


def test_a_golden_query_finds_its_page_among_the_first_three(answers, db):
    missed = {
        each["q"]: answers[each["q"]]
        for each in GOLDEN
        if each["want"] not in answers[each["q"]][: 1 if each.get("first") else 3]
    }
    assert not missed, "\n".join(f"{q}: {found}" for q, found in missed.items())


def test_a_search_in_english_finds_english_pages_only(library, db):
    found = selectors.search("electronic invoices", "en")
    assert found[0].page.slug == "start-using-e-invoices"
    assert {each.page.locale.language_code for each in found} == {"en"}


def test_a_page_that_is_not_published_is_not_found(library, db):
    guide = GuidePage.objects.get(slug="chu-ky-so")
    guide.unpublish()
    assert "chu-ky-so" not in [each.page.slug for each in selectors.search("chữ ký số", "vi")]


def test_a_draft_is_not_found_by_its_new_words(library, db):
    guide = GuidePage.objects.get(slug="chu-ky-so")
    guide.title = "Chữ ký của kwizatz"
    guide.save_revision()
    found = selectors.search("kwizatz", "vi")
    assert "chu-ky-so" not in [each.page.slug for each in found]


@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"',
        '" OR 1=1 --',
        "*",
        "a*b(c)",
        "NEAR(",
        "\x00",
        "%",
        "😀",
        "\u202eabc",
        "x" * 5000,
        "đ " * 400,
        "  ",
    ],
)
def test_odd_input_is_answered_in_peace(library, client, db, query):
    response = client.get(reverse("content:search"), {"q": query})
    assert response.status_code == 200


def test_the_search_page_says_what_it_found(library, client, db):
    page = client.get("/search/", {"q": "chuyen doi so"}).content.decode()
    assert "/huong-dan/ke-hoach-mot-trang/" in page
    assert "<mark>" in page


def test_a_search_without_an_answer_says_what_to_do(library, client, db):
    page = client.get("/search/", {"q": "zzzz"}).content.decode()
    assert "zzzz" in page
    assert "Không tìm thấy" in page


def test_markup_in_a_query_stays_text(library, client, db):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_a_search_costs_few_queries(library, client, db, django_assert_max_num_queries):
    client.get("/search/", {"q": "hoa don"})
    with django_assert_max_num_queries(14):
        client.get("/search/", {"q": "hoa don"})
