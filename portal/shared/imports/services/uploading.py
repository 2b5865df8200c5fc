"""A file comes in and is kept; one that is not wanted goes."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.files import display_name
from portal.shared.imports import memory, reading
from portal.shared.imports.kinds import ImportKind
from portal.shared.imports.services import standing
from portal.shared.models import ImportBatch, ImportState

AT_ONCE = 500  # longer lists are worked on in the background


def upload(
    kind: ImportKind,
    file: IO[bytes],
    *,
    name: str,
    actor: Any,
    params: Mapping[str, Any] | None = None,
) -> ImportBatch:
    """Check and keep a file, and propose how it is read.

    Refuses what cannot be read as a list, with a sentence; then nothing is kept.
    """
    standing.check_may(kind, actor=actor)
    sheets = reading.sheets_of(file, name, enough=AT_ONCE + reading.SAMPLE)
    layout = memory.recalled(kind, reading.layout_of(kind, sheets), actor=actor)
    file.seek(0)
    batch = ImportBatch(
        kind=kind.key,
        owner=actor,
        name=display_name(name),
        digest=digest_of(file),
        params=dict(params or {}),
        layout=reading.layout_to_json(layout),
        is_large=any(sheet.is_long for sheet in sheets if sheet.name == layout.sheet),
    )
    file.seek(0)
    try:
        batch.file.save(batch.name, File(file), save=False)
    except OSError:
        raise RuleBroken(
            "disk_full",
            _("There is no room for this file just now. Nothing was kept; try again later."),
        ) from None
    try:
        batch.save()
    except BaseException:
        batch.file.delete(save=False)
        raise
    return batch


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of what is left of the file."""
    digest = hashlib.sha256()
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    return digest.hexdigest()


def discard(batch: ImportBatch, *, actor: Any) -> ImportBatch:
    """Throw an import away that was never applied: its file and its rows go."""
    standing.kind_for(batch, actor=actor)
    with transaction.atomic():
        standing.refuse_while_busy(batch)
        before = (ImportState.UPLOADED, ImportState.MATCHED, ImportState.JUDGED)
        standing.move(batch, before, ImportState.DISCARDED, counts={}, skipped=[], error="")
        batch.chunks.all().delete()
        batch.decisions.all().delete()
        standing.drop_file(batch)
    return batch


def forget(*, days: int = 90) -> int:
    """Delete files and rows of imports that nobody touched for so many days; counts and audit stay."""
    old = ImportBatch.objects.filter(updated_at__lt=clock.now() - timedelta(days=days)).exclude(
        file=""
    )
    count = 0
    for batch in old.iterator(chunk_size=100):
        batch.chunks.all().delete()
        batch.decisions.all().delete()
        standing.drop_file(batch)
        count += 1
    return count
