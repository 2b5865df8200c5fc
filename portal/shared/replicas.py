"""Lists and figures that may be some seconds old are read from a replica of the database, where there is one."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import connections

REPLICA = "replica"
_may_be_old: ContextVar[bool] = ContextVar("may_be_old", default=False)


def from_replica(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that only reads, and whose answer may be as old as the replica; put it below ``login_required``."""

    @wraps(view)
    def reading(*args: Any, **kwargs: Any) -> Any:
        token = _may_be_old.set(True)
        try:
            return view(*args, **kwargs)
        finally:
            _may_be_old.reset(token)

    return reading


class Router:
    """Reads inside ``from_replica`` go to the replica; everything else, and every write, to the first."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The replica only where it was allowed."""
        return REPLICA if _may_be_old.get() and REPLICA in connections.settings else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Never the replica."""
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The replica follows by itself."""
        return db != REPLICA
