"""Two officers decide one conflict at once, each on a connection of their own: one decides, the other is told."""

import threading
from datetime import date

import pytest
from django.db import connection, connections

from portal.shared.errors import RuleBroken
from sme.marketplaces import selectors
from sme.marketplaces.models import AddressConflict, Listing
from sme.marketplaces.services import conflicts
from tests.factories import enterprises
from tests.factories import marketplaces as make
from tests.factories.accounts import AdministratorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_decides_and_the_other_is_told() -> None:
    held = make.listing(make.product(enterprises.enterprise("Kẹo dừa Năm")), live=date(2026, 1, 1))
    product = make.product(enterprises.enterprise("Bánh tráng Ba"))
    conflict = conflicts.claim(
        product, held.address, state="live", on=date(2026, 2, 1), source="enterprise", actor=None
    )
    officers = [AdministratorFactory(), AdministratorFactory()]
    connection.close()
    barrier, told = threading.Barrier(2), []

    def decide(officer) -> None:
        try:
            mine = AddressConflict.objects.get(pk=conflict.pk)
            barrier.wait(timeout=10)
            conflicts.solve(mine, "moved", "Đã gọi hai bên.", actor=officer)
            told.append("done")
        except RuleBroken as broken:
            told.append(broken.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=[each]) for each in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told) == ["conflict_solved", "done"]
    assert Listing.objects.count() == 2
    assert selectors.headline(date(2026, 3, 1)).products == 1
