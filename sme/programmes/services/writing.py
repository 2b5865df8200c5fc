"""How the acts of this room write: known fields only, versions compared, taken keys refused, a masked trail."""

from typing import Any

from django.db import IntegrityError, transaction

from portal.shared import audit
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned

# Texts in which an officer may have named a person: their words stay on the record, not in the audit trail.
FREE_TEXT = ("note", "reason", "state_reason", "outcome_said")


def only(fields: dict[str, Any], known: frozenset[str]) -> None:
    """Refuse fields that no caller may set: a mistake of ours, not the person's."""
    if unknown := set(fields) - known:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What changed, for the audit trail; free text is masked."""
    return audit.changes({name: before[name] for name in after}, after, personal=FREE_TEXT)


def insert(thing: Any, code: str, sentence: Any, field: str) -> None:
    """Insert; a key that is taken is a refusal at its field."""
    try:
        with transaction.atomic():
            thing.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(error, code, sentence, field) from None


def update(
    thing: Any, expected_version: int, fields: dict[str, Any], code: str, sentence: Any, field: str
) -> None:
    """Compare-and-set; a key that is taken is a refusal at its field."""
    try:
        with transaction.atomic():
            update_versioned(thing, expected_version, **fields)
    except IntegrityError as error:
        raise _taken(error, code, sentence, field) from None


def _taken(error: IntegrityError, code: str, sentence: Any, field: str) -> Exception:
    """A unique key that is taken is a rule; any other broken constraint is a mistake of ours."""
    return RuleBroken(code, sentence, field=field) if "unique" in str(error).lower() else error
