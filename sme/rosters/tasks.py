"""A large export in the background: with the rights the starter has when it runs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import imports, jobs
from portal.shared.errors import RuleBroken
from sme.programmes import selectors as programmes
from sme.rosters import exports, filters, rules, services
from sme.rosters.services.importing import RosterReturn

imports.register(RosterReturn())


@jobs.kind("rosters.export", label=_("Export of a roster"))
def export(
    progress: jobs.Progress,
    *,
    cohort_id: int,
    query: str,
    columns: list[str],
    file_format: str,
    is_official: bool,
    returns: bool = False,
) -> dict[str, Any]:
    """Write the roster that ``query`` asks for into the job's result."""
    actor = progress.actor
    cohort = programmes.cohorts_visible_to(actor).filter(pk=cohort_id).first() if actor else None
    if cohort is None:
        raise RuleBroken("cohort_gone", _("You may no longer open this cohort."))
    asked = filters.asked_strictly(cohort, actor, filters.parsed(query))
    progress.total = asked.rows.order_by().count()
    sheet = exports.sheet(
        cohort,
        asked.rows,
        columns,
        filters=asked.words,
        by=str(actor),
        is_official=is_official,
        returns=returns and file_format == "xlsx",
        advance=progress.advance,
    )
    wanted = rules.file_format(file_format)
    with progress.open_result(f"{sheet.name}.{wanted}") as stream:
        count = services.deliver(
            sheet, stream, cohort=cohort, file_format=wanted, query=query, actor=actor
        )
    return {"rows": count}
