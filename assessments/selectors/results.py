"""Submitted results: what a business has, what it reached before, how others did, what a draft would make of them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from assessments import rules
from assessments.models import Assessment, FrameworkVersion, Result, ResultLink
from assessments.rules import Definition, State, crossing
from assessments.selectors.crossing import links_between
from assessments.selectors.frameworks import definition_of, frameworks_offered
from portal.shared import clock
from sme.enterprises.models import Enterprise


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
    """Every submitted result of the version's framework with what the version would make of its answers.

    Answers go to the criteria that were declared equal or similar; where nothing was declared, to those of the same
    code.
    """
    links: dict[int, list[crossing.Link]] = {}
    past = _past(version).select_related("assessment__enterprise")
    for result in past.defer("snapshot").order_by("pk").iterator(chunk_size=500):
        origin = result.assessment.version_id
        if origin not in links:
            links[origin] = links_between(origin, version.pk)
        answers = crossing.moved(links[origin], result.answers)
        yield result, rules.try_out(definition, answers, result.assessment.facts)


def _past(version: FrameworkVersion) -> QuerySet[Result]:
    return Result.objects.filter(
        assessment__state=State.SUBMITTED, assessment__framework_id=version.framework_id
    )


def trials_count(version: FrameworkVersion) -> int:
    """On how many results it would be tried."""
    return _past(version).count()


@dataclass(frozen=True)
class Shift:
    """A result whose level would be another one; ``name`` only for those who may see the enterprise."""

    assessment_id: int
    name: str
    before: int
    after: int
    percent_before: float
    percent_after: float
    lost: tuple[str, ...]


def whose_level_changes(
    version: FrameworkVersion, user: Any, each_done: Callable[[], Any] = lambda: None
) -> tuple[list[Shift], dict[tuple[int, int], int]]:
    """The results whose level would change, and how many go from which level to which (all of them)."""
    seen = set(Enterprise.objects.visible_to(user).order_by().values_list("pk", flat=True))
    shifts, moves = [], Counter[tuple[int, int]]()
    for result, trial in tried_on_past(version, definition_of(version)):
        each_done()
        after = trial.result
        moves[result.level, after.level] += 1
        if after.level == result.level:
            continue
        own = result.assessment
        name = str(own.enterprise) if own.enterprise_id in seen else ""
        percent = float(round(after.percent or 0, 1))
        shifts.append(
            Shift(
                own.pk, name, result.level, after.level, float(result.percent), percent, trial.lost
            )
        )
    return shifts, dict(sorted(moves.items()))


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


def questionnaires_asked() -> list[tuple[str, Any]]:
    """(short name, title) of the questionnaires that a cohort may ask for; one query, kept."""
    return [(each.slug, each.title) for each in frameworks_offered()]


def last_days(enterprises: Collection[int]) -> dict[int, dict[str, date]]:
    """For each enterprise the day of its newest standing result, by questionnaire; one query."""
    rows = (
        Assessment.objects.filter(enterprise__in=enterprises)
        .submitted()
        .order_by()
        .values_list("enterprise", "framework__slug")
        .annotate(last=Max("result__submitted_on"))
    )
    found: dict[int, dict[str, date]] = {}
    for who, slug, day in rows:
        found.setdefault(who, {})[slug] = day
    return found
