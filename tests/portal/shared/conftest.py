"""People and small files for the floor's tests."""

import pytest

from portal.accounts import services as accounts
from portal.shared import audit, jobs


@pytest.fixture
def lan(db):
    return accounts.create_person(
        email="lan@example.vn", actor=None, password="mat-khau-dai", display_name="Lan"
    )


@pytest.fixture
def minh(db):
    return accounts.create_person(
        email="minh@example.vn", actor=None, password="mat-khau-dai", display_name="Minh"
    )


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def acts():
    """Two acts that only tests know."""
    from wagtail.log_actions import registry

    registry.scan_for_actions()
    formatters, choices = dict(registry.formatters), list(registry.choices)
    audit.declare(registry, {"tests.change": "đổi hồ sơ", "tests.count": "đếm"})
    yield
    registry.formatters, registry.choices = formatters, choices


@pytest.fixture
def job_kinds():
    """A place to register kinds that only tests know."""
    from portal.shared.jobs import kinds

    before = dict(kinds._kinds)
    yield jobs.register
    kinds._kinds.clear()
    kinds._kinds.update(before)
