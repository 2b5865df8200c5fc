"""Setting the eligibility rules of a cohort."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.shared import audit, clock
from sme.programmes.models import Cohort, EligibilityRule
from sme.programmes.rules import RuleKind
from sme.programmes.services.cohorts import locked


def set_rules(
    cohort: Cohort, wanted: Mapping[str, Any], *, actor: User, day: date | None = None
) -> Cohort:
    """Make these the rules of a cohort from ``day`` (today) on: ``{kind: what it wants}``; kinds left out end.

    What held before is closed, not overwritten; a rule of the same day is replaced. Unchanged rules stay.
    """
    if unknown := set(wanted) - set(RuleKind.values):
        raise TypeError(f"unknown rules: {', '.join(sorted(unknown))}")
    day = day or clock.today()
    with transaction.atomic():
        now = locked(cohort)
        standing = {
            each.kind: each
            for each in EligibilityRule.objects.filter(cohort=now, valid_to__isnull=True)
        }
        before = {kind: each.wanted for kind, each in standing.items()}
        for kind, rule in standing.items():
            if wanted.get(kind) != rule.wanted:
                _end(rule, day)
        EligibilityRule.objects.bulk_create(
            EligibilityRule(cohort=now, kind=kind, wanted=value, valid_from=day)
            for kind, value in wanted.items()
            if before.get(kind) != value
        )
        changed = audit.changes(before, dict(wanted))
        if changed:
            audit.record(now, "programmes.set_rules", actor=actor, data={"changes": changed})
    return now


def _end(rule: EligibilityRule, day: date) -> None:
    if rule.valid_from >= day:
        rule.delete()
        return
    rule.valid_to = day
    rule.save(update_fields=["valid_to", "updated_at"])
