"""Approving the list of a cohort, which freezes it with its facts, and reopening it with a reason."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.programmes import selectors
from sme.programmes.models import Cohort, RosterFreeze
from sme.programmes.services.cohorts import locked


def approve_list(cohort: Cohort, *, actor: User, decision: str = "") -> RosterFreeze:
    """Freeze who is in a cohort now, and the facts on which each was judged, for ever.

    ``decision`` names the paper ("Quyết định số …"). Refuses an empty list and one that is approved already.
    While it stands nobody gets a further place (``enrol`` refuses).
    """
    with transaction.atomic():
        now = locked(cohort)
        if RosterFreeze.objects.standing().filter(cohort=now).exists():
            raise RuleBroken("approved_already", _("The list of this cohort is approved already."))
        rows = selectors.rows_to_freeze(now)
        if not rows:
            raise RuleBroken("list_empty", _("Nobody is in this cohort yet."))
        asked = [[each.kind, each.wanted] for each in selectors.rules_of(now)]
        totals = selectors.totals_of(rows)
        kept = RosterFreeze.objects.create(
            cohort=now,
            frozen_by=actor,
            decision=text.clean(decision)[:200],
            rules=asked,
            rows=rows,
            totals=totals,
            checksum=checksum_of(now.code, asked, rows, totals),
        )
        data = {"rows": len(rows), "checksum": kept.checksum}
        audit.record(now, "programmes.approve_list", actor=actor, data=data)
    return kept


def reopen_list(kept: RosterFreeze, *, reason: str, actor: User) -> RosterFreeze:
    """Say that an approved list no longer stands, and why; it is kept as it was. Refuses a missing reason."""
    said = text.clean(reason)[:500]
    if not said:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), "reason")
    with transaction.atomic():
        locked(kept.cohort)
        standing = RosterFreeze.objects.standing().filter(pk=kept.pk)
        if not standing.update(reopened_at=clock.now(), reopened_by=actor, reopened_reason=said):
            raise RuleBroken("reopened_already", _("This list was reopened already."))
        audit.record(kept.cohort, "programmes.reopen_list", actor=actor, data={"list": kept.pk})
    kept.refresh_from_db()
    return kept


def checksum_of(code: str, asked: Any, rows: Any, totals: Any) -> str:
    """SHA-256 over what was frozen, in canonical JSON."""
    whole = {"cohort": code, "rules": asked, "rows": rows, "totals": totals}
    plain = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def is_intact(kept: RosterFreeze) -> bool:
    """Whether a list is still what was approved."""
    return checksum_of(kept.cohort.code, kept.rules, kept.rows, kept.totals) == kept.checksum
