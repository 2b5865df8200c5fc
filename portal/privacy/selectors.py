"""Reads: texts in force, who agreed, looks at a person's data, periods, erasures, the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.privacy.models import (
    Activity,
    Consent,
    ConsentText,
    Erasure,
    Look,
    LookPart,
    RetentionRule,
    RetentionRun,
)
from portal.privacy.rules import Purpose
from portal.shared import clock, privacy
from portal.shared.models import Job, JobState

EXPORT_KIND = "privacy.export"
MOST_PARTS = 400  # of lists, newest first, opened for one page


# --- consents -------------------------------------------------------------------------------------------


def text_in_force(purpose: str, day: date | None = None) -> ConsentText | None:
    """What people read now before they agree; ``None`` where nothing is asked for."""
    today = day or clock.today()
    return (
        ConsentText.objects.filter(purpose=purpose, effective_on__lte=today)
        .order_by("-version")
        .first()
    )


def standing(purpose: str) -> QuerySet[Consent]:
    """Consents that hold: not withdrawn, and to a text that is not older than the last that asked anew."""
    rows = Consent.objects.filter(purpose=purpose, withdrawn_at__isnull=True)
    anew = (
        ConsentText.objects.filter(purpose=purpose, asks_anew=True, effective_on__lte=clock.today())
        .order_by("-version")
        .values("version")[:1]
    )
    return rows.filter(text__version__gte=Coalesce(Subquery(anew), 0))


def agreed(purpose: str) -> QuerySet[Any]:
    """The keys of all who agreed, for ``user__in=``."""
    return standing(purpose).order_by().values("user")


def has_agreed(user: Any, purpose: str) -> bool:
    """One person agreed and did not withdraw."""
    return standing(purpose).filter(user_id=user.pk).exists()


def text_to_ask(user: Any, purpose: str) -> ConsentText | None:
    """What this person must still agree to; ``None`` where they did, or where nothing is asked for. One query."""
    stands = Exists(standing(purpose).order_by().filter(user_id=user.pk))
    text = (
        ConsentText.objects.filter(purpose=purpose, effective_on__lte=clock.today())
        .annotate(stands=stands)
        .order_by("-version")
        .first()
    )
    return None if text is None or text.stands else text


def choices_of(user: Any) -> list[dict[str, Any]]:
    """Each purpose with its text in force, what stands, and what was before."""
    rows = list(Consent.objects.filter(user=user).select_related("text"))
    found = []
    for purpose in Purpose:
        text = text_in_force(purpose)
        if text is None:
            continue
        stands = has_agreed(user, purpose)
        mine = [row for row in rows if row.purpose == purpose]
        found.append({"purpose": purpose, "text": text, "stands": stands, "rows": mine})
    return found


# --- one's own data ---------------------------------------------------------------------------------------


def exports_of(user: Any) -> list[Job]:
    """The newest downloads of one's own data: waiting, running, or ready and not yet let go."""
    rows = Job.objects.filter(owner_id=user.pk, kind=EXPORT_KIND)
    rows = rows.exclude(state=JobState.DONE, result_file="").exclude(state=JobState.CANCELLED)
    return list(rows.order_by("-pk")[:3])


def waiting_erasure(user: Any) -> Erasure | None:
    """The erasure of this account that is not yet carried out."""
    return Erasure.objects.filter(
        user_id=user.pk, cancelled_at__isnull=True, done_at__isnull=True
    ).first()


# --- who looked ---------------------------------------------------------------------------------------------


def looks_at(user: Any) -> QuerySet[Look]:
    """Looks of others at what tells of this person, single ones and lists, newest first."""
    wanted = Q(pk__in=[])
    for key, subject in privacy.subjects().items():
        ids = sorted(set(subject.ids_of(user)))
        if ids:
            wanted |= Q(subject=key, subject_id__in=ids) | Q(pk__in=lists_with(key, ids))
    return Look.objects.filter(wanted).exclude(viewer_id=user.pk).select_related("viewer")


def lists_with(subject: str, ids: list[int]) -> set[int]:
    """Lists that hold one of these numbers."""
    found: set[int] = set()
    for each in ids:
        parts = LookPart.objects.filter(subject=subject, first_id__lte=each, last_id__gte=each)
        rows = parts.order_by("-pk").values_list("look_id", "ids")[:MOST_PARTS]
        found |= {look for look, held in rows if each in held}
    return found


def all_looks() -> QuerySet[Look]:
    """Every look, newest first."""
    return Look.objects.select_related("viewer")


def named(looks: Iterable[Look]) -> list[dict[str, Any]]:
    """Looks with the words of how, and what the thing is called where it is one."""
    rows = list(looks)
    names: dict[tuple[str, int], str] = {}
    for key, subject in privacy.subjects().items():
        ids = {row.subject_id for row in rows if row.subject == key and row.subject_id}
        if ids:
            told = subject.names_of(sorted(ids))
            names |= {(key, number): name for number, name in told.items()}
    words = privacy.looks()
    return [
        {
            "look": row,
            "how": words.get(row.way, row.way),
            "name": names.get((row.subject, row.subject_id or 0), ""),
        }
        for row in rows
    ]


# --- how long, and the register --------------------------------------------------------------------------------


def days_of(key: str, day: date | None = None) -> int | None:
    """So many days this is kept on a day; ``None``: for ever."""
    rows = RetentionRule.objects.filter(key=key, valid_from__lte=day or clock.today())
    return rows.order_by("-valid_from").values_list("days", flat=True).first()


def rules_in_force(day: date | None = None) -> dict[str, RetentionRule]:
    """Key → the period that holds on a day."""
    rows = RetentionRule.objects.filter(valid_from__lte=day or clock.today())
    return {row.key: row for row in rows.order_by("key", "valid_from")}


def register(day: date | None = None) -> list[dict[str, Any]]:
    """The register of processing: each activity in force, its period of keeping, what the rooms hold under it."""
    periods = rules_in_force(day)
    rows = Activity.objects.filter(valid_from__lte=day or clock.today()).order_by("valid_from")
    latest = {row.key: row for row in rows}
    held: dict[str, list[Any]] = {}
    for holding in privacy.holdings():
        held.setdefault(holding.activity, []).append(holding)
    return [
        {"activity": row, "period": periods.get(row.retention), "held": held.get(row.key, [])}
        for row in sorted(latest.values(), key=lambda each: (each.order, each.key))
    ]


def runs(limit: int = 10) -> list[RetentionRun]:
    """The newest runs of keeping."""
    return list(RetentionRun.objects.select_related("by")[:limit])
