"""Columns of a list that people chose and named: saved for oneself or shared in the office, used again, deleted."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.models import ColumnSet

MOST = 30


def sets_for(user: Any, subject: str) -> list[ColumnSet]:
    """A person's own sets of a list and those shared in the office, by name."""
    found = ColumnSet.objects.visible_to(user).filter(subject=subject)
    return list(found.select_related("owner").order_by("name", "pk"))


def columns_of(user: Any, subject: str, pk: str, known: Collection[str]) -> list[str]:
    """The columns of a set that a person may see, those that are still known; empty when there is no such set."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        return []
    found = ColumnSet.objects.visible_to(user).filter(subject=subject, pk=int(pk)).first()
    return [key for key in found.columns if key in known] if found else []


@transaction.atomic
def save(
    subject: str, name: str, columns: Sequence[str], *, actor: Any, is_shared: bool = False
) -> ColumnSet:
    """Save columns under a name; a set of one's own with that name is replaced.

    Refuses an empty name or choice, and more than thirty sets of one list. Only officers share.
    """
    name = text.clean(name)[:80]
    if not name:
        raise RuleBroken("name_missing", _("Give the set of columns a name."), "save_as")
    if not columns:
        raise RuleBroken("columns_missing", _("Choose at least one column."), "columns")
    mine = ColumnSet.objects.filter(owner=actor, subject=subject)
    if mine.exclude(name=name).count() >= MOST:
        raise RuleBroken(
            "too_many_sets", _("You have saved very many sets. Delete one first."), "save_as"
        )
    values = {"columns": list(columns), "is_shared": is_shared and actor.is_officer}
    return mine.update_or_create(owner=actor, subject=subject, name=name, defaults=values)[0]


def delete(subject: str, pk: int, *, actor: Any) -> None:
    """Delete a set of one's own; another's is not found. Twice is once."""
    ColumnSet.objects.filter(pk=pk, owner=actor, subject=subject).delete()
