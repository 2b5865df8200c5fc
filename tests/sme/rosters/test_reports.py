"""Reports: every figure is nothing but its rows, what was approved stays, and what is lost on the way is said."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from portal.shared import clock
from sme.programmes import services as programmes
from sme.programmes.models import Session, SignUp
from sme.rosters import exports, filters, selectors
from sme.rosters.rules import reports as rules
from sme.rosters.rules.reports import Line
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory

DAY = date(2026, 6, 5)


def line(**values):
    return Line(1, "Sen Hồng", "Phường Sa Đéc", **values)


@pytest.mark.parametrize(
    ("values", "counted"),
    [
        ({"application": "declined"}, {"applied", "declined"}),
        ({"application": "accepted", "enrolment": "waiting"}, {"applied", "accepted", "waiting"}),
        (
            {"enrolment": "completed", "enrolled_on": DAY, "level_before": 1, "level_now": 3,
             "assessed_since": True, "listed_before": 0, "listed_now": 2, "tools_now": 1},
            {"enrolled", "finished", "measured", "risen", "sell_now", "began", "tools_now", "more_tools"},
        ),
        (
            {"enrolment": "withdrawn", "enrolled_on": DAY, "level_before": 2, "level_now": 2,
             "listed_before": 4, "held": 3, "attended": 1},
            {"enrolled", "dropped", "no_level_since", "sold_before", "stopped", "at_some"},
        ),
        (
            {"enrolment": "enrolled", "enrolled_on": DAY, "held": 2},
            {"enrolled", "at_none", "no_level_before", "no_sales_before"},
        ),
    ],
)  # fmt: skip
def test_each_line_is_counted_where_it_belongs(values, counted):
    assert {key for key, count in rules.counted([line(**values)]).items() if count} == counted


def test_what_took_part_is_measured_or_lost_never_both():
    for before in (None, 1, 3):
        for since in (False, True):
            for now in (None, 2):
                counts = rules.counted(
                    [
                        line(
                            enrolled_on=DAY,
                            level_before=before,
                            level_now=now,
                            assessed_since=since,
                        )
                    ]
                )
                parts = ("measured", "no_level_before", "no_level_since")
                assert sum(counts[key] for key in parts) == 1
                assert (
                    counts["measured"] == counts["risen"] + counts["same_level"] + counts["fallen"]
                )


@pytest.mark.parametrize(
    ("quarter", "days"),
    [(0, ((2026, 1, 1), (2027, 1, 1))), (1, ((2026, 1, 1), (2026, 4, 1))), (4, ((2026, 10, 1), (2027, 1, 1)))],
)  # fmt: skip
def test_quarters_end_where_the_next_begins(quarter, days):
    first, after = rules.quarter_days(2026, quarter)
    assert (first, after) == tuple(date(*each) for each in days)
    if quarter:
        assert rules.quarter_of(first) == quarter


@pytest.fixture
def cohort(db):
    cohort = make.cohort()
    for name in ("Sen Hồng", "Gạo Ngon", "Xoài Cát"):
        make.enrolment(cohort, make.enterprise(name))
    return cohort


def test_before_is_what_was_approved_whatever_the_registry_says_later(client, cohort):
    officer = OfficerFactory()
    programmes.approve_list(cohort, actor=make.administrator())
    first = cohort.enrolments.select_related("enterprise").first().enterprise
    first.__class__.objects.filter(pk=first.pk).update(
        readiness_level=4, readiness_on=clock.today(), live_products=7
    )
    found = {row.enterprise: row for row in selectors.cohort_lines(cohort, officer)}[first.pk]
    assert (found.level_before, found.level_after) == (None, 4)
    assert (found.listed_before, found.listed_now) == (0, 7)


def test_every_figure_opens_into_as_many_rows_and_the_workbook_says_the_same(client, cohort):
    client.force_login(OfficerFactory())
    page = client.get(reverse("rosters:report", args=[cohort.pk]))
    figures = [row for _section, rows in page.context["sections"] for row in rows]
    for figure, count, _percent in figures:
        rows = client.get(reverse("rosters:report_rows", args=[cohort.pk, figure.key]))
        assert len(rows.context["lines"]) == count
    answer = client.get(reverse("rosters:report_export", args=[cohort.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Gạo Ngon" in str([cell.value for row in book.worksheets[0].iter_rows() for cell in row])
    assert len(book.worksheets) == 3


def test_the_report_asks_the_same_number_of_questions_whatever_the_rows(
    client, cohort, django_assert_max_num_queries
):
    client.force_login(OfficerFactory())
    with django_assert_max_num_queries(18):
        client.get(reverse("rosters:report", args=[cohort.pk]))


def test_a_programme_is_counted_by_quarter_and_opens_into_its_rows(client, cohort):
    client.force_login(OfficerFactory())
    page = client.get(reverse("rosters:programme", args=[cohort.programme_id]))
    counts = {event: (parts, total) for event, parts, total in page.context["rows"]}
    parts, total = counts["enrolled"]
    quarter = rules.quarter_of(clock.today())
    assert (total, dict(parts)[quarter]) == (3, 3)
    where = [cohort.programme_id, clock.today().year, quarter, "enrolled"]
    assert len(client.get(reverse("rosters:programme_rows", args=where)).context["rows"]) == 3
    assert (
        client.get(reverse("rosters:programme_rows", args=[*where[:3], "gone"])).status_code == 404
    )
    answer = client.get(reverse("rosters:programme_export", args=[cohort.programme_id]))
    assert answer.status_code == 200


def test_attendance_is_a_column_and_a_filter(cohort):
    began = clock.now().replace(microsecond=0)
    session = Session.objects.create(
        cohort=cohort, title_vi="Buổi 1", place="Hội trường",
        starts_at=began - timedelta(hours=3), ends_at=began - timedelta(hours=1),
    )  # fmt: skip
    there = cohort.enrolments.get(enterprise__name="Gạo Ngon")
    SignUp.objects.create(
        session=session, enrolment=there, state="going", attended_at=began, attended_by="list"
    )
    for wanted, names in (("all", ["Gạo Ngon"]), ("none", ["Sen Hồng", "Xoài Cát"]), ("some", [])):
        asked = filters.asked_strictly(cohort, None, filters.parsed(f"attendance={wanted}"))
        assert [each.enterprise.name for each in asked.rows] == names
    rows = list(selectors.read(selectors.keys(selectors.ordered(selectors.roster(cohort, None)))))
    assert [exports.COLUMNS["attendance"].value(row) for row in rows] == ["1/1", "0/1", "0/1"]
    asked = filters.asked_strictly(cohort, None, filters.parsed("paid=none"))
    assert asked.rows.count() == 3
