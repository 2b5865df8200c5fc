"""What each room knows of people, said by the rooms themselves, so that downloads and erasure forget nothing.

In a room's ``AppConfig.ready()``::

    privacy.register(privacy.Holding(key="enterprises.memberships", order=20, label=_("…"), …))

``covers`` names the columns (``app.model.column``) a holding answers for; a test walks all models and fails
on rows that belong to a person, an e-mail address or a telephone number that nobody answers for. Relations that
only say who decided or wrote something need no holding: they are told as counts and lead to a nameless account.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db.models import QuerySet

Row = Mapping[str, Any]
Reader = Callable[[Any], Iterable[Row]]
Files = Callable[[Any], Iterable[tuple[str, IO[bytes]]]]


def no_files(_user: Any) -> list[tuple[str, IO[bytes]]]:
    """Nothing was uploaded."""
    return []


@dataclass(frozen=True)
class Holding:
    """One kind of rows about a person: how they are told to that person, and what becomes of them.

    ``read(user)`` yields rows by the names of ``columns`` (name → words); ``files(user)`` what was uploaded.
    ``erase(user)`` takes the person out of the rows and returns how many there were; it changes no figure.
    ``kept`` says, where rows stay, why. ``activity`` is the entry of the register of processing.
    """

    key: str
    order: int
    label: Any
    activity: str
    columns: Mapping[str, Any]
    read: Reader
    erase: Callable[[Any], int] | None = None
    kept: Any = ""
    files: Files = no_files
    covers: tuple[str, ...] = ()


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Make a kind of rows known; the same key again replaces it."""
    _holdings[holding.key] = holding


def holdings() -> list[Holding]:
    """All kinds of rows, in the order in which they are told and erased."""
    return sorted(_holdings.values(), key=lambda each: (each.order, each.key))


def covered() -> set[str]:
    """The columns (``app.model.column``) that some holding answers for."""
    return {name for holding in _holdings.values() for name in holding.covers}


def rows_of(queryset: QuerySet[Any], *names: str) -> Iterator[Row]:
    """One mapping for each row; states are told in words."""
    plain = (name for name in names if "__" not in name)
    words = {name: dict(queryset.model._meta.get_field(name).flatchoices) for name in plain}
    for values in queryset.values_list(*names):
        yield {
            name: words[name].get(value, value) if words.get(name) else value
            for name, value in zip(names, values, strict=True)
        }


# --- whose page or list was looked at -----------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """Something that tells of people: which ones are a person's own, and how some are called."""

    key: str
    label: Any
    ids_of: Callable[[Any], Iterable[int]]
    names_of: Callable[[Iterable[int]], Mapping[int, str]]


_subjects: dict[str, Subject] = {}
_looks: dict[str, Any] = {}


def register_subject(subject: Subject) -> None:
    """Make a kind of thing known that people look at; the same key again replaces it."""
    _subjects[subject.key] = subject


def subjects() -> Mapping[str, Subject]:
    """All of them, by their keys."""
    return _subjects


def declare_looks(looks: Mapping[str, Any]) -> None:
    """Ways in which personal data is looked at (``"room.way"`` → words); any other is refused."""
    _looks.update(looks)


def looks() -> Mapping[str, Any]:
    """All ways, with their words."""
    return _looks


# --- how long things are kept ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Expiry:
    """Rows that are let go when they are old: how many there are, and the act. How old is dated data.

    ``count(before)`` and ``act(before)`` take the moment before which rows are too old; the act returns how
    many it let go, and doing it twice is doing it once.
    """

    key: str
    label: Any
    count: Callable[[datetime], int]
    act: Callable[[datetime], int]


_expiries: dict[str, Expiry] = {}


def register_expiry(expiry: Expiry) -> None:
    """Make rows known that are not kept for ever; the same key again replaces it."""
    _expiries[expiry.key] = expiry


def expiries() -> list[Expiry]:
    """All of them, by their keys."""
    return [_expiries[key] for key in sorted(_expiries)]


# --- what ends when a consent is withdrawn ---------------------------------------------------------------

Stop = Callable[[Any], int]


@dataclass
class _Stops:
    by_purpose: dict[str, dict[str, Stop]] = field(default_factory=dict)


_stops = _Stops()


def register_stop(purpose: str, key: str, stop: Stop) -> None:
    """``stop(user)`` is called in the transaction in which the person withdraws; returns how much it ended."""
    _stops.by_purpose.setdefault(purpose, {})[key] = stop


def stop_all(purpose: str, user: Any) -> int:
    """End what rests on this consent alone; returns how much that was."""
    return sum(stop(user) for stop in _stops.by_purpose.get(purpose, {}).values())
