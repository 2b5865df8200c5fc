"""The floor's background jobs: lists that come in, and letting old results go."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import jobs
from portal.shared.imports import results, services
from portal.shared.models import ImportBatch


def _batch(batch_id: int, progress: jobs.Progress, *, rounds: int = 1) -> ImportBatch:
    batch = ImportBatch.objects.get(pk=batch_id)
    progress.total = rounds * batch.row_count or None
    return batch


@jobs.kind("imports.judge", label=_("Checking a list"), attempts=2)
def judge(progress: jobs.Progress, *, batch_id: int) -> dict[str, Any]:
    """Read and judge the rows."""
    batch = _batch(batch_id, progress)
    services.judge(batch, actor=progress.actor, progress=progress)
    return {"url": batch.get_absolute_url()}


@jobs.kind("imports.apply", label=_("Importing a list"))
def apply(progress: jobs.Progress, *, batch_id: int, is_strict: bool = False) -> dict[str, Any]:
    """Write the rows."""
    batch = _batch(batch_id, progress, rounds=2)
    services.apply(batch, actor=progress.actor, is_strict=is_strict, progress=progress)
    return {"url": batch.get_absolute_url()}


@jobs.kind("imports.undo", label=_("Taking an import back"))
def undo(progress: jobs.Progress, *, batch_id: int) -> dict[str, Any]:
    """Take the rows back."""
    batch = _batch(batch_id, progress)
    services.undo(batch, actor=progress.actor, progress=progress)
    return {"url": batch.get_absolute_url()}


@jobs.kind("imports.result", label=_("Result workbook of an import"), attempts=2)
def result(progress: jobs.Progress, *, batch_id: int) -> dict[str, Any]:
    """Write the list with its verdicts."""
    batch = _batch(batch_id, progress)
    with progress.open_result(results.file_name(batch)) as stream:
        results.write(batch, stream, progress=progress)
    return {"url": batch.get_absolute_url()}


@jobs.kind("shared.tidy", label=_("Letting old results and lists go"), attempts=2)
def tidy(progress: jobs.Progress) -> dict[str, int]:
    """Results of jobs after 30 days, lists that nobody touched after 90."""
    gone = jobs.purge_results()
    services.forget()
    return {"results": gone}


jobs.schedule.every_day("shared.tidy", "01:30", label=_("Letting old results and lists go"))
