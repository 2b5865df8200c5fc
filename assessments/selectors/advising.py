"""Reads of advice: what a result advises, which of its guides are done, and whose result led a reader to a guide."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from assessments import rules
from assessments.models import Assessment, AssessmentQuerySet, GuideDone
from assessments.rules import State, codes
from portal.shared import clock
from portal.shared.guides import Guide, guides_for
from sme.enterprises.models import Enterprise

CODES = "readiness_codes"
MOST_ADVICE = 5


@dataclass(frozen=True)
class Advised:
    """One piece of advice of a result with its guide, and whether it was carried out."""

    assessment_id: int
    criterion: str
    title: Any
    text: Any
    guide: Guide
    done: GuideDone | None

    @property
    def url(self) -> str:
        """The guide, knowing which result led there."""
        return f"{self.guide.url}?result={self.assessment_id}"


def of_codes(held_codes: Iterable[str]) -> AssessmentQuerySet:
    """What these codes lead to; a code ends ninety days after the answering began."""
    since = clock.now() - timedelta(days=codes.DAYS)
    return Assessment.objects.of_visitors(map(codes.checksum, held_codes), since)


def guides_done(
    enterprise_id: int | None, assessment_id: int | None = None
) -> dict[uuid.UUID, GuideDone]:
    """Guides that an enterprise marked as done, or a visitor beside one assessment; one query."""
    rows = GuideDone.objects.select_related("done_by")
    if enterprise_id is not None:
        rows = rows.filter(enterprise_id=enterprise_id)
    elif assessment_id is not None:
        rows = rows.filter(enterprise=None, assessment_id=assessment_id)
    else:
        return {}
    return {row.guide: row for row in rows}


def guides_of_steps(content: Mapping[str, Any]) -> dict[str, Guide]:
    """The guide of each next step of a result, by its criterion: the one it names, else one that editors tied."""
    slug = content["framework"]["slug"]
    wanted = {_tie(slug, step["code"]): step["guide"] for step in content["next_steps"]}
    found = guides_for(wanted, stated_first=True)
    return {tie.rpartition("/")[2]: guide for tie, guide in found.items()}


def _tie(framework: str, criterion: str) -> str:
    return f"criterion:{framework}/{criterion}"


def advice_of(
    assessments: Iterable[Assessment], done: Mapping[uuid.UUID, GuideDone] | None = None
) -> list[Advised]:
    """What submitted results advise, the first result's first, no guide twice; ``done`` where it is known already."""
    steps = [
        (assessment, step)
        for assessment in assessments
        for step in rules.thaw(assessment.result.content["next_steps"])
    ]
    guides = guides_for(
        {_tie(each.framework.slug, step["code"]): step["guide"] for each, step in steps},
        stated_first=True,
    )
    if done is None:
        done = guides_done(steps[0][0].enterprise_id, steps[0][0].pk) if guides else {}
    found: dict[uuid.UUID, Advised] = {}
    for assessment, step in steps:
        guide = guides.get(_tie(assessment.framework.slug, step["code"]))
        if guide is not None and guide.key not in found:
            found[guide.key] = Advised(
                assessment.pk, step["code"], step["title"], step["text"], guide, done.get(guide.key)
            )
    return list(found.values())


def newest_results(enterprise: Enterprise) -> list[Assessment]:
    """The newest submitted result of each questionnaire, the newest first; one query."""
    rows = Assessment.objects.filter(enterprise=enterprise).submitted()
    rows = rows.select_related("result", "framework").defer("result__answers")
    newest: dict[int, Assessment] = {}
    for each in rows.order_by("-submitted_at", "-pk")[:10]:
        newest.setdefault(each.framework_id, each)
    return list(newest.values())


def advice_for(enterprise: Enterprise, most: int = MOST_ADVICE) -> list[Advised]:
    """What the newest result of each questionnaire advises an enterprise, the newest first."""
    return advice_of(newest_results(enterprise))[:most]


def gaps_of(assessments: Iterable[Assessment]) -> list[str]:
    """Where results lost points, as ``framework/criterion``, the greatest share of the points first."""
    lost = [
        (1 - criterion["points"] / criterion["max"], f"{each.framework.slug}/{criterion['code']}")
        for each in assessments
        for pillar in each.result.content["pillars"]
        for indicator in pillar["indicators"]
        for criterion in indicator["criteria"]
        if criterion["max"] and criterion["points"] < criterion["max"]
    ]
    return [gap for _share, gap in sorted(lost, key=lambda each: -each[0])]


@dataclass(frozen=True)
class Arrival:
    """How somebody came to a guide: from a result of theirs, or as a member of an enterprise without one."""

    key: uuid.UUID
    enterprise: Enterprise | None
    assessment: Assessment | None
    advice: list[Advised]
    done: GuideDone | None

    @property
    def reason(self) -> Advised | None:
        """The advice that led here."""
        return next((each for each in self.advice if each.guide.key == self.key), None)

    @property
    def following(self) -> Advised | None:
        """What the result advises that is still open, apart from this."""
        return next(
            (each for each in self.advice if each.guide.key != self.key and not each.done), None
        )


def arrival_at(
    key: uuid.UUID,
    *,
    user: Any,
    held_codes: Mapping[str, str],
    result_id: int | None,
    enterprise: Enterprise | None,
) -> Arrival | None:
    """Whose next step this guide is, as far as the reader may know; ``None`` for somebody without any business.

    ``held_codes`` are the visitor's codes of this browser, ``result_id`` the result that the address names: a
    number that is not the reader's own tells nothing.
    """
    own = _own_result(result_id, user, held_codes) if result_id is not None else None
    if own is not None:
        done = guides_done(own.enterprise_id, own.pk).get(key)
        return Arrival(key, own.enterprise, own, advice_of([own]), done)
    if enterprise is None:
        return None
    return Arrival(key, enterprise, None, [], guides_done(enterprise.pk).get(key))


def _own_result(result_id: int, user: Any, held_codes: Mapping[str, str]) -> Assessment | None:
    for found in (
        Assessment.objects.run_by(user),
        of_codes(held_codes.values()) if held_codes else Assessment.objects.none(),
    ):
        rows = found.filter(pk=result_id, state=State.SUBMITTED)
        own = rows.select_related("result", "enterprise", "framework").first()
        if own is not None:
            return own
    return None
