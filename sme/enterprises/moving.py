"""What moves when one record is merged into another, registered by the rooms whose rows they are.

In an upper room's ``AppConfig.ready()``::

    from sme.enterprises import moving
    moving.register(moving.Mover(key="products", order=20, label=_("Products"), model=Product, plan=…))

A plan reads and writes nothing: it says which rows change (``Step``) and what stands in the way
(``Conflict``). The merge carries the steps out and keeps them, so that each can be taken back.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from sme.enterprises.models import Enterprise


@dataclass(frozen=True)
class Step:
    """Rows of a model of which one column changes, or which are taken away (``taken``: as they stood)."""

    model: str
    pks: list[int]
    column: str = ""
    was: Any = None
    now: Any = None
    taken: list[dict[str, Any]] = field(default_factory=list)

    def do(self) -> None:
        """Carry it out."""
        rows = _rows(self.model).filter(pk__in=self.pks)
        if self.taken:
            rows._raw_delete(rows.db)  # type: ignore[attr-defined]
        else:
            rows.update(**{self.column: self.now})

    def undo(self) -> int:
        """Take it back where the row still stands as this step left it; returns how many rows that was."""
        if self.taken:
            model = apps.get_model(self.model)
            for each in self.taken:
                columns = {
                    one.attname: None
                    if each[one.attname] is None
                    else one.to_python(each[one.attname])
                    for one in model._meta.concrete_fields
                }
                model(**columns).save_base(raw=True, force_insert=True)
            return len(self.taken)
        rows = _rows(self.model).filter(pk__in=self.pks, **{self.column: self.now})
        return rows.update(**{self.column: self.was})

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {**asdict(self), "was": _plain(self.was), "now": _plain(self.now)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _rows(label: str) -> Any:
    model = apps.get_model(label)
    return models.QuerySet(model=model)


def move(
    queryset: Any, gone: Enterprise, kept: Enterprise, column: str = "enterprise_id"
) -> list[Step]:
    """The steps by which rows go over to the record that is kept."""
    return change(queryset, column, gone.pk, kept.pk)


def change(queryset: Any, column: str, was: Any, now: Any) -> list[Step]:
    """The step that changes one column of these rows from one value to another; none for no rows."""
    pks = sorted(queryset.order_by().values_list("pk", flat=True))
    return [Step(queryset.model._meta.label_lower, pks, column, was, now)] if pks else []


def take(queryset: Any) -> list[Step]:
    """The step that takes rows away and keeps what they held."""
    rows = list(queryset.order_by("pk"))
    if not rows:
        return []
    taken = [
        {
            one.attname: None if getattr(row, one.attname) is None else one.value_to_string(row)
            for one in row._meta.concrete_fields
        }
        for row in rows
    ]
    return [Step(queryset.model._meta.label_lower, [row.pk for row in rows], taken=taken)]


@dataclass(frozen=True)
class Conflict:
    """Something that stands in the way: the sentence says what to do about it, ``url`` where."""

    sentence: Any
    url: str = ""


@dataclass(frozen=True)
class Plan:
    """What happens to one kind of rows: what each is called, what becomes of it, and what stands in the way."""

    steps: list[Step] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing to show."""
        return not (self.steps or self.moves or self.stays or self.drops or self.conflicts)


Planner = Callable[[Enterprise, Enterprise], Plan]


def nothing_more(_enterprise: Enterprise) -> None:
    """No facts follow."""


@dataclass(frozen=True)
class Mover:
    """One kind of rows: ``covers`` names the relations it answers for, ``after`` tells facts anew."""

    key: str
    order: int
    label: Any
    plan: Planner
    covers: tuple[str, ...]
    after: Callable[[Enterprise], None] = nothing_more


_movers: dict[str, Mover] = {}


def register(mover: Mover) -> None:
    """Make a kind of rows known; the same key again replaces it."""
    _movers[mover.key] = mover


def movers() -> Iterable[Mover]:
    """All that are known, in their order."""
    return sorted(_movers.values(), key=lambda each: (each.order, each.key))


def covered() -> set[str]:
    """The relations (``app.model.column``) that some mover answers for."""
    return {name for mover in _movers.values() for name in mover.covers}


def steps_of(data: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Steps as they were kept."""
    return [Step(**each) for each in data]


# --- when a record closes -------------------------------------------------------------------------------

Leaving = Callable[..., None]
_leavings: list[Leaving] = []


def register_leaving(act: Leaving) -> None:
    """``act(enterprise, on, actor=…)`` is called in the transaction in which a record closes for good."""
    if act not in _leavings:
        _leavings.append(act)


def left(enterprise: Enterprise, on: date, actor: Any) -> None:
    """It gave up business: what upper rooms know of it ends on that day."""
    for act in _leavings:
        act(enterprise, on, actor=actor)
