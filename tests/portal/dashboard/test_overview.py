"""My morning: what waits for an officer over all rooms; each number opens into just as many rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessments.models import Contest
from portal.accounts.models import User
from portal.dashboard.templatetags.queue_tags import due, or_more
from portal.shared import clock, waiting
from portal.shared.waiting import Kind
from sme.enterprises import services as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import services as marketplaces
from sme.marketplaces.models import Listing, Onboarding
from sme.payments.models import Payment, Refund
from sme.programmes.models import Reached, Session, SupportContract, Task
from tests.access import things
from tests.access.people import World
from tests.factories import payments as money
from tests.factories.accounts import OfficerFactory

KEYS = [kind.key for kind in waiting._kinds.values()]
# Of each there is one; together they make every kind wait.
WAITS = (
    "application",
    "waiting_claim",
    "duplicate_pair",
    "finding",
    "listing",
    "wrong_report",
    "conflict",
    "onboarding",
    "submitted",
    "support_paper",
    "cohort_session",
    "milestone",
    "officer_task",
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """One of everything that waits where the officer works, and a claim elsewhere; made once."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "PRIVATE_ROOT", tmp_path_factory.mktemp("private"))
        made = World()
        for name in (*things.NEEDED_BY_ALL, *WAITS):
            made[name]
        marketplaces.record_state(
            made["listing"], "live", effective_on=clock.today(), source="enterprise", actor=None
        )
        _age(made)
        _money(made)
        made.sign_everybody_in()
        yield made
        transaction.set_rollback(True)


def _age(made: World) -> None:
    """What time does: a session is over, a contract ends soon, a way stands still, a listing was seen long ago."""
    now, today = clock.now(), clock.today()
    over = now - timedelta(days=3)
    Session.objects.update(starts_at=over - timedelta(hours=2), ends_at=over)
    SupportContract.objects.update(ends_on=today + timedelta(days=5))
    Reached.objects.update(due_on=over.date())
    Task.objects.update(officer=None, due_on=today)  # on every desk
    Onboarding.objects.update(moved_on=today - timedelta(days=40))
    live = Listing.objects.filter(pk=made["live_listing"].pk)
    live.update(verified_on=today - timedelta(days=100))
    Contest.objects.create(assessment=made["submitted"], text="Chưa đúng", made_at=over)


def _money(made: World) -> None:
    yesterday = clock.today() - timedelta(days=1)
    assert money.obligation(2000, enterprise=made["enterprise"], due_on=yesterday).is_overdue
    paid = Payment.objects.create(
        method="transfer", provider_id="t-1", amount=500, loose=500, received_on=clock.today()
    )
    Refund.objects.create(
        payment=paid, amount=500, reason="Nộp nhầm", requested_by=made.administrator
    )


@pytest.fixture
def seen(world: World, db: None) -> World:
    """The same, in a transaction of the test's own."""
    return world


def of(user: User) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client


def counted(user: User) -> dict[str, waiting.Counted]:
    """What waits for somebody, as a new request sees it."""
    return {each.kind.key: each for each in waiting.counts_for(User.objects.get(pk=user.pk))}


@pytest.mark.parametrize("key", KEYS)
def test_each_count_is_that_of_the_list_it_opens(seen: World, key: str) -> None:
    for user in (seen.officer, seen.administrator):
        each = counted(user).get(key)
        if each is None:  # not this person's to look after
            assert user is seen.officer
            continue
        page = of(user).get(each.url).context["page"]
        assert page.count == each.count
        assert each.count, "nothing to compare"


def test_an_officer_sees_nothing_of_another_place(seen: World) -> None:
    found = counted(seen.officer_elsewhere)
    assert {key for key, each in found.items() if each.count} == {"enterprises.new"} | {
        key for key in found if key in ("enterprises.findings", "enterprises.unnumbered")
    } & {key for key, each in found.items() if each.count}
    page = of(seen.officer_elsewhere).get(reverse("dashboard:workspace")).content.decode()
    assert seen["enterprise"].name not in page
    assert seen["foreign_enterprise"].name in page


def test_only_those_who_look_after_money_are_told_of_it(seen: World) -> None:
    assert not [key for key in counted(seen.officer) if key.startswith("payments.")]
    assert counted(seen.officer_everywhere)["payments.refunds"].count == 1


def test_the_whole_page_costs_at_most_twenty_five_queries(
    seen: World, django_assert_max_num_queries: Any
) -> None:
    client = of(seen.administrator)
    client.get(reverse("dashboard:workspace"))
    with django_assert_max_num_queries(25):
        client.get(reverse("dashboard:workspace"))


def test_the_most_urgent_stands_first_and_nothing_is_left_out(seen: World) -> None:
    morning = of(seen.administrator).get(reverse("dashboard:workspace")).context["morning"]
    lines = [line for group in morning.groups for line in group.lines]
    assert [line.due for line in lines] == sorted(line.due for line in lines)
    assert morning.groups[0].key == waiting.LATE
    assert morning.count == sum(len(line.acts) + line.more for line in lines)


def test_late_is_what_the_rows_themselves_say(seen: World) -> None:
    today, found = clock.today(), counted(seen.administrator)
    for each in found.values():
        if each.kind.is_timed:
            days = [each.kind.due_on(row) for row in each.kind.rows(seen.administrator)]
            assert each.late == sum(day < today for day in days), each.kind.key
            assert each.first in (None, min(days)), each.kind.key
    assert any(each.late for each in found.values())


def test_two_things_to_do_at_one_place_are_one_line(seen: World) -> None:
    lines = waiting.lines_for(seen.officer, waiting.counts_for(seen.officer))
    at_it = [line for line in lines if line.told.url == seen["application"].get_absolute_url()]
    assert [len(line.acts) for line in at_it] == [2]


def test_a_long_list_does_not_hide_the_others(seen: World) -> None:
    for n in range(waiting.MOST_OF_A_KIND + 3):
        enterprises.register(kind="household", name=f"Hộ số {n}", place=seen["place"], actor=None)
    lines = waiting.lines_for(seen.officer, waiting.counts_for(seen.officer))
    waits = counted(seen.officer)["enterprises.new"]
    more = [line for line in lines if line.told.url == waits.url]
    assert [line.more for line in more] == [waits.count - waiting.MOST_OF_A_KIND]


def test_without_scripts_every_line_is_a_link_and_the_keys_have_a_page(seen: World) -> None:
    client = of(seen.officer)
    page = client.get(reverse("dashboard:workspace")).content.decode()
    assert page.count('class="queue-link"') == page.count('<li class="queue-line')
    assert reverse("dashboard:keys") in page
    assert "<kbd>j</kbd>" in client.get(reverse("dashboard:keys")).content.decode()


def test_who_has_nothing_to_do_is_told_what_will_come(seen: World) -> None:
    quiet = things.commune(seen, "29870", "Phường Mỹ Ngãi")
    page = of(OfficerFactory(units=[quiet])).get(reverse("dashboard:workspace"))
    assert page.context["morning"].groups == []
    assert 'class="empty"' in page.content.decode()


# --- the rules of the registry ------------------------------------------------------------------------


def test_a_day_is_told_by_how_near_it_is() -> None:
    monday = date(2026, 11, 23)
    with override("vi"):
        told = [due(monday + timedelta(days=n), monday) for n in (-31, -3, 0, 1, 3, 7, 8)]
    assert told == [
        "hạn 23/10/2026",
        "quá 3 ngày",
        "hôm nay",
        "ngày mai",
        "Thứ 5, 26/11",
        "Thứ 2, 30/11",
        "01/12/2026",
    ]


def test_the_days_of_the_office_run_from_the_day_in_vietnam() -> None:
    kind = waiting._kinds["enterprises.claims"]
    row = Enterprise(created_at=datetime(2026, 11, 23, 18, tzinfo=UTC))  # the 24th in Vietnam
    assert kind.due_on(row) == date(2026, 11, 24) + timedelta(days=waiting.days_for(kind.key))


def test_counting_stops_where_lists_stop_too(seen: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(waiting, "COUNT_CAP", 1)
    monkeypatch.setattr(waiting, "MOST_OF_A_KIND", 1)
    assert counted(seen.administrator)["enterprises.new"].count == 2  # more than one
    lines = waiting.lines_for(seen.administrator, waiting.counts_for(seen.administrator))
    assert {(line.more, line.is_capped) for line in lines if line.is_capped} <= {
        (0, True),
        (1, True),
    }
    assert or_more(1001) == "hơn 1.000"
    assert or_more(1148, True) == "hơn 1.148"


def test_a_kind_with_a_day_says_its_rows_in_words() -> None:
    with pytest.raises(ValueError, match="told in words"):
        waiting.register(
            Kind(
                "x", "X", rows=lambda _u: Enterprise.objects.none(), address=str, since="created_at"
            )
        )
