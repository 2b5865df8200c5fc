"""The kinds of jobs there are, each with the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

JobFunction = Callable[..., Any]
LONGEST = 120  # minutes, unless a kind says otherwise


@dataclass(frozen=True)
class JobKind:
    """One kind of job: its name ``room.verb``, what people call it, what does it, how often and how long it may run."""

    name: str
    label: Any
    function: JobFunction
    attempts: int = 1
    minutes: int = LONGEST


_kinds: dict[str, JobKind] = {}


def register(
    name: str,
    function: JobFunction,
    *,
    label: Any = "",
    attempts: int = 1,
    minutes: int = LONGEST,
) -> JobKind:
    """Make ``function(progress, **params)`` known as the job ``name``.

    ``attempts`` above 1 lets it run again by itself after a crash or an unexpected error; a refusal
    (``RuleBroken``) is never tried again. After so many ``minutes`` it is stopped at its next step and has failed.
    """
    known = _kinds.get(name)
    if known is not None and known.function.__qualname__ != function.__qualname__:
        raise ValueError(f"the job kind {name!r} is taken by {known.function.__qualname__}")
    _kinds[name] = JobKind(name, label or name, function, attempts, minutes)
    return _kinds[name]


def kind(
    name: str, *, label: Any = "", attempts: int = 1, minutes: int = LONGEST
) -> Callable[[JobFunction], JobFunction]:
    """``register`` as a decorator."""

    def decorate(function: JobFunction) -> JobFunction:
        register(name, function, label=label, attempts=attempts, minutes=minutes)
        return function

    return decorate


def kind_of(name: str) -> JobKind | None:
    """The kind by its name; ``None`` when the code that knew it is gone."""
    return _kinds.get(name)
