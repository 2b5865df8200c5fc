"""The access table holds: each address answers each kind of visitor as the table says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import things
from tests.access.people import KINDS, World
from tests.access.table import GO, LIBRARIES, SIGN_IN, TABLE, Row
from tests.architecture.test_house import OURS


def addresses(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple]:
    """(path, name, is ours) of every pattern, all includes followed."""
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(
                pattern, path, space + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        elif isinstance(pattern, URLPattern):
            module = getattr(pattern.callback, "__module__", "")
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield path, name, module.split(".")[0] in OURS


ALL = list(addresses(get_resolver()))


def test_every_address_of_ours_is_in_the_table():
    unnamed = [path for path, name, ours in ALL if ours and not name]
    assert not unnamed, f"addresses without a name: {unnamed}"
    missing = sorted({name for _, name, ours in ALL if ours} - set(TABLE))
    assert not missing, f"add to tests/access/table.py: {missing}"


def test_the_table_names_only_what_exists():
    assert not set(TABLE) - {name for _, name, _ in ALL}


def test_every_other_address_belongs_to_a_library_that_is_listed():
    prefixes = [prefix for prefix in LIBRARIES if prefix]
    strangers = [
        (path, name)
        for path, name, ours in ALL
        if not ours
        and not any(path.lstrip("^").startswith(prefix) for prefix in prefixes)
        and not name.startswith("wagtail_serve")
    ]
    assert not strangers


def url_of(name: str, row: Row, world: World) -> str:
    """The address with its things filled in."""
    return reverse(name, kwargs=filled(row.parts, world))


def filled(values: dict[str, Any], world: World) -> dict[str, Any]:
    """The values with the things that they name, by their numbers."""
    found = {}
    for key, value in values.items():
        made: Any = world[value] if value in things.THINGS else value
        found[key] = made.pk if hasattr(made, "pk") else made
    return found


def answer_to(kind: str, url: str, row: Row, world: World) -> int | str:
    """What one visitor is answered; whatever the request changed is taken back."""
    client = world.client(kind)
    with transaction.atomic():
        response = getattr(client, row.method)(url, filled(row.data, world))
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    if response.status_code in (301, 302, 303):
        return SIGN_IN if "/accounts/login" in response.url else GO
    return response.status_code


@pytest.mark.parametrize("name", TABLE)
def test_each_visitor_is_answered_as_the_table_says(name, world):
    row = TABLE[name]
    url = url_of(name, row, world)
    wrong = []
    for kind, expected in zip(KINDS, row.answers, strict=True):
        answer = answer_to(kind, url, row, world)
        if answer != expected:
            wrong.append(f"{kind}: {answer}, not {expected}")
    assert not wrong, f"{row.method.upper()} {url}\n" + "\n".join(wrong)
