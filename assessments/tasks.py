"""Background entries of this room."""

from django.utils.translation import gettext_lazy as _

from assessments import exports, permissions, selectors
from assessments.models import FrameworkVersion
from portal.shared import jobs
from portal.shared.errors import RuleBroken


@jobs.kind("assessments.try_version", label=_("A draft tried on past answers"), attempts=2)
def try_version(progress: jobs.Progress, *, version_id: int) -> None:
    """The workbook of whose level would change; nothing is stored of the trial itself."""
    if not permissions.can_author(progress.actor):
        raise RuleBroken("may_not_author", _("Only those who author questionnaires may do this."))
    version = FrameworkVersion.objects.select_related("framework").get(pk=version_id)
    progress.total = selectors.trials_count(version)
    shifts, _moves = selectors.whose_level_changes(version, progress.actor, progress.advance)
    name = f"{version.framework.slug}-{version.name}-thu.xlsx"
    with progress.open_result(name) as stream:
        exports.write_shifts(stream, shifts, title=str(version), by=str(progress.actor))
