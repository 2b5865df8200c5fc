"""Background entries of this room."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _

from portal.shared import clock, imports, jobs
from sme.enterprises import exports, filters, selectors, services
from sme.enterprises.services.importing import EnterpriseImport

imports.register(EnterpriseImport())


@jobs.kind("enterprises.export", label=_("List of enterprises"))
def export(
    progress: jobs.Progress,
    *,
    query: str,
    columns: Sequence[str] = (),
    file_format: str = "xlsx",
) -> None:
    """The list as its owner saw it, with the rights they have now."""
    actor = progress.actor
    wanted = filters.EnterpriseFilter(
        dict(parse_qsl(query)), queryset=selectors.in_list(actor), user=actor
    )
    progress.total = wanted.found().count()
    with progress.open_result(exports.file_name(clock.today(), file_format)) as stream:
        count = exports.write(
            stream,
            wanted.found(),
            by=str(actor),
            filters=wanted.in_words(),
            keys=columns,
            file_format=file_format,
            each_done=progress.advance,
        )
    ids = wanted.found().order_by().values_list("pk", flat=True)
    services.record_export(
        count=count, filters=sorted(dict(parse_qsl(query))), actor=actor, ids=ids
    )


@jobs.kind("enterprises.find_duplicates", label=_("Search for duplicates"), attempts=2)
def find_duplicates(progress: jobs.Progress) -> None:
    """Compare the whole registry."""
    services.find_all(progress=progress)


@jobs.kind("enterprises.check_quality", label=_("Check of the data"), attempts=2)
def check_quality(progress: jobs.Progress) -> None:
    """Check the whole registry."""
    services.check_all(progress=progress)


jobs.schedule.every_day("enterprises.find_duplicates", "01:40", label=_("Search for duplicates"))
jobs.schedule.every_day("enterprises.check_quality", "02:10", label=_("Check of the data"))
