"""Acts on programmes, cohorts and enrolments, and the traces they leave."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.shared import audit
from portal.shared.errors import RuleBroken, StaleVersion
from sme.programmes import selectors, services
from sme.programmes.models import Cohort, Enrolment
from sme.programmes.rules import CohortState, EnrolmentState
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as broken:
        act(*args, **kwargs)
    return broken.value


def acts_on(thing):
    return [row.action for row in audit.history(thing)]


def test_a_cohort_goes_from_planned_to_closed_and_each_step_is_written_down():
    cohort = make.cohort(CohortState.CLOSED)
    assert cohort.state == "closed"
    assert acts_on(cohort) == ["programmes.move_cohort"] * 3 + ["programmes.create_cohort"]


def test_two_cohorts_never_have_one_code_whatever_the_case():
    make.cohort(code="kh-1")
    broken = refused(make.cohort, code="KH-1")
    assert (broken.code, broken.field) == ("code_taken", "code")


def test_two_programmes_never_have_one_address():
    make.programme(slug="ke-hoach")
    assert refused(make.programme, slug="Kế hoạch").code == "slug_taken"


def test_a_programme_that_has_ended_takes_no_new_cohort():
    assert refused(make.cohort, programme=make.programme(state="closed")).code == "programme_ended"


def test_changing_a_cohort_tells_what_changed_and_hides_free_text():
    cohort, actor = make.cohort(), make.administrator()
    place = make.commune()
    services.change_cohort(
        cohort,
        expected_version=cohort.version,
        actor=actor,
        capacity=25,
        note="Gọi bà Sáu 0912 345 678",
        places=[place],
    )
    changes = {each.field: (each.old, each.new) for each in audit.history(cohort)[0].changes}
    assert changes["capacity"] == (10, 25)
    assert changes["places"] == ([], [place.pk])
    assert "Sáu" not in str(changes)


def test_a_stale_form_changes_nothing():
    cohort, actor = make.cohort(), make.administrator()
    services.change_cohort(cohort, expected_version=cohort.version, actor=actor, capacity=11)
    with pytest.raises(StaleVersion):
        services.change_cohort(cohort, expected_version=cohort.version, actor=actor, capacity=12)
    cohort.refresh_from_db()
    assert cohort.capacity == 11


def test_a_cohort_cannot_have_fewer_places_than_are_taken():
    cohort = make.cohort()
    make.enrolment(cohort)
    make.enrolment(cohort)
    cohort.refresh_from_db()
    broken = refused(
        services.change_cohort,
        cohort,
        expected_version=cohort.version,
        actor=make.administrator(),
        capacity=1,
    )
    assert (broken.code, broken.field) == ("capacity_below_seated", "capacity")


@pytest.mark.parametrize("state", [CohortState.PLANNED, CohortState.CLOSED, CohortState.CANCELLED])
def test_nobody_is_enrolled_while_a_cohort_takes_nobody_in(state):
    cohort = make.cohort(state)
    assert refused(make.enrolment, cohort).code == "cohort_takes_nobody"


def test_enrolling_gives_a_place_and_leaves_a_trace():
    cohort, actor = make.cohort(), make.administrator()
    enrolment = services.enrol(cohort, make.enterprise(), actor=actor, day=date(2026, 5, 4))
    assert (enrolment.state, enrolment.enrolled_on) == ("enrolled", date(2026, 5, 4))
    row = audit.history(enrolment)[0]
    assert (row.action, row.data["cohort"]) == ("programmes.enrol", cohort.code)


def test_an_enterprise_is_in_a_cohort_once():
    first = make.enrolment()
    broken = refused(make.enrolment, first.cohort, first.enterprise, EnrolmentState.WAITING)
    assert broken.code == "already_enrolled"


def test_the_database_too_holds_one_live_enrolment():
    first = make.enrolment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            cohort=first.cohort,
            enterprise=first.enterprise,
            state="waiting",
            state_on=make.TODAY,
            waiting_since="2026-01-01T00:00Z",
        )


def test_who_withdrew_may_come_again_and_the_first_time_stays():
    first = make.enrolment(state=EnrolmentState.WITHDRAWN)
    second = make.enrolment(first.cohort, first.enterprise)
    assert second.pk != first.pk
    broken = refused(
        services.change_enrolment,
        first,
        expected_version=first.version,
        actor=make.administrator(),
        state=EnrolmentState.ENROLLED,
        reason="nhầm",
    )
    assert broken.code == "already_enrolled"


def test_a_full_cohort_offers_the_waiting_list_which_keeps_its_order():
    cohort = make.cohort(capacity=1)
    make.enrolment(cohort)
    assert refused(make.enrolment, cohort).code == "cohort_full"
    first = make.enrolment(cohort, state=EnrolmentState.WAITING)
    second = make.enrolment(cohort, state=EnrolmentState.WAITING)
    assert list(selectors.waiting_list(cohort, make.administrator())) == [first, second]


def test_a_place_becomes_free_when_somebody_withdraws():
    cohort = make.cohort(capacity=1)
    seated, waiting = make.enrolment(cohort), make.enrolment(cohort, state=EnrolmentState.WAITING)
    actor = make.administrator()
    move = {"expected_version": waiting.version, "actor": actor, "state": EnrolmentState.ENROLLED}
    assert refused(services.change_enrolment, waiting, **move).code == "cohort_full"
    services.change_enrolment(
        seated,
        expected_version=seated.version,
        actor=actor,
        state=EnrolmentState.WITHDRAWN,
        reason="bận mùa vụ",
    )
    moved = services.change_enrolment(waiting, **move)
    assert (moved.state, moved.enrolled_on) == ("enrolled", moved.state_on)


def test_completing_keeps_the_place_and_the_first_day():
    enrolment = make.enrolment(day=date(2026, 5, 4))
    done = services.change_enrolment(
        enrolment,
        expected_version=enrolment.version,
        actor=make.administrator(),
        state=EnrolmentState.COMPLETED,
        day=date(2026, 9, 1),
    )
    assert (done.enrolled_on, done.state_on) == (date(2026, 5, 4), date(2026, 9, 1))


def test_after_a_cohort_is_closed_enrolments_may_only_end():
    cohort = make.cohort(CohortState.RUNNING)
    enrolment = make.enrolment(cohort)
    actor = make.administrator()
    services.move_cohort(cohort, CohortState.CLOSED, actor=actor)
    done = services.change_enrolment(
        enrolment,
        expected_version=enrolment.version,
        actor=actor,
        state=EnrolmentState.COMPLETED,
    )
    broken = refused(
        services.change_enrolment,
        done,
        expected_version=done.version,
        actor=actor,
        state=EnrolmentState.ENROLLED,
        reason="nhầm",
    )
    assert broken.code == "cohort_takes_nobody"


def test_two_people_who_change_one_enrolment_do_not_overwrite_each_other():
    enrolment, actor = make.enrolment(), make.administrator()
    services.change_enrolment(
        enrolment, expected_version=enrolment.version, actor=actor, note="của người thứ nhất"
    )
    with pytest.raises(StaleVersion):
        services.change_enrolment(
            enrolment, expected_version=enrolment.version, actor=actor, note="của người thứ hai"
        )
    enrolment.refresh_from_db()
    assert enrolment.note == "của người thứ nhất"


def test_the_history_of_an_enrolment_holds_no_free_text():
    enrolment = make.enrolment()
    services.change_enrolment(
        enrolment,
        expected_version=enrolment.version,
        actor=make.administrator(),
        state=EnrolmentState.WITHDRAWN,
        reason="Bà Sáu ốm",
        note="Gọi 0912 345 678",
    )
    told = str(audit.history(enrolment)[0].data)
    assert "Đã rút" in told
    assert "Sáu" not in told
    assert "0912" not in told


def test_many_are_enrolled_together_or_not_at_all():
    cohort, actor = make.cohort(capacity=2), make.administrator()
    three = [(make.enterprise(), EnrolmentState.ENROLLED, make.TODAY) for _each in range(3)]
    assert refused(services.enrol_many, cohort, three, actor=actor).code == "cohort_full"
    assert cohort.enrolments.count() == 0
    twice = [three[0], three[0]]
    assert refused(services.enrol_many, cohort, twice, actor=actor).code == "already_enrolled"
    assert cohort.enrolments.count() == 0
    made = services.enrol_many(
        cohort, [*three[:2], (three[2][0], EnrolmentState.WAITING, make.TODAY)], actor=actor
    )
    assert [each.state for each in made] == ["enrolled", "enrolled", "waiting"]
    assert acts_on(made[0]) == ["programmes.enrol"]


def test_cancelling_asks_why_and_is_final():
    cohort, actor = make.cohort(), make.administrator()
    broken = refused(services.move_cohort, cohort, CohortState.CANCELLED, actor=actor)
    assert broken.code == "reason_missing"
    cohort = services.move_cohort(
        cohort, CohortState.CANCELLED, actor=actor, reason="không đủ số lượng"
    )
    assert (
        refused(services.move_cohort, cohort, CohortState.OPEN, actor=actor).code == "cohort_move"
    )


def test_an_unknown_field_is_our_mistake_and_said_loudly():
    cohort = make.cohort()
    with pytest.raises(TypeError, match="state"):
        services.change_cohort(
            cohort, expected_version=cohort.version, actor=make.administrator(), state="open"
        )


def test_counts_tell_who_stands_where():
    cohort = make.cohort()
    for state in ("enrolled", "enrolled", "waiting", "completed", "withdrawn"):
        make.enrolment(cohort, state=state)
    counted = Cohort.objects.with_counts().get(pk=cohort.pk)
    assert (counted.n_enrolled, counted.n_waiting, counted.n_completed, counted.n_withdrawn) == (
        2,
        1,
        1,
        1,
    )
    assert (counted.n_all, counted.n_seated) == (5, 3)
