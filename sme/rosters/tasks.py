"""A large export in the background: with the rights the starter has when it runs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import imports, jobs
from portal.shared.errors import RuleBroken
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort
from sme.rosters import exports, filters, rules, selectors, services
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
    template_id: int | None = None,
) -> dict[str, Any]:
    """Write the roster that ``query`` asks for into the job's result."""
    actor = progress.actor
    cohort = programmes.cohorts_visible_to(actor).filter(pk=cohort_id).first() if actor else None
    if cohort is None:
        raise RuleBroken("cohort_gone", _("You may no longer open this cohort."))
    asked = filters.asked_strictly(cohort, actor, filters.parsed(query))
    progress.total = asked.rows.order_by().count()
    if template_id is not None:
        return _filled(progress, cohort, asked, query, template_id)
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


def _filled(
    progress: jobs.Progress, cohort: Cohort, asked: filters.Asked, query: str, template_id: int
) -> dict[str, Any]:
    """As ``export``, into a template that the starter may still use."""
    template = selectors.templates_for(progress.actor).filter(pk=template_id).first()
    if template is None:
        raise RuleBroken("template_gone", _("This template is no longer offered."))
    with progress.open_result(f"{template.name} {cohort.code}.xlsx") as stream:
        count = services.deliver_filled(
            template, asked.rows, stream, cohort=cohort, query=query, filters=asked.words,
            actor=progress.actor,
        )  # fmt: skip
    progress.advance(count)
    return {"rows": count}
