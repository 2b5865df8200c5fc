"""Two owners leave at once, each on a connection of their own: one of them stays."""

import threading

import pytest
from django.db import connection, connections

from portal.shared.errors import RuleBroken
from sme.enterprises import services
from sme.enterprises.models import Membership
from tests.factories import accounts, enterprises

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts):
    """What each act told, all begun at the same moment."""
    connection.close()
    barrier, told = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(timeout=10)
            act()
            told.append("done")
        except RuleBroken as broken:
            told.append(broken.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(told)


def test_the_last_two_owners_cannot_both_leave_at_once() -> None:
    made = enterprises.enterprise("Bột gạo Tấn Lực")
    owners = [accounts.UserFactory(), accounts.UserFactory()]
    for each in owners:
        services.add_member(made, each, "owner", actor=None)
    told = at_once(
        [lambda who=each: services.remove_member(made, who, actor=who) for each in owners]
    )
    assert told == ["done", "last_owner"]
    assert Membership.objects.filter(enterprise=made, role="owner").count() == 1


def test_a_code_that_two_people_enter_at_once_works_for_one() -> None:
    made = enterprises.enterprise("Bột gạo Tấn Lực")
    code = services.issue_code(made, actor=accounts.AdministratorFactory())
    people = [accounts.UserFactory(), accounts.UserFactory()]
    told = at_once([lambda who=each: services.redeem_code(code, actor=who) for each in people])
    assert told == ["done", "invitation_over"]
    assert Membership.objects.filter(enterprise=made).count() == 1
