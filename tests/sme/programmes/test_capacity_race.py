"""Several officers enrol at once, each on a connection of their own: the capacity holds on both databases."""

import threading
from datetime import date

import pytest
from django.db import connection, connections

from portal.shared.errors import RuleBroken
from sme.programmes import services
from sme.programmes.models import Certificate
from sme.programmes.rules import EnrolmentState
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 8


def together(acts):
    """Run the acts at the same moment, each in a thread; what each returned or was refused with."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(index, act):
        try:
            barrier.wait(timeout=10)
            act()
            results[index] = "done"
        except RuleBroken as broken:
            results[index] = broken.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(results)


def test_officers_who_enrol_at_once_never_pass_the_capacity():
    cohort, actor = make.cohort(capacity=3), make.administrator()
    who = [make.enterprise() for _each in range(OFFICERS)]
    connection.close()
    acts = [lambda each=each: services.enrol(cohort, each, actor=actor) for each in who]
    results = together(acts)
    assert results == ["cohort_full"] * (OFFICERS - 3) + ["done"] * 3
    assert cohort.enrolments.seated().count() == 3


def test_the_last_place_goes_to_one_of_those_who_wait():
    cohort, actor = make.cohort(capacity=1), make.administrator()
    waiting = [make.enrolment(cohort, state=EnrolmentState.WAITING) for _each in range(4)]
    connection.close()
    acts = [
        lambda each=each: services.change_enrolment(
            each, expected_version=each.version, actor=actor, state=EnrolmentState.ENROLLED
        )
        for each in waiting
    ]
    assert together(acts) == ["cohort_full"] * 3 + ["done"]


def test_one_enterprise_enrolled_by_two_officers_at_once_is_enrolled_once():
    cohort, actor, who = make.cohort(), make.administrator(), make.enterprise()
    connection.close()
    acts = [lambda: services.enrol(cohort, who, actor=actor) for _each in range(4)]
    assert together(acts) == ["already_enrolled"] * 3 + ["done"]


def test_two_officers_who_accept_applications_at_once_never_pass_the_capacity():
    cohort, officer = make.cohort(capacity=1), make.administrator()
    rows = []
    for _each in range(4):
        member = UserFactory()
        row = services.save_draft(
            cohort, make.enterprise(owner=member), actor=member, contact="A", phone="0901234567"
        )
        rows.append(services.submit(row, actor=member))
    connection.close()
    acts = [lambda each=each: services.decide(each, "accepted", actor=officer) for each in rows]
    assert together(acts) == ["cohort_full"] * 3 + ["done"]
    assert cohort.enrolments.seated().count() == 1


def test_officers_who_issue_certificates_at_once_give_each_one_and_no_number_twice():
    cohort, officer = make.cohort("running", certificate_share=0), make.administrator()
    rows = [make.enrolment(cohort).pk for _each in range(3)]
    connection.close()
    acts = [
        lambda keys=keys: services.issue_certificates(cohort, keys, actor=officer)
        for keys in (rows, rows[1:], rows[:2], rows[::-1])
    ]
    assert together(acts) == ["done"] * 4
    assert list(Certificate.objects.values_list("order", flat=True)) == [1, 2, 3]


def test_officers_who_promise_support_at_once_never_pass_the_ceiling():
    who, officer = make.enterprise(), make.administrator()
    type(who).objects.filter(pk=who.pk).update(size_class="micro")
    connection.close()
    acts = [
        lambda: services.commit_support(
            who,
            "solutions",
            supplier="A",
            value=16_000_000,
            state_share=8_000_000,
            signed_on=date(2026, 9, 1),
            actor=officer,
        )
        for _each in range(5)
    ]
    assert together(acts) == ["above_ceiling"] * 3 + ["done"] * 2
