"""Long acts in the background: each is a row with progress, a result, and a plain sentence when it failed.

A room registers its kinds in ``tasks.py`` (found when Django starts) and starts them from a view or service::

    @jobs.kind("rosters.export", label=_("Roster export"))
    def export(progress, *, cohort_id):
        services.export_to(progress, cohort_id=cohort_id, actor=progress.actor)

    job = jobs.start("rosters.export", actor=request.user, params={"cohort_id": 7}, key="7:state=enrolled")

The function is called with a ``Progress`` and the parameters as keywords, in the starter's language. It may
run again after a crash, so its effect must be the same when it runs twice (one transaction, or keyed writes).
"""

from portal.shared.jobs import schedule
from portal.shared.jobs.kinds import JobKind, kind, kind_of, register
from portal.shared.jobs.reaping import purge_results, reap_stuck_jobs
from portal.shared.jobs.running import JobCancelled, Progress, run, run_job, run_queued
from portal.shared.jobs.starting import again, cancel, start

__all__ = [
    "JobCancelled",
    "JobKind",
    "Progress",
    "again",
    "cancel",
    "kind",
    "kind_of",
    "purge_results",
    "reap_stuck_jobs",
    "register",
    "run",
    "run_job",
    "run_queued",
    "schedule",
    "start",
]
