"""Questionnaires and their versions: what is offered, and what a version holds."""

from functools import lru_cache
from typing import Any

from django.db.models import Count

from assessments import rules
from assessments.models import Framework, FrameworkVersion
from assessments.rules import Definition, VersionState
from portal.shared import pagecache


@lru_cache(maxsize=64)
def _definition(checksum: str) -> Definition:
    """A published document never changes, so that its checksum names the parsed form in every process."""
    document = (
        FrameworkVersion.objects.filter(checksum=checksum)
        .values_list("document", flat=True)
        .first()
    )
    if document is None:
        raise LookupError(checksum)
    return rules.parse(document)


def definition_of(version: FrameworkVersion) -> Definition:
    """The definition of a version; parsed once per process."""
    return _definition(version.checksum)


def frameworks_offered() -> list[Framework]:
    """What businesses may start, the first one first."""
    return list(
        pagecache.part(
            "frameworks", lambda: list(Framework.objects.offered().select_related("current"))
        )
    )


def framework_versions() -> Any:
    """All versions with how many submitted assessments stand on each."""
    return (
        FrameworkVersion.objects.select_related("framework")
        .defer("document")
        .annotate(assessments_count=Count("assessments"))
        .order_by("framework__position", "framework__slug", "pk")
    )


def other_versions(version: FrameworkVersion) -> list[FrameworkVersion]:
    """The published versions of the same framework, for comparing."""
    found = FrameworkVersion.objects.filter(framework_id=version.framework_id)
    return list(
        found.exclude(pk=version.pk)
        .exclude(state=VersionState.DRAFT)
        .select_related("framework")
        .defer("document")
        .order_by("-pk")
    )
