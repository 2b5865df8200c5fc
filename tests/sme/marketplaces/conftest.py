"""What the tests of this room share."""

import pytest

from sme.enterprises import services
from sme.enterprises.models import Enterprise
from sme.places.models import Unit
from tests.factories.accounts import UserFactory
from tests.factories.programmes import commune


@pytest.fixture
def ward(db) -> Unit:
    """A ward of today."""
    return commune()


@pytest.fixture
def other_ward(db) -> Unit:
    """Another ward of today."""
    return commune("Phường Mỹ Tho", "28261")


@pytest.fixture
def member(db):
    """A person who owns an enterprise."""
    return UserFactory()


@pytest.fixture
def enterprise(member, ward) -> Enterprise:
    """The member's enterprise."""
    return services.register(
        kind="household", name="Hộ Bánh Tráng Ba Tư", place=ward, owner=member, actor=member
    )


@pytest.fixture
def stranger(ward) -> Enterprise:
    """An enterprise of nobody whom these tests know."""
    return services.register(
        kind="household", name="Hộ Kẹo Dừa Năm", place=ward, actor=UserFactory()
    )
