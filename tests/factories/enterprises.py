"""Makes enterprises for tests, through the services that people use."""

from itertools import count
from typing import Any

from stdnum.vn import mst

from portal.accounts.models import User
from sme.enterprises import services
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import IdentifierType
from sme.places.models import Unit
from tests.factories import places

_numbers = count(1)


def tax_code(index: int | None = None) -> str:
    """An invented tax code with a right check digit."""
    stem = 149_900_000 + 2 * (next(_numbers) if index is None else index)
    digit = mst.calc_check_digit(str(stem))
    if len(digit) > 1:
        stem += 1
        digit = mst.calc_check_digit(str(stem))
    return f"{stem}{digit}"


def enterprise(
    name: str = "Hộ kinh doanh Bánh Phồng Út",
    *,
    kind: str = "household",
    place: Unit | None = None,
    owner: User | None = None,
    number: str = "",
    **fields: Any,
) -> Enterprise:
    """A registered enterprise; ``number`` is its tax code."""
    identifiers = [(IdentifierType.TAX_CODE, number)] if number else []
    return services.register(
        kind=kind,
        name=name,
        place=place or places.commune(),
        owner=owner,
        identifiers=fields.pop("identifiers", identifiers),
        actor=fields.pop("actor", None),
        **fields,
    )
