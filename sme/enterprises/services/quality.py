"""Checking the registry's data: findings are written, go when mended, and stay quiet when accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise, Finding, QualityCount
from sme.enterprises.rules.quality import CHECKS, Facts, Found, examine

BATCH = 500
ADVANCE = ("grade", "detail", "fingerprint")
ACCEPTED = ("accepted_at", "accepted_by", "accepted_reason")


@dataclass
class Checked:
    """What a run did: records looked at, findings new, spoken up again, mended."""

    records: int = 0
    new: int = 0
    changed: int = 0
    mended: int = 0


def check_all(*, progress: Any | None = None) -> Checked:
    """Check every open record, a thousand at a time, each thousand in its own short transaction."""
    outcome = Checked()
    wanted = Enterprise.objects.open()
    if progress is not None:
        progress.total = wanted.count()
    for facts in selectors.facts_in_chunks(wanted):
        _settle(facts, outcome)
        if progress is not None:
            progress.advance(len(facts))
    outcome.mended += Finding.objects.exclude(enterprise__in=wanted.values("pk")).delete()[0]
    count_today()
    return outcome


def check_one(enterprise: Enterprise) -> None:
    """Check one record at once, after it was edited; a closed or merged one has no findings."""
    rows = list(Enterprise.objects.open().filter(pk=enterprise.pk).select_related("place"))
    if rows:
        _settle(selectors.facts_of(rows), Checked())
    else:
        Finding.objects.filter(enterprise=enterprise).delete()


def check_many(ids: Sequence[int]) -> None:
    """The same for about a thousand records that a list changed; in a few queries."""
    rows = list(Enterprise.objects.open().filter(pk__in=ids).select_related("place"))
    _settle(selectors.facts_of(rows), Checked())


@transaction.atomic
def _settle(facts: Mapping[int, Facts], outcome: Checked) -> None:
    """Bring the findings of these records to what the checks say now."""
    known: dict[tuple[int, str], Finding] = {
        (each.enterprise_id, each.check_key): each
        for each in Finding.objects.filter(enterprise__in=list(facts))
    }
    found = {(pk, key): it for pk, each in facts.items() for key, it in examine(each).items()}
    new = [_made(pk, key, it) for (pk, key), it in found.items() if (pk, key) not in known]
    changed = [each for at, each in known.items() if at in found and _refreshed(each, found[at])]
    gone = [each.pk for at, each in known.items() if at not in found]
    Finding.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    Finding.objects.bulk_update(changed, [*ADVANCE, *ACCEPTED], batch_size=100)
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
    outcome.records += len(facts)
    outcome.new += len(new)
    outcome.changed += len(changed)
    outcome.mended += len(gone)


def _made(pk: int, key: str, found: Found) -> Finding:
    return Finding(
        enterprise_id=pk,
        check_key=key,
        grade=CHECKS[key].grade,
        detail=dict(found.detail),
        fingerprint=found.fingerprint,
        first_seen_on=clock.today(),
    )


def _refreshed(finding: Finding, found: Found) -> bool:
    """Take over what changed; an acceptance holds only for what was accepted."""
    detail, grade = dict(found.detail), CHECKS[finding.check_key].grade
    is_other = finding.fingerprint != found.fingerprint
    if not is_other and finding.detail == detail and finding.grade == grade:
        return False
    finding.detail, finding.grade, finding.fingerprint = detail, grade, found.fingerprint
    if is_other:
        finding.accepted_at, finding.accepted_by, finding.accepted_reason = None, None, ""
    return True


@transaction.atomic
def count_today() -> None:
    """Write today's open findings by check and place, for the trend; a second run of the day replaces the first."""
    today = clock.today()
    rows: Sequence[Any] = list(
        Finding.objects.open()
        .order_by()
        .values_list("check_key", "enterprise__place")
        .annotate(n=Count("pk"))
    )
    QualityCount.objects.filter(day=today).delete()
    QualityCount.objects.bulk_create(
        [QualityCount(day=today, check_key=key, place_id=at, count=n) for key, at, n in rows],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


@transaction.atomic
def accept_finding(finding: Finding, *, reason: str, actor: Any) -> Finding:
    """It is right as it stands, because…; refuses an empty reason. It speaks up again when the value changes."""
    reason = text.clean(reason)[:300]
    if not reason:
        raise RuleBroken("reason_missing", _("Say why it is right as it stands."), "reason")
    row = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    row.accepted_at, row.accepted_by, row.accepted_reason = clock.now(), actor, reason
    row.save(update_fields=[*ACCEPTED, "updated_at"])
    _record(row, "enterprises.accept_finding", actor)
    return row


@transaction.atomic
def revoke_acceptance(finding: Finding, *, actor: Any) -> Finding:
    """Take an acceptance back; twice is once."""
    row = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if row.accepted_at is None:
        return row
    row.accepted_at, row.accepted_by, row.accepted_reason = None, None, ""
    row.save(update_fields=[*ACCEPTED, "updated_at"])
    _record(row, "enterprises.revoke_acceptance", actor)
    return row


def _record(row: Finding, act: str, actor: Any) -> None:
    audit.record(row.enterprise, act, actor=actor, data={"check": row.check_key})
