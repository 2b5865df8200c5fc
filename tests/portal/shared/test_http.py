"""Helpers for views: whole page or part, pages of a list, safe ways back, request ids."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from portal.shared import http
from portal.shared.logging import request_id
from portal.shared.models import Job

rf = RequestFactory()


@pytest.fixture
def thirty(db):
    Job.objects.bulk_create([Job(kind=f"k{number:02}") for number in range(30)])
    return Job.objects.order_by("kind")


def page(thirty, query="", **kwargs):
    return http.page_of(rf.get("/" + query), thirty, **kwargs)


def test_a_page_knows_its_rows_and_the_true_count(thirty, django_assert_num_queries):
    with django_assert_num_queries(2):
        second = page(thirty, "?page=2", per_page=12)
    assert [job.kind for job in second][:1] == ["k12"]
    assert (second.count, second.is_capped, second.pages, second.first, second.last) == (
        30,
        False,
        3,
        13,
        24,
    )
    assert second.has_previous
    assert second.has_next


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", "1e3", "٣", "1\x00"])
def test_a_page_number_that_is_none_is_the_first_page(thirty, asked):
    assert http.page_of(rf.get("/", {"page": asked}), thirty).number == 1


@pytest.mark.parametrize("asked", ["99", "9999999", "99999999999999999999999"])
def test_a_page_past_the_end_is_the_last_page(thirty, asked):
    shown = page(thirty, f"?page={asked}", per_page=12)
    assert shown.number == (3 if len(asked) < 8 else 1)
    assert shown.rows


def test_a_long_count_is_capped_until_asked_for(thirty):
    capped = page(thirty, per_page=5, cap=10)
    assert (capped.count, capped.is_capped, capped.pages, capped.has_next) == (10, True, None, True)
    deep = page(thirty, "?page=6", per_page=5, cap=10)
    assert (deep.number, deep.has_next, len(deep)) == (6, False, 5)
    assert page(thirty, "?page=70", per_page=5, cap=10).number == 6
    assert page(thirty, "?count=exact", per_page=5, cap=10).count == 30


def test_an_empty_list_has_one_empty_page(db):
    empty = http.page_of(rf.get("/?page=4"), Job.objects.all())
    assert (empty.number, empty.count, empty.pages, empty.first, empty.last) == (1, 0, 1, 0, 0)


@pytest.mark.parametrize(
    "asked",
    ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "", "\\\\evil.example"],
)
def test_a_way_back_never_leaves_the_site(asked):
    assert http.safe_next(rf.get("/", {"next": asked}), "/home/") == "/home/"


def test_a_way_back_within_the_site_is_taken():
    assert http.safe_next(rf.post("/", {"next": "/jobs/?page=2"}), "/home/") == "/jobs/?page=2"


@pytest.mark.django_db
@pytest.mark.parametrize("key", [0, 10**30, "x", None, "1; DROP TABLE"])
def test_nonsense_and_the_unknown_answer_404(key):
    with pytest.raises(Http404):
        http.get_or_404_visible(Job.objects.all(), pk=key)


def test_htmx_gets_the_part_but_not_for_boosted_links():
    assert http.is_htmx(rf.get("/", headers={"HX-Request": "true"}))
    assert not http.is_htmx(rf.get("/", headers={"HX-Request": "true", "HX-Boosted": "true"}))
    assert not http.is_htmx(rf.get("/"))
    assert http.part_name("enterprises/list.html") == "enterprises/list_part.html"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abcdef-123456", True), ("short", False), ("bad id\r\nX: y", False), ("x" * 99, False)],
)
def test_each_request_has_an_id_in_logs_and_answer(given, kept):
    seen = []

    def view(request):
        seen.append((request.request_id, request_id.get()))
        return HttpResponse()

    response = http.RequestIdMiddleware(view)(rf.get("/", headers={"X-Request-ID": given}))
    assert seen[0] == (response["X-Request-ID"],) * 2
    assert (response["X-Request-ID"] == given) is kept
    assert request_id.get() == ""


def test_health_answers_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(reverse("healthz"))
    assert response.json() == {"status": "ok"}
    assert "X-Request-ID" in response
