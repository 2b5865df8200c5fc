"""Reads of digital solutions: the public catalogue, what enterprises use, and figures that open into these rows."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.programmes.models import Adoption, AdoptionQuerySet, Solution, SolutionQuerySet
from sme.programmes.rules import SolutionKind


def public_solutions(day: date | None = None) -> SolutionQuerySet:
    """The catalogue as everybody reads it: reviewed, and the review holds today."""
    return Solution.objects.public_on(day or clock.today())


def solution_choices() -> "QuerySet[Solution]":
    """What may be chosen when a use is told."""
    return public_solutions().order_by("kind", "name_vi")


def uses_of(enterprise: Enterprise) -> list[Adoption]:
    """What an enterprise uses and used, what is in use first; one query."""
    rows = Adoption.objects.filter(enterprise=enterprise).select_related("solution", "contract")
    return sorted(
        rows, key=lambda each: (not each.is_live, list(SolutionKind).index(SolutionKind(each.kind)))
    )


def uses_visible_to(user: Any, day: date | None = None) -> AdoptionQuerySet:
    """What is in use on a day (today) at the enterprises that an officer may see."""
    rows = Adoption.objects.on(day or clock.today()).visible_to(user)
    return rows.select_related("enterprise__place", "solution", "contract")


def figures_by_kind(uses: AdoptionQuerySet) -> list[dict[str, Any]]:
    """For each kind: how many enterprises use one, and how many with support; one query."""
    rows = (
        uses.order_by()
        .values("kind")
        .annotate(
            enterprises=Count("enterprise", distinct=True),
            supported=Count("contract", distinct=True),
        )
    )
    found = {row["kind"]: (row["enterprises"], row["supported"]) for row in rows}
    return [
        {"kind": kind.value, "label": kind.label, "enterprises": many, "supported": supported}
        for kind in SolutionKind
        for many, supported in [found.get(kind.value, (0, 0))]
    ]


def figures_by_place(uses: AdoptionQuerySet) -> list[Any]:
    """For each commune as entered: how many enterprises use at least one solution, the most first; one query."""
    return list(
        uses.order_by()
        .values("enterprise__place", "enterprise__place__name", "enterprise__place__code")
        .annotate(enterprises=Count("enterprise", distinct=True))
        .order_by("-enterprises", "enterprise__place__sort_key")
    )


def adoption_panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What an enterprise's page in the workspace shows; one query."""
    return {"uses": uses_of(enterprise)}
