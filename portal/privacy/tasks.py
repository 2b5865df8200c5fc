"""Background entries of this room, and when they run."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.privacy import services
from portal.shared import clock, jobs, privacy


@jobs.kind("privacy.export", label=_("My data"), attempts=2, minutes=20)
def export(progress: jobs.Progress) -> None:
    """Gather what the portal holds of whoever asked."""
    progress.total = len(privacy.holdings())
    with progress.open_result(f"sen-so-{clock.today():%Y%m%d}.zip") as stream:
        services.write_own_data(progress.actor, stream, progress=progress)


@jobs.kind("privacy.erase", label=_("Erasing accounts"), attempts=2)
def erase(progress: jobs.Progress) -> dict[str, int]:
    """Those whose waiting time is over."""
    return {"accounts": services.carry_out_due()}


@jobs.kind("privacy.retain", label=_("Letting go of what is old"), attempts=2)
def retain(progress: jobs.Progress, *, is_dry: bool = False) -> dict[str, Any]:
    """Let go of it, or only count it."""
    run = services.retain(is_dry=is_dry, actor=progress.actor)
    return {"rows": {key: each["rows"] for key, each in run.counts.items()}}


jobs.schedule.every("privacy.erase", minutes=60, label=_("Erasing accounts"))
jobs.schedule.every_day("privacy.retain", "03:10", label=_("Letting go of what is old"))
