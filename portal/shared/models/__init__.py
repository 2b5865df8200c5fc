"""The floor's own rows: jobs, lists that came in, chosen columns; and the shapes other models are made of."""

from portal.shared.models.columns import ColumnSet, ColumnSetQuerySet
from portal.shared.models.imports import (
    ImportBatch,
    ImportBatchQuerySet,
    ImportChunk,
    ImportDecision,
    ImportMapping,
    ImportState,
)
from portal.shared.models.jobs import (
    UNFINISHED,
    Heartbeat,
    Job,
    JobQuerySet,
    JobState,
    ScheduledTask,
)
from portal.shared.models.shapes import Timestamped, Versioned, update_versioned

__all__ = [
    "UNFINISHED",
    "ColumnSet",
    "ColumnSetQuerySet",
    "Heartbeat",
    "ImportBatch",
    "ImportBatchQuerySet",
    "ImportChunk",
    "ImportDecision",
    "ImportMapping",
    "ImportState",
    "Job",
    "JobQuerySet",
    "JobState",
    "ScheduledTask",
    "Timestamped",
    "Versioned",
    "update_versioned",
]
