"""The audit trail: a closed list of acts, plain values, no personal text."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from portal.shared import audit
from portal.shared.models import Job, JobState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acts")]


@pytest.fixture
def thing(lan):
    return Job.objects.create(kind="tests.thing", owner=lan, title="Danh sách")


def test_an_act_is_recorded_with_who_what_and_the_changed_values(thing, lan):
    before = {"state": JobState.QUEUED, "total": 1, "key": "a"}
    after = {"state": JobState.RUNNING, "total": 1, "key": "b"}
    audit.record(thing, "tests.change", actor=lan, data={"changes": audit.changes(before, after)})

    row = audit.history(thing)[0]
    assert (row.who, row.action, row.label, row.is_system) == (
        "Lan",
        "tests.change",
        "đổi hồ sơ",
        False,
    )
    assert [(each.field, each.old, each.new) for each in row.changes] == [
        ("state", str(JobState.QUEUED.label), str(JobState.RUNNING.label)),
        ("key", "a", "b"),
    ]


def test_an_act_that_was_not_declared_is_refused(thing, lan):
    with pytest.raises(ValueError, match="never declared"):
        audit.record(thing, "tests.unknown", actor=lan)
    assert not audit.history(thing)


def test_an_act_is_named_room_dot_verb():
    from wagtail.log_actions import registry

    with pytest.raises(ValueError, match=r"room\.verb"):
        audit.declare(registry, {"Change": "x"})


def test_an_act_without_a_person_must_say_that_the_system_did_it(thing):
    with pytest.raises(ValueError, match="SYSTEM"):
        audit.record(thing, "tests.change", actor=None)
    audit.record(thing, "tests.change", actor=None, data={**audit.BY_SYSTEM, "rows": 3})
    assert audit.history(thing)[0].is_system


def test_personal_text_is_masked_in_changes_and_refused_in_entries(thing, lan):
    changed = audit.changes(
        {"phone": "+84912345678", "email": ""}, {"phone": "+84987654321", "email": "a@b.vn"}
    )
    assert changed == {"phone": [audit.MASK, audit.MASK], "email": [None, audit.MASK]}
    audit.record(thing, "tests.change", actor=lan, data={"changes": changed})
    with pytest.raises(ValueError, match="personal"):
        audit.record(thing, "tests.change", actor=lan, data={"changes": {"phone": ["1", "2"]}})


def test_people_are_named_by_number_not_by_address(lan):
    entry = audit.record(lan, "tests.change", actor=lan)
    assert "@" not in entry.label


def test_values_become_plain_and_what_json_cannot_hold_is_refused(thing, lan):
    data = {
        "on": date(2026, 1, 2), "share": Decimal("0.5"), "thing": thing, "state": JobState.DONE,
        "kinds": {"b", "a"}, "label": gettext_lazy("Yes"), "more": [1, None, True],
    }  # fmt: skip
    entry = audit.record(thing, "tests.change", actor=lan, data=data)
    stored = ModelLogEntry.objects.get(pk=entry.pk).data
    assert stored["on"] == "2026-01-02"
    assert stored["thing"] == thing.pk
    assert stored["state"] == "done"
    assert stored["kinds"] == ["a", "b"]
    with pytest.raises(TypeError):
        audit.record(thing, "tests.change", actor=lan, data={"x": object()})


def test_the_same_act_about_many_things_takes_few_queries(lan, django_assert_max_num_queries):
    things = [Job.objects.create(kind="tests.thing", owner=lan) for _ in range(20)]
    audit.record(things[0], "tests.count", actor=lan)
    with django_assert_max_num_queries(3):
        audit.record_many(
            [(each, {"n": index}) for index, each in enumerate(things)], "tests.count", actor=lan
        )
    assert audit.history(things[7])[0].data["n"] == 7


def test_history_is_one_query_and_newest_first(thing, lan, minh, django_assert_num_queries):
    for actor in (lan, minh, lan):
        audit.record(thing, "tests.count", actor=actor)
    with django_assert_num_queries(1):
        rows = audit.history(thing, limit=2)
    assert [row.who for row in rows] == ["Lan", "Minh"]


def test_history_of_another_thing_is_not_shown(thing, lan):
    other = Job.objects.create(kind="tests.thing", owner=lan)
    audit.record(other, "tests.count", actor=lan)
    assert audit.history(thing) == []
