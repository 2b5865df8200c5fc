"""Template words: money, numbers, days, moments, phones, query strings, the history panel."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.shared import audit
from portal.shared.models import Job


def render(source, query="", language="vi", **context):
    context["request"] = RequestFactory().get("/x/" + query)
    with translation.override(language):
        return (
            Template("{% load portal_tags %}" + source)
            .render(Context(context))
            .replace("\u00a0", " ")
        )


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|vnd }}", 1234567, "1.234.567 ₫"),
        ("{{ v|vnd }}", 0, "0 ₫"),
        ("{{ v|vnd }}", None, ""),
        ("{{ v|number }}", 1234567, "1.234.567"),
        ("{{ v|number }}", 2.5, "2,5"),
        ("{{ v|number:1 }}", 2, "2,0"),
        ("{{ v|number }}", None, ""),
        ("{{ v|number }}", "<b>", "&lt;b&gt;"),
        ("{{ v|percent }}", 62.4, "62%"),
        ("{{ v|percent:1 }}", 62.45, "62,5%"),
        ("{{ v|day }}", date(2026, 3, 5), "05/03/2026"),
        ("{{ v|day }}", datetime(2026, 3, 5, 20, tzinfo=UTC), "06/03/2026"),
        ("{{ v|day }}", None, ""),
        ("{{ v|phone }}", "+84912345678", "0912 345 678"),
        ("{{ v|phone }}", "", ""),
    ],
)
def test_values_are_shown_the_vietnamese_way(source, value, shown):
    assert render(source, v=value) == shown


def test_numbers_are_shown_the_english_way_to_english_readers():
    assert render("{{ v|vnd }} {{ v|number }}", language="en", v=1234567) == "1,234,567 ₫ 1,234,567"


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (datetime(2026, 11, 23, 3, 42, tzinfo=UTC), "10:42"),
        (datetime(2026, 11, 21, 17, 5, tzinfo=UTC), "00:05"),
        (datetime(2026, 11, 1, 1, 5, tzinfo=UTC), "01/11/2026, 08:05"),
    ],
)
def test_a_moment_near_is_told_by_its_day(when, shown):
    with time_machine.travel(datetime(2026, 11, 23, 5, 0, tzinfo=UTC), tick=False):
        words = render("{{ v|moment }}", language="vi", v=when)
    assert shown in words
    assert words.startswith('<time datetime="2026-11')


def test_the_query_keeps_replaces_and_drops():
    assert render("{% query_string q='sen' %}", "?q=lua&sort=name&page=3") == "?q=sen&amp;sort=name"
    assert (
        render("{% query_string page=2 %}", "?q=l%C3%BAa&a=1&a=2")
        == "?q=l%C3%BAa&amp;a=1&amp;a=2&amp;page=2"
    )
    assert render("{% query_string q=None %}", "?q=lua") == "?"
    assert render("{% query_string q='\"><script>' %}") == "?q=%22%3E%3Cscript%3E"


@pytest.mark.django_db
@pytest.mark.usefixtures("acts")
def test_the_history_panel_shows_who_did_what_and_the_old_and_new_value(lan):
    job = Job.objects.create(kind="x", owner=lan)
    audit.record(job, "tests.change", actor=lan, data={"changes": {"title": ["<cũ>", "mới"]}})
    panel = render("{% history_panel job %}", job=job)
    for words in ("đổi hồ sơ", "Lan", "&lt;cũ&gt;", "mới"):
        assert words in panel
    assert "<cũ>" not in panel
