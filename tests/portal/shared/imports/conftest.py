"""An officer, a kind of list that only tests know, and small lists."""

import pytest

from portal.shared.imports import kinds
from tests.factories.accounts import OfficerFactory
from tests.factories.imports import BoatImport
from tests.factories.workbooks import workbook


@pytest.fixture
def boats():
    before = dict(kinds._kinds)
    kind = BoatImport()
    kinds._kinds["boats"] = kind
    yield kind
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture
def officer(db):
    return OfficerFactory()


@pytest.fixture
def sheet():
    def make(*rows, at=1):
        return workbook([["STT", "Tên ghe (*)", "Số đăng ký", "Số chỗ"], *rows], at=at)

    return make
