"""The audit trail: a closed list of acts, each recorded with who, what and the changed values.

Rooms declare their acts in ``wagtail_hooks.py``::

    @hooks.register("register_log_actions")
    def acts(registry):
        audit.declare(registry, {"enterprises.register": _("registered the enterprise")})

and their services record them: ``audit.record(enterprise, "enterprises.register", actor=actor)``.

**No personal text goes in.** An entry outlives the person's right to erasure, so it holds codes,
states, numbers, days and keys. Fields named in ``PERSONAL`` are masked by ``changes()`` and refused
by ``record()``; what a person wrote about another person belongs to the record itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry

from portal.shared import clock

SYSTEM = "system"
BY_SYSTEM: Mapping[str, str] = {"by": SYSTEM}
MASK = "•••"

PERSONAL = frozenset(
    {
        *("email", "phone", "password", "secret", "token", "recovery_code", "personal_number"),
        *("display_name", "full_name", "home_address", "birth_date", "birth_on", "born_on"),
        *("contact_name", "contact_email", "contact_phone"),
    }
)

_ACT = re.compile(r"^[a-z][a-z_]*(\.[a-z][a-z_]*)+$")


def declare(registry: Any, acts: Mapping[str, Any]) -> None:
    """Add a room's acts (``"room.verb"`` → label, translatable) to the closed list."""
    for action, label in acts.items():
        if not _ACT.match(action):
            raise ValueError(f"an act is named room.verb, not {action!r}")
        registry.register_action(action, label, label)


def record(
    thing: models.Model,
    action: str,
    *,
    actor: Any,
    data: Mapping[str, Any] | None = None,
    deleted: bool = False,
) -> ModelLogEntry:
    """Write one entry about ``thing``, in the caller's transaction.

    ``actor`` is the person; ``None`` only with ``data={"by": audit.SYSTEM, …}`` (``BY_SYSTEM``), so that
    nobody forgets to say who. ``data`` holds plain values (see ``changes()``). Refuses an act that was
    not declared, a thing without a key, personal text and values that JSON cannot hold.
    """
    entry = _entry(thing, action, actor=actor, data=data, deleted=deleted)
    return ModelLogEntry.objects.bulk_create([entry])[0]


def record_many(
    rows: Iterable[tuple[models.Model, Mapping[str, Any] | None]], action: str, *, actor: Any
) -> list[ModelLogEntry]:
    """The same act about many things (a bulk decision, an import) in a few queries; one uuid ties them together."""
    entries = [_entry(thing, action, actor=actor, data=data) for thing, data in rows]
    return ModelLogEntry.objects.bulk_create(entries, batch_size=500)


def _entry(
    thing: models.Model,
    action: str,
    *,
    actor: Any,
    data: Mapping[str, Any] | None,
    deleted: bool = False,
) -> ModelLogEntry:
    if not log_registry.action_exists(action):
        raise ValueError(f"the act {action!r} was never declared; see portal.shared.audit")
    if thing.pk is None:
        raise ValueError("an act is recorded about a stored thing")
    plain = _plain(dict(data or {}))
    _refuse_personal(plain)
    if actor is None:
        if plain.get("by") != SYSTEM:
            raise ValueError("an act without an actor must say data={'by': audit.SYSTEM}")
    elif getattr(actor, "pk", None) is None:
        raise ValueError("an actor is a stored person")
    return ModelLogEntry(
        content_type=ContentType.objects.get_for_model(thing, for_concrete_model=False),
        object_id=str(thing.pk),
        label=_label(thing),
        action=action,
        data=plain,
        timestamp=clock.now(),
        uuid=get_active_log_context().uuid,
        user_id=None if actor is None else actor.pk,
        content_changed="changes" in plain,
        deleted=deleted,
    )


def _label(thing: models.Model) -> str:
    """What the entry calls the thing; people are named by number only."""
    own = getattr(thing, "audit_label", None)
    if own is not None:
        return str(own)[:250]
    if thing._meta.label == settings.AUTH_USER_MODEL:
        return f"#{thing.pk}"
    return str(thing)[:250] or f"#{thing.pk}"


def changes(
    old: Mapping[str, Any], new: Mapping[str, Any], *, personal: Iterable[str] = ()
) -> dict[str, list[Any]]:
    """``{field: [old, new]}`` for the values that differ; personal ones are masked.

    Goes into an entry as ``data={"changes": audit.changes(before, after)}``.
    """
    masked = PERSONAL | set(personal)
    changed: dict[str, list[Any]] = {}
    for field in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(field), new.get(field)
        if before == after:
            continue
        if field in masked:
            changed[field] = [MASK if before else None, MASK if after else None]
        else:
            changed[field] = [_plain(before), _plain(after)]
    return changed


def _plain(value: Any) -> Any:
    """The value as JSON holds it; refuses what has no plain form."""
    match value:
        case None | bool() | int() | float() | str():
            return str(value) if isinstance(value, models.Choices) else value
        case datetime() | date():
            return value.isoformat()
        case Decimal() | UUID() | Promise():
            return str(value)
        case models.Model():
            return value.pk
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case set() | frozenset():
            return sorted(_plain(each) for each in value)
        case list() | tuple():
            return [_plain(each) for each in value]
    raise TypeError(f"an audit entry cannot hold {type(value).__name__}")


def _refuse_personal(plain: Any) -> None:
    if isinstance(plain, dict):
        for key, value in plain.items():
            if key in PERSONAL and value not in (None, MASK) and not _is_masked(value):
                raise ValueError(f"personal text ({key}) does not go into the audit trail; mask it")
            _refuse_personal(value)
    elif isinstance(plain, list):
        for value in plain:
            _refuse_personal(value)


def _is_masked(value: Any) -> bool:
    return isinstance(value, list) and all(each in (None, MASK) for each in value)


@dataclass(frozen=True)
class Change:
    """One value that an act changed, ready to show."""

    field: str
    label: str
    old: Any
    new: Any


@dataclass(frozen=True)
class HistoryRow:
    """One line of a history panel: who did what, when, and what changed by it."""

    at: datetime
    who: str
    action: str
    label: str
    changes: tuple[Change, ...]
    data: dict[str, Any]
    is_system: bool

    # What the history component calls them.
    @property
    def message(self) -> str:
        """The act's label."""
        return self.label

    @property
    def timestamp(self) -> datetime:
        """When."""
        return self.at

    @property
    def user_display_name(self) -> str:
        """Who."""
        return self.who


def history(thing: models.Model, limit: int = 50) -> list[HistoryRow]:
    """The newest entries about ``thing``, newest first, people included, in one query."""
    entries = (
        ModelLogEntry.objects.for_instance(thing)
        .select_related("user")
        .order_by("-timestamp", "-id")
    )
    return [_row(type(thing), entry) for entry in entries[:limit]]


def _row(model: type[models.Model], entry: ModelLogEntry) -> HistoryRow:
    changed = entry.data.get("changes") or {}
    places = {field.name: place for place, field in enumerate(model._meta.get_fields())}
    # One database keeps the order in which values were written, the other does not: take the model's.
    ordered = sorted(changed.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))
    pairs = tuple(_change(model, field, pair) for field, pair in ordered if isinstance(pair, list))
    formatter = entry.formatter
    return HistoryRow(
        at=entry.timestamp,
        who=str(entry.user_display_name),
        action=entry.action,
        label=str(formatter.label) if formatter else entry.action,
        changes=pairs,
        data={**entry.data, "changes": pairs},
        is_system=entry.user_id is None,
    )


def _change(model: type[models.Model], name: str, pair: list[Any]) -> Change:
    old, new = [*pair, None, None][:2]
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return Change(name, name.replace("_", " "), old, new)
    label = str(getattr(field, "verbose_name", name))
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return Change(name, label, _day(old), _day(new))
    words = {str(key): str(word) for key, word in (getattr(field, "flatchoices", None) or [])}
    return Change(name, label, words.get(str(old), old), words.get(str(new), new))


def _day(written: Any) -> Any:
    """A day as people write it."""
    try:
        return f"{date.fromisoformat(written):%d/%m/%Y}"
    except (TypeError, ValueError):
        return written
