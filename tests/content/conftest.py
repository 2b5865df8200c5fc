"""The guides that come with the portal, loaded once for all tests that read them."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from content import services
from content.models import HomePage


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that read the library come last: it is loaded once a process, and no other test sees it.

    Afterwards pytest-django moves the tests that empty the database behind them.
    """
    reading = [item for item in items if "library" in getattr(item, "fixturenames", ())]
    for item in (
        reading
    ):  # else those that ask for nothing of it themselves would come after the emptying ones
        item.add_marker(pytest.mark.django_db)
    items[:] = [item for item in items if item not in set(reading)] + reading


@pytest.fixture(scope="package")
def library(django_db_setup: None, django_db_blocker: object) -> Iterator[HomePage]:
    """All pages of ``content/data``, taken away again after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        services.sync_workflow()
        services.sync_page_permissions()
        services.load_guides(actor=None)
        yield HomePage.objects.get(locale__language_code="vi")
        transaction.set_rollback(True)
