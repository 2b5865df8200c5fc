"""Noting that somebody of the office looked at personal data: one insert for a page, a few for a list."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import transaction

from portal.privacy import rules
from portal.privacy.models import Look, LookPart
from portal.shared import clock, privacy


def note_look(viewer: Any, way: str, subject: str, subject_id: int) -> None:
    """``viewer`` opened something that tells of people; the same page again within ten minutes is not noted anew.

    Refuses a way that no room declared.
    """
    _known(way)
    key = f"look:{viewer.pk}:{way}:{subject}:{subject_id}"
    if cache.add(key, 1, timeout=60 * rules.PREVIEW_MINUTES):
        Look.objects.create(
            viewer=viewer, at=clock.now(), way=way, subject=subject, subject_id=subject_id
        )


@transaction.atomic
def note_list(viewer: Any, way: str, subject: str, ids: Iterable[int]) -> None:
    """``viewer`` took a list; the numbers are kept packed, so that each person can be told."""
    _known(way)
    parts = rules.parts(list(ids))
    if not parts:
        return
    look = Look.objects.create(
        viewer=viewer, at=clock.now(), way=way, subject=subject, count=sum(map(len, parts))
    )
    LookPart.objects.bulk_create(
        LookPart(look=look, subject=subject, first_id=part[0], last_id=part[-1], ids=part)
        for part in parts
    )


def _known(way: str) -> None:
    if way not in privacy.looks():
        raise ValueError(
            f"the way {way!r} of looking was never declared; see portal.shared.privacy"
        )
