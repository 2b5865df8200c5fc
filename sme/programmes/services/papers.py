"""Saying which papers a cohort asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, text
from portal.shared.errors import RuleBroken
from sme.programmes import rules
from sme.programmes.models import ApplicationDocument, Cohort, CohortPaper
from sme.programmes.services.cohorts import locked


@dataclass(frozen=True)
class Asked:
    """A paper as the office writes it; ``pk`` of the one that it replaces, ``None`` for a new one."""

    title_vi: str
    title_en: str = ""
    is_required: bool = True
    pk: int | None = None


def set_papers(cohort: Cohort, wanted: Sequence[Asked], *, actor: Any) -> Cohort:
    """Make these the papers of a cohort, in this order; those left out are asked for no more.

    What was sent stays, with the name that it was sent under. Refuses the same name twice, and more than eight.
    """
    names = [text.clean(each.title_vi) for each in wanted]
    if len(names) > rules.MOST_PAPERS:
        raise RuleBroken(
            "too_many_papers",
            _("A cohort asks for at most %(most)d papers.") % {"most": rules.MOST_PAPERS},
        )
    folded = [text.fold(name) for name in names]
    for place, name in enumerate(folded):
        if name in folded[:place]:
            raise RuleBroken(
                "paper_twice", _("This paper is asked for already."), f"title_vi_{place}"
            )
    with transaction.atomic():
        now = locked(cohort)
        standing = {each.pk: each for each in now.papers.filter(is_asked=True)}
        before = [str(each.title_vi) for each in standing.values()]
        _let_go(standing, {each.pk for each in wanted})
        for place, each in enumerate(wanted):
            paper = standing.get(each.pk) if each.pk else None
            paper = paper or CohortPaper(cohort=now)
            paper.title_vi, paper.title_en = names[place], text.clean(each.title_en)
            paper.is_required, paper.position = each.is_required, place
            paper.save()
        if before != names:
            audit.record(
                now,
                "programmes.set_papers",
                actor=actor,
                data={"changes": {"papers": ["; ".join(before), "; ".join(names)]}},
            )
    return now


def _let_go(standing: dict[int, CohortPaper], kept: set[int | None]) -> None:
    for pk in set(standing) - kept:
        if ApplicationDocument.objects.filter(paper=pk).exists():
            CohortPaper.objects.filter(pk=pk).update(is_asked=False)
        else:
            standing[pk].delete()
