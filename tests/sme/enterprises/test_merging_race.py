"""Two officers merge at once, each on a connection of their own: one of them is told, nothing is merged twice."""

import threading

import pytest
from django.db import connection, connections

from portal.shared.errors import RuleBroken
from sme.enterprises import services
from sme.enterprises.models import Enterprise, Merge
from tests.factories import accounts, enterprises

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_merges_of_one_pair_in_both_directions_at_once() -> None:
    officer = accounts.OfficerFactory()
    one = enterprises.enterprise("Bột gạo Tấn Lực")
    other = enterprises.enterprise("Bột gạo Tấn Lực")
    connection.close()
    barrier, told = threading.Barrier(2), []

    def run(kept: Enterprise, gone: Enterprise) -> None:
        try:
            barrier.wait(timeout=10)
            services.merge(
                kept, gone, chosen={}, expected_versions=(kept.version, gone.version), actor=officer
            )
            told.append("done")
        except RuleBroken as broken:
            told.append(broken.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told) == ["done", "merged_already"]
    assert Merge.objects.count() == 1
    assert Enterprise.objects.unmerged().count() == 1
