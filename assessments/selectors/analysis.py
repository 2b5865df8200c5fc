"""What submitted results say together: by pillar, place, sector and size, and where points are lost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count

from assessments.models import AssessmentQuerySet, PillarResult, Result
from assessments.rules import State, thaw

MOST_READ = 300
"""So many of the newest results are opened to find the weakest criteria: each is a document."""


@dataclass(frozen=True)
class Part:
    """A part of the results: how many, their mean share of the points in per cent, how many at each level."""

    key: str
    results: int
    mean: float
    levels: dict[int, int]


@dataclass(frozen=True)
class Weak:
    """A criterion: the share of its points that is reached, in per cent, among those who were asked."""

    code: str
    title: Any
    results: int
    percent: float


@dataclass(frozen=True)
class Counts:
    """What the states, levels, sectors and sizes of assessments come to."""

    states: dict[str, int]
    levels: dict[int, int]
    sectors: list[Part]
    sizes: list[Part]


def counts_of(queryset: AssessmentQuerySet) -> Counts:
    """One query: its groups are few, whatever the number of assessments. Levels and parts are of submitted results."""
    groups = ("state", "result__level", "result__sector", "result__size_class")
    rows = queryset.order_by().values_list(*groups)
    states: dict[str, int] = defaultdict(int)
    levels: dict[int, int] = defaultdict(int)
    submitted = []
    for state, level, sector, size, n, mean in rows.annotate(
        n=Count("pk"), mean=Avg("result__percent")
    ):
        states[state] += n
        if state == State.SUBMITTED:
            levels[level] += n
            submitted.append((sector, size, level, n, mean))
    return Counts(
        dict(states),
        dict(levels),
        _parts((sector, *rest) for sector, _size, *rest in submitted),
        _parts((size, *rest) for _sector, size, *rest in submitted),
    )


def results_by_place(queryset: AssessmentQuerySet) -> list[tuple[str, Part]]:
    """Submitted results by the place of the enterprise, with its name, as the list's filter has it; one query."""
    place = "assessment__enterprise__place"
    rows = Result.objects.filter(assessment__in=_submitted(queryset)).order_by()
    counted = rows.values_list(place, f"{place}__name", "level").annotate(
        n=Count("pk"), mean=Avg("percent")
    )
    found = list(counted)
    names = {str(key or ""): name for key, name, *_rest in found}
    return [
        (names[part.key] or "–", part) for part in _parts((key, *rest) for key, _n, *rest in found)
    ]


def results_by_pillar(queryset: AssessmentQuerySet) -> list[Part]:
    """The pillars of submitted results, in their order; one query. Those without a level are left out."""
    rows = PillarResult.objects.filter(
        result__assessment__in=_submitted(queryset), level__isnull=False
    ).order_by()
    counted = rows.values_list("code", "level").annotate(n=Count("pk"), mean=Avg("percent"))
    return sorted(_parts(counted), key=lambda part: part.key)


def weakest(queryset: AssessmentQuerySet, most: int = 10) -> tuple[list[Weak], int]:
    """The criteria with the least share of their points, and how many results were read (the newest); one query."""
    rows = Result.objects.filter(assessment__in=_submitted(queryset)).order_by("-pk")
    points: dict[str, list[float]] = defaultdict(list)
    titles: dict[str, Any] = {}
    read = 0
    for result in rows.only("snapshot")[:MOST_READ]:
        read += 1
        for each in _criteria(result.content):
            if each["max"] and each["state"] in ("answered", "missing", "unknown"):
                points[each["code"]].append(float(each["points"]) / float(each["max"]))
                titles.setdefault(each["code"], each["title"])
    found = [
        Weak(code, thaw(titles[code]), len(shares), round(100 * sum(shares) / len(shares), 1))
        for code, shares in points.items()
    ]
    return sorted(found, key=lambda each: (each.percent, each.code))[:most], read


def _criteria(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        criterion
        for pillar in content["pillars"]
        for indicator in pillar["indicators"]
        for criterion in indicator["criteria"]
    ]


def _submitted(queryset: AssessmentQuerySet) -> Any:
    return queryset.filter(state=State.SUBMITTED).order_by().values("pk")


def _parts(counted: Iterable[tuple[Any, ...]]) -> list[Part]:
    """From (key, level, how many, mean) of groups that may be finer than the keys."""
    levels: dict[Any, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    sums: dict[Any, float] = defaultdict(float)
    for key, level, n, mean in counted:
        levels[key][level] += n
        sums[key] += float(mean or 0) * n
    parts = [
        Part(str(key or ""), sum(of.values()), round(sums[key] / sum(of.values()), 1), dict(of))
        for key, of in levels.items()
    ]
    return sorted(parts, key=lambda part: (-part.results, part.key))
