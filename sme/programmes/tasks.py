"""Background entries of this room."""

from django.utils.translation import gettext_lazy as _

from portal.shared import jobs
from sme.programmes import services


@jobs.kind("programmes.remind_milestones", label=_("Reminders of milestones"), attempts=2)
def remind_milestones(progress: jobs.Progress) -> dict[str, int]:
    """Nobody is told twice."""
    return {"mails": services.remind_of_milestones()}


jobs.schedule.every_day("programmes.remind_milestones", "07:20", label=_("Reminders of milestones"))
