"""Reads of readiness, scoped to who may see what."""

from assessments.selectors.answering import (
    Paper,
    Question,
    Section,
    laid_out,
    on_paper,
    paper_of,
    said_by,
    values_of,
)
from assessments.selectors.crossing import across, links_between
from assessments.selectors.frameworks import (
    definition_of,
    framework_versions,
    frameworks_offered,
    other_versions,
)
from assessments.selectors.lists import (
    assessments_of,
    distribution,
    enterprise_panel,
    in_list,
    todo_for,
    visited,
    with_progress,
)
from assessments.selectors.results import (
    Shift,
    last_submitted,
    level_of,
    links_of,
    peers_of,
    previous_result,
    trials_count,
    tried_on_past,
    whose_level_changes,
)

__all__ = [
    "Paper",
    "Question",
    "Section",
    "Shift",
    "across",
    "assessments_of",
    "definition_of",
    "distribution",
    "enterprise_panel",
    "framework_versions",
    "frameworks_offered",
    "in_list",
    "laid_out",
    "last_submitted",
    "level_of",
    "links_between",
    "links_of",
    "on_paper",
    "other_versions",
    "paper_of",
    "peers_of",
    "previous_result",
    "said_by",
    "todo_for",
    "trials_count",
    "tried_on_past",
    "values_of",
    "visited",
    "whose_level_changes",
    "with_progress",
]
