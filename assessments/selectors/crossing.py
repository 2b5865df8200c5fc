"""What was declared between two versions of a framework."""

from assessments.models import Assessment, Crosswalk
from assessments.rules import Likeness
from assessments.rules.crossing import Link, Then, compared
from assessments.selectors.frameworks import definition_of


def links_between(earlier_id: int, later_id: int) -> list[Link]:
    """The declared links; none where nothing was declared."""
    rows = Crosswalk.objects.filter(earlier_id=earlier_id, later_id=later_id)
    return [Link(row.criterion, row.earlier_criterion, Likeness(row.likeness)) for row in rows]


def across(earlier: Assessment, later: Assessment) -> list[Then]:
    """Progress between results of two versions, over the questions that were declared equal."""
    links = links_between(earlier.version_id, later.version_id)
    if not links:
        return []
    definition = definition_of(later.version)
    return compared(definition, links, earlier.result.answers, later.result.answers, later.facts)
