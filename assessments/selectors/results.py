"""Submitted results: what a business has, what it reached before, how others did, what a draft would make of them."""

from collections.abc import Iterator
from datetime import date

from assessments import rules
from assessments.models import Assessment, FrameworkVersion, Result, ResultLink
from assessments.rules import Definition, State
from assessments.selectors.frameworks import definition_of
from portal.shared import clock


def level_of(assessment: Assessment) -> rules.Level:
    """The level that a submitted assessment reached, with what it means."""
    return definition_of(assessment.version).level(assessment.result.level)


def previous_result(assessment: Assessment) -> Assessment | None:
    """The submitted assessment before this one, of the same enterprise and framework."""
    if assessment.enterprise_id is None or assessment.submitted_at is None:
        return None
    earlier = Assessment.objects.submitted().filter(
        enterprise_id=assessment.enterprise_id,
        framework_id=assessment.framework_id,
        submitted_at__lt=assessment.submitted_at,
    )
    return earlier.select_related("result", "version").defer("version__document").first()


def last_submitted(assessment: Assessment) -> Assessment | None:
    """The newest submitted result of the same enterprise and framework."""
    if assessment.enterprise_id is None:
        return None
    found = Assessment.objects.submitted().filter(
        enterprise_id=assessment.enterprise_id, framework_id=assessment.framework_id
    )
    return found.select_related("result").exclude(pk=assessment.pk).first()


def links_of(assessment: Assessment) -> list[ResultLink]:
    """The links to a result, the newest first, each with whether it leads there now."""
    now = clock.now()
    links = list(assessment.links.all())
    for link in links:
        link.open = link.is_open(now)  # type: ignore[attr-defined]
    return links


def tried_on_past(
    version: FrameworkVersion, definition: Definition
) -> Iterator[tuple[Result, rules.Trial]]:
    """Every submitted result of the version's framework with what the version would make of its answers."""
    past = Result.objects.filter(
        assessment__state=State.SUBMITTED, assessment__framework_id=version.framework_id
    ).select_related("assessment__enterprise")
    for result in past.defer("snapshot").order_by("pk").iterator(chunk_size=500):
        yield result, rules.try_out(definition, result.answers, result.assessment.facts)


def peers_of(result: Result, *, today: date) -> rules.Peers | None:
    """How others of the same sector and size did with the same questions: each enterprise's newest result.

    Only what was submitted before this month counts, so that the figures do not move from one day to the next.
    """
    if not result.sector or not result.size_class:
        return None
    alike = (
        Result.objects.filter(
            checksum=result.checksum,
            sector=result.sector,
            size_class=result.size_class,
            submitted_on__lt=today.replace(day=1),
            assessment__state=State.SUBMITTED,
            assessment__enterprise__isnull=False,
        )
        .exclude(assessment__enterprise=result.assessment.enterprise_id)
        .order_by("submitted_on", "pk")
    )
    newest = dict(alike.values_list("assessment__enterprise_id", "percent"))
    return rules.among(list(newest.values()))
