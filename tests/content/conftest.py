"""The guides that come with the portal, loaded once for a module of tests."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from content import services
from content.models import HomePage


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: object) -> Iterator[HomePage]:
    """All pages of ``content/data``, taken away again after the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        services.sync_workflow()
        services.sync_page_permissions()
        services.load_guides(actor=None)
        yield HomePage.objects.get(locale__language_code="vi")
        transaction.set_rollback(True)
