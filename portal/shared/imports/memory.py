"""What was chosen for a file's columns, remembered for the next file with the same headings."""

from dataclasses import replace
from typing import Any

from portal.shared import clock
from portal.shared.imports.headings import Layout
from portal.shared.imports.kinds import ImportKind
from portal.shared.models import ImportMapping


def recalled(kind: ImportKind, layout: Layout, *, actor: Any) -> Layout:
    """The layout with the columns chosen last time: by this person, else by a colleague."""
    kept = _like(kind, layout, actor)
    if kept is None or len(kept.columns) != len(layout.headings):
        return layout
    known = {each.key for each in kind.fields}
    columns = [key if key in known else "" for key in kept.columns]
    return replace(layout, columns=columns, guessed=[])


def is_remembered(kind: ImportKind, layout: Layout, *, actor: Any) -> bool:
    """Whether the columns are as they were chosen before for the same headings."""
    kept = _like(kind, layout, actor)
    return kept is not None and kept.columns == layout.columns


def remember(kind: ImportKind, layout: Layout, *, actor: Any) -> None:
    """Keep what was chosen."""
    ImportMapping.objects.update_or_create(
        owner=actor,
        kind=kind.key,
        fingerprint=layout.fingerprint,
        defaults={"columns": layout.columns, "used_at": clock.now()},
    )


def _like(kind: ImportKind, layout: Layout, actor: Any) -> ImportMapping | None:
    found = ImportMapping.objects.filter(kind=kind.key, fingerprint=layout.fingerprint)
    own = found.filter(owner_id=actor.pk).first() if actor is not None else None
    return own or found.order_by("-used_at", "-pk").first()
