"""Following an enrolment: milestones and who is late, tasks, notes, outcomes, leaving and who gets the place."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion
from sme.enterprises import panels
from sme.enterprises.models import Membership
from sme.programmes import rules, selectors, services
from sme.programmes.models import Application, Milestone, Note, Reached, Task
from sme.programmes.rules import CohortState, EnrolmentState
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.sme.programmes.test_capacity_race import together

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


@pytest.fixture
def cohort():
    return make.cohort()


@pytest.fixture
def officer():
    return OfficerFactory()


def milestone(cohort, due=-DAY, title="Năm sản phẩm đang bán", **fields) -> Milestone:
    return services.add_milestone(
        cohort,
        title_vi=title,
        due_on=clock.today() + due,
        actor=make.administrator(),
        **fields,
    )


def member_of(enrolment, **fields):
    person = UserFactory(**fields)
    Membership.objects.create(enterprise=enrolment.enterprise, user=person, role="owner")
    return person


def acts_on(thing):
    return [row.action.partition(".")[2] for row in audit.history(thing)]


def leave(enrolment, actor, **more):
    return services.drop_out(
        enrolment, **{"why": "time", "reason": "Bận mùa vụ", "actor": actor, **more}
    )


# --- milestones -----------------------------------------------------------------------------------


def test_milestones_reach_who_has_a_place_before_and_after_and_not_who_waits(cohort):
    before = make.enrolment(cohort)
    waiting = make.enrolment(cohort, state=EnrolmentState.WAITING)
    milestone(cohort)
    after = make.enrolment(cohort)
    assert set(Reached.objects.values_list("enrolment", flat=True)) == {before.pk, after.pk}
    services.change_enrolment(
        waiting, expected_version=waiting.version, actor=None, state=EnrolmentState.ENROLLED
    )
    assert waiting.milestones.count() == 1


def test_who_is_late_is_who_has_a_place_and_has_not_done_it_after_its_day(cohort, officer):
    milestone(cohort)
    milestone(cohort, due=timedelta(0), title="Hôm nay là hạn")
    late, done, gone = (make.enrolment(cohort) for _each in range(3))
    services.mark_done(done.milestones.first(), done_on=clock.today(), actor=officer)
    leave(gone, officer)
    found = selectors.overdue_milestones(officer)
    assert [each.enrolment_id for each in found] == [late.pk]
    elsewhere = OfficerFactory(units=[make.commune("Phường Cao Lãnh", "29869")])
    assert not selectors.overdue_milestones(elsewhere).exists()
    services.move_cohort(cohort, CohortState.CANCELLED, actor=officer, reason="thử")
    assert not selectors.overdue_milestones(officer).exists()


def test_more_time_is_given_with_a_reason_and_outlives_a_change_of_the_day(cohort, officer):
    asked, own = milestone(cohort), make.enrolment(cohort)
    plain, row = make.enrolment(cohort).milestones.get(), own.milestones.get()
    until = clock.today() + 10 * DAY
    with refused("reason_missing"):
        services.give_time(row, due_on=until, reason=" ", actor=officer)
    with refused("no_more_time"):
        services.give_time(row, due_on=row.due_on, reason="ốm", actor=officer)
    services.give_time(row, due_on=until, reason="Chủ hộ ốm", actor=officer)
    now = services.change_milestone(
        asked, expected_version=1, actor=officer, due_on=clock.today() + DAY
    )
    row.refresh_from_db()
    plain.refresh_from_db()
    assert (row.due_on, plain.due_on) == (until, clock.today() + DAY)
    assert (row.state, plain.state) == ("soon", "soon")
    services.change_milestone(
        now, expected_version=2, actor=officer, due_on=clock.today() + 30 * DAY
    )
    row.refresh_from_db()
    assert (row.due_on, row.more_time, row.state) == (clock.today() + 30 * DAY, "", "later")
    assert "ốm" not in str(audit.history(own)[0].data)


def test_a_milestone_is_done_on_a_day_taken_back_and_never_in_the_future(cohort, officer):
    milestone(cohort)
    enrolment = make.enrolment(cohort)
    row = enrolment.milestones.get()
    with refused("done_later"):
        services.mark_done(row, done_on=clock.today() + DAY, actor=officer)
    row = services.mark_done(row, done_on=clock.today() - DAY, actor=officer)
    assert (row.state, row.written_by) == ("done", officer)
    with refused("already_done"):
        services.give_time(row, due_on=clock.today() + DAY, reason="x", actor=officer)
    row = services.mark_open(row, actor=officer)
    assert (row.state, row.done_on) == ("overdue", None)
    assert acts_on(enrolment)[:2] == ["unreach_milestone", "reach_milestone"]
    leave(enrolment, officer)
    with refused("no_place_now"):
        services.mark_done(row, done_on=clock.today(), actor=officer)


def test_a_list_is_ticked_at_once_and_keeps_the_days_it_knew(cohort, officer):
    asked = milestone(cohort)
    first, second, third = (make.enrolment(cohort) for _each in range(3))
    services.mark_done(first.milestones.get(), done_on=clock.today() - DAY, actor=officer)
    services.mark_done(third.milestones.get(), done_on=clock.today() - DAY, actor=officer)
    among = {first.pk, second.pk, third.pk}
    assert services.write_milestone(
        asked, {first.pk, second.pk}, among=among, done_on=clock.today(), actor=officer
    ) == (1, 1)
    days = dict(Reached.objects.values_list("enrolment", "done_on"))
    assert days == {first.pk: clock.today() - DAY, second.pk: clock.today(), third.pk: None}
    counted = selectors.milestones_of(cohort, officer).get()
    assert (counted.n_all, counted.n_done, counted.n_late) == (3, 2, 1)
    with refused("milestone_done"):
        services.remove_milestone(asked, actor=officer)


def test_a_list_is_taken_over_with_its_days_moved_and_only_once(cohort, officer):
    asked = milestone(cohort, due=5 * DAY)
    with refused("milestone_twice"):
        milestone(cohort)
    later = make.cohort(starts_on=cohort.starts_on + 100 * DAY)
    enrolment = make.enrolment(later)
    assert services.copy_milestones(cohort, later, actor=officer) == 1
    assert services.copy_milestones(cohort, later, actor=officer) == 0
    assert enrolment.milestones.get().due_on == asked.due_on + 100 * DAY
    services.remove_milestone(later.milestones.get(), actor=officer)
    assert not enrolment.milestones.exists()


def test_a_business_reads_on_its_first_page_what_is_late_or_near(cohort):
    milestone(cohort)
    milestone(cohort, due=60 * DAY, title="Còn xa")
    enrolment = make.enrolment(cohort)
    found = panels.todo_for(enrolment.enterprise)
    assert [each.on for each in found] == [clock.today() - DAY]


def test_who_agreed_is_told_once_before_the_day_and_once_after(
    cohort, officer, django_capture_on_commit_callbacks
):
    milestone(cohort, due=3 * DAY, title_en="Five products on sale")
    milestone(cohort, due=30 * DAY, title="Còn xa")
    silent, told = make.enrolment(cohort), make.enrolment(cohort)
    member_of(silent, agrees=())
    person = member_of(told, language="en")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.remind_of_milestones() == 1
        assert services.remind_of_milestones() == 0
    assert [each.to for each in mail.outbox] == [[person.email]]
    assert "Five products on sale – due on" in mail.outbox[0].body
    told.milestones.update(due_on=clock.today() - DAY)
    assert services.remind_of_milestones() == 1
    assert services.remind_of_milestones() == 0
    services.move_cohort(cohort, CohortState.RUNNING, actor=officer)
    services.move_cohort(cohort, CohortState.CLOSED, actor=officer)
    assert not selectors.overdue_milestones(officer).exists()


# --- tasks and notes --------------------------------------------------------------------------------


def test_tasks_lie_on_the_desk_of_their_officer_until_done(cohort, officer):
    enrolment = make.enrolment(cohort)
    other = OfficerFactory()
    made = services.add_task(
        enrolment, text_said="Gọi lại", due_on=clock.today(), officer=officer, actor=other
    )
    services.add_task(
        enrolment, text_said="Tuần sau", due_on=clock.today() + 7 * DAY, officer=officer, actor=other
    )  # fmt: skip
    assert list(selectors.due_tasks(officer)) == [made]
    assert not selectors.due_tasks(other).exists()
    officer.is_active = False
    officer.save()
    assert list(selectors.due_tasks(other)) == [made]
    moved = services.move_task(made, due_on=clock.today() + DAY, officer=other, actor=other)
    assert not selectors.due_tasks(other).exists()
    services.move_task(moved, due_on=clock.today(), officer=other, actor=other)
    services.finish_task(made, actor=other)
    services.finish_task(made, actor=other)
    with refused("task_done"):
        services.move_task(made, due_on=clock.today(), officer=other, actor=other)
    assert not selectors.due_tasks(other).exists()
    services.reopen_task(made, actor=other)
    assert Task.objects.get(pk=made.pk).done_by is None
    assert acts_on(enrolment)[:3] == ["reopen_task", "finish_task", "move_task"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("task_missing", {"text_said": "  "}),
        ("task_past", {"due_on": clock.today() - DAY}),
    ],
)
def test_a_task_without_sense_is_refused(cohort, officer, code, fields):
    enrolment = make.enrolment(cohort)
    values = {"text_said": "Gọi", "due_on": clock.today(), "officer": officer, "actor": officer}
    with refused(code):
        services.add_task(enrolment, **{**values, **fields})


def test_a_task_is_not_given_to_who_may_not_see_the_enterprise(cohort, officer):
    enrolment = make.enrolment(cohort)
    elsewhere = OfficerFactory(units=[make.commune("Phường Cao Lãnh", "29869")])
    here = OfficerFactory(units=[make.commune()])
    with refused("task_of_stranger"):
        services.add_task(
            enrolment, text_said="Gọi", due_on=clock.today(), officer=elsewhere, actor=officer
        )
    assert {officer, here} <= set(selectors.officers_for(enrolment))
    assert elsewhere not in selectors.officers_for(enrolment)


def test_a_note_stays_as_it_is_and_out_of_the_trail(cohort, officer):
    enrolment = make.enrolment(cohort)
    made = services.add_note(enrolment, said=" Bà Sáu hẹn tuần sau ", actor=officer)
    assert made.text == "Bà Sáu hẹn tuần sau"
    with pytest.raises(TypeError):
        Note.objects.update(text="khác")
    with pytest.raises(TypeError):
        Note.objects.all().delete()
    with refused("note_missing"):
        services.add_note(enrolment, said="", actor=officer)
    assert "Sáu" not in str(audit.history(enrolment)[0].data)
    with refused("used_since"):
        services.take_back(enrolment, expected_version=enrolment.version, actor=officer)


# --- outcome ----------------------------------------------------------------------------------------


def test_who_finished_is_completed_by_it_and_others_stay(cohort, officer):
    done, partly = make.enrolment(cohort), make.enrolment(cohort)
    given = {"expected_version": 1, "actor": officer, "said": "Bán được trên hai sàn"}
    with refused("outcome_said"):
        services.record_outcome(done, "finished", **{**given, "said": " "})
    now = services.record_outcome(done, "finished", **given)
    assert (now.state, now.outcome, now.outcome_on) == ("completed", "finished", clock.today())
    now = services.record_outcome(partly, "partly", **given)
    assert (now.state, now.outcome) == ("enrolled", "partly")
    with pytest.raises(StaleVersion):
        services.record_outcome(partly, "not", **given)
    with refused("outcome_state"):
        services.record_outcome(make.enrolment(cohort, state="waiting"), "not", **given)


def test_an_outcome_that_no_longer_fits_the_state_goes_with_it(cohort, officer):
    enrolment = services.record_outcome(
        make.enrolment(cohort), "finished", said="Xong", expected_version=1, actor=officer
    )
    back = services.change_enrolment(
        enrolment, expected_version=enrolment.version, actor=officer, state="enrolled", reason="nhầm"
    )  # fmt: skip
    assert back.outcome == "finished"
    left = leave(back, officer).enrolment
    assert (left.outcome, left.outcome_said, left.outcome_on) == ("", "", None)
    put = services.put_back(
        left, services.kept_of(back), expected_version=left.version, actor=officer
    )
    assert (put.state, put.outcome, put.left_why) == ("enrolled", "finished", "")


# --- leaving ----------------------------------------------------------------------------------------


def test_a_place_that_becomes_free_goes_to_who_waits_longest_and_both_are_told(
    officer, django_capture_on_commit_callbacks
):
    cohort = make.cohort(capacity=1)
    seated = make.enrolment(cohort)
    first, second = (make.enrolment(cohort, state=EnrolmentState.WAITING) for _each in range(2))
    out, into = member_of(seated, language="en"), member_of(first, language="vi")
    milestone(cohort, due=DAY)
    with django_capture_on_commit_callbacks(execute=True):
        departure = leave(seated, officer)
    assert departure.next_one == first
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("enrolled", "waiting")
    assert first.milestones.count() == 1
    told = {each.to[0]: (each.subject, each.body) for each in mail.outbox}
    assert set(told) == {out.email, into.email}
    assert "has left" in told[out.email][0]
    assert "Bận mùa vụ" in told[out.email][1]
    assert "Bận mùa vụ" not in told[into.email][1]
    left = departure.enrolment
    assert (left.state, left.left_why, left.reason) == ("withdrawn", "time", "Bận mùa vụ")


def test_a_business_leaves_by_itself_and_the_office_gives_the_place(
    officer, django_capture_on_commit_callbacks
):
    cohort = make.cohort(capacity=1, officers=[officer])
    seated, first = make.enrolment(cohort), make.enrolment(cohort, state=EnrolmentState.WAITING)
    person = member_of(seated)
    with django_capture_on_commit_callbacks(execute=True):
        assert leave(seated, person).next_one is None
    assert {each.to[0] for each in mail.outbox} == {person.email, officer.email}
    first.refresh_from_db()
    assert first.state == "waiting"
    assert services.give_place_to_first(cohort, actor=officer) == first
    with refused("nobody_waits"):
        services.give_place_to_first(cohort, actor=officer)
    with refused("not_yours"):
        leave(first, UserFactory())


def test_a_place_is_not_given_past_an_approved_list_or_another_officers_first(officer):
    cohort = make.cohort(capacity=2)
    seated = make.enrolment(cohort)
    elsewhere = make.commune("Phường Cao Lãnh", "29869")
    first = make.enrolment(cohort, make.enterprise(place=elsewhere), EnrolmentState.WAITING)
    here = OfficerFactory(units=[make.commune()])
    with refused("first_elsewhere"):
        services.give_place_to_first(cohort, actor=here)
    services.approve_list(cohort, actor=make.administrator())
    departure = leave(seated, officer)
    assert departure.enrolment.state == "withdrawn"
    assert departure.why_nobody
    first.refresh_from_db()
    assert first.state == "waiting"


def test_the_first_who_applied_is_accepted_or_proposed_where_two_officers_decide(officer):
    programme = make.programme(needs_two_officers=True)
    cohort = make.cohort(capacity=1, programme=programme)
    seated, person = make.enrolment(cohort), UserFactory()
    asked = services.save_draft(
        cohort, make.enterprise(owner=person), actor=person, contact="A", phone="0901234567"
    )
    services.submit(asked, actor=person)
    services.decide(asked, "waiting", actor=make.administrator())
    services.decide(asked, "waiting", actor=officer)
    departure = leave(seated, officer)
    asked.refresh_from_db()
    assert (departure.next_one.state, asked.state, asked.proposed) == (
        "waiting",
        "waiting",
        "accepted",
    )
    assert services.give_place_to_first(cohort, actor=make.administrator()).state == "enrolled"
    asked.refresh_from_db()
    assert asked.state == "accepted"
    leave(asked.enrolment, officer)
    assert Application.objects.get(pk=asked.pk).state == "withdrawn"


@pytest.mark.parametrize(
    ("code", "more"),
    [("why_missing", {"why": ""}), ("why_missing", {"why": "x"}), ("reason_missing", {"reason": " "})],
)  # fmt: skip
def test_leaving_asks_why(cohort, officer, code, more):
    enrolment = make.enrolment(cohort)
    with refused(code):
        leave(enrolment, officer, **more)
    enrolment.refresh_from_db()
    assert enrolment.state == "enrolled"


def test_who_completed_does_not_leave(cohort, officer):
    with refused("enrolment_move"):
        leave(make.enrolment(cohort, state=EnrolmentState.COMPLETED), officer)


def test_every_state_says_which_outcomes_it_may_have():
    assert set(rules.OUTCOMES_OF) == set(EnrolmentState)


@pytest.mark.django_db(transaction=True)
def test_a_place_given_by_two_officers_at_once_goes_to_one():
    cohort = make.cohort(capacity=1)
    for _each in range(2):
        make.enrolment(cohort, state=EnrolmentState.WAITING)
    officers = [make.administrator(), OfficerFactory()]
    connection.close()
    acts = [lambda who=who: services.give_place_to_first(cohort, actor=who) for who in officers]
    assert together(acts) == ["cohort_full", "done"]
    assert cohort.enrolments.seated().count() == 1
