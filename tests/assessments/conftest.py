"""A business with its member, a small framework with each kind of question, and an officer of the place."""

import pytest

from assessments import services
from tests.assessments.test_answers import NUMBER, RATIO, SEVERAL, TOOLS
from tests.factories import accounts, places
from tests.factories.assessments import criterion, framework
from tests.factories.enterprises import enterprise

KINDS = {"1.1": None, "1.2": RATIO, "1.3": SEVERAL, "2.1": NUMBER, "2.2": TOOLS}


def each_kind() -> list[dict]:
    """One criterion of each kind; the last one need not be answered."""
    made = [
        {**(kind or criterion(code, na="exclude")), "code": code} for code, kind in KINDS.items()
    ]
    return [*made, criterion("2.3", required=False)]


@pytest.fixture
def member(db):
    return accounts.UserFactory()


@pytest.fixture
def business(member):
    return enterprise(owner=member)


@pytest.fixture
def questions(db):
    return framework(*each_kind())


@pytest.fixture
def draft(business, questions, member):
    return services.start(business, questions, actor=member)


@pytest.fixture
def officer(business):
    return accounts.OfficerFactory(units=[business.place])


@pytest.fixture
def officer_elsewhere(business):
    return accounts.OfficerFactory(units=[places.commune("Phường Cao Lãnh", "29869")])


@pytest.fixture
def at_work(client, member):
    """The member's browser."""
    client.force_login(member)
    return client
