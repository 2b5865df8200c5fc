"""Letting go of what is old: periods are dated data, rooms say what and how; accounts that nobody uses."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from portal.privacy import rules, selectors
from portal.privacy.models import Erasure, Look, RetentionRun
from portal.privacy.rules import Reason
from portal.privacy.services.erasing import tell
from portal.shared import audit, clock, jobs, privacy
from portal.shared.imports import services as imports
from portal.shared.models import ImportBatch, Job

NOTICE = "dormant_notice"
SIGN_INS = ("accounts.sign_in", "accounts.sign_in_failed", "accounts.second_step_failed")


def retain(*, is_dry: bool, actor: Any) -> RetentionRun:
    """Let go of all that is older than its period, or only count it (``is_dry``); what has no period stays.

    Each kind stands in its own transaction; the run is kept with what each kind came to.
    """
    now, counts = clock.now(), {}
    periods = selectors.rules_in_force()
    for expiry in privacy.expiries():
        rule = periods.get(expiry.key)
        if rule is None:
            continue
        before = rules.before(now, rule.days)
        with transaction.atomic():
            found = expiry.count(before) if is_dry else expiry.act(before)
        counts[expiry.key] = {"rows": found, "days": rule.days}
    with transaction.atomic():
        run = RetentionRun.objects.create(at=now, by=actor, is_dry=is_dry, counts=counts)
        data = {**({} if actor else audit.BY_SYSTEM), "is_dry": is_dry}
        audit.record(run, "privacy.retain", actor=actor, data=data)
    return run


# --- accounts that nobody uses ---------------------------------------------------------------------------


def dormant(before: datetime) -> QuerySet[User]:
    """Members who did not sign in since; people of the office and those told already are left out."""
    unused = Q(last_login__lt=before) | Q(last_login__isnull=True, date_joined__lt=before)
    waiting = Erasure.objects.filter(cancelled_at__isnull=True, done_at__isnull=True)
    rows = User.objects.filter(unused, is_active=True, is_superuser=False, groups__isnull=True)
    return rows.exclude(pk__in=waiting.values("user"))


def tell_dormant(before: datetime) -> int:
    """Mail those whose account was not used since: it is erased after the notice, unless they sign in."""
    told = 0
    for pk in dormant(before).order_by("pk").values_list("pk", flat=True)[:1000]:
        told += _tell_one(pk, before)
    return told


@transaction.atomic
def _tell_one(pk: int, before: datetime) -> bool:
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    if not dormant(before).filter(pk=pk).exists():
        return False
    now = clock.now()
    made = Erasure.objects.create(
        user=person,
        reason=Reason.DORMANT,
        asked_at=now,
        due_at=rules.due_at(now, selectors.days_of(NOTICE) or 30),
    )
    audit.record(person, "privacy.tell_dormant", actor=None, data=audit.BY_SYSTEM)
    tell(made, "account_dormant")
    return True


# --- what the floor itself lets go -----------------------------------------------------------------------


def _looks(before: datetime) -> QuerySet[Look]:
    return Look.objects.filter(at__lt=before)


def _let_looks_go(before: datetime) -> int:
    count = _looks(before).count()
    _looks(before).delete()
    return count


def _sign_ins(before: datetime) -> QuerySet[ModelLogEntry]:
    return ModelLogEntry.objects.filter(action__in=SIGN_INS, timestamp__lt=before)


def _own_data(before: datetime) -> QuerySet[Job]:
    rows = Job.objects.filter(kind=selectors.EXPORT_KIND, finished_at__lt=before)
    return rows.exclude(result_file="")


def _let_own_data_go(before: datetime) -> int:
    count = 0
    for job in _own_data(before):
        job.result_file.storage.delete(str(job.result_file.name))
        count += Job.objects.filter(pk=job.pk).update(result_file="")
    return count


def _results(before: datetime) -> QuerySet[Job]:
    return Job.objects.filter(finished_at__lt=before).exclude(result_file="")


def _lists(before: datetime) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(updated_at__lt=before).exclude(file="")


def _days_since(before: datetime) -> int:
    return (clock.now() - before).days


def register_all() -> None:
    """Make what the floor lets go known; called when Django starts."""
    for key, label, count, act in (
        (
            "looks",
            _("Who looked at personal data"),
            lambda before: _looks(before).count(),
            _let_looks_go,
        ),
        (
            "sign_ins",
            _("Sign-ins in the audit trail"),
            lambda before: _sign_ins(before).count(),
            lambda before: _sign_ins(before).delete()[0],
        ),
        (
            "own_data_files",
            _("Files of people’s own data"),
            lambda before: _own_data(before).count(),
            _let_own_data_go,
        ),
        (
            "job_results",
            _("Results of jobs"),
            lambda before: _results(before).count(),
            lambda before: jobs.purge_results(days=_days_since(before)),
        ),
        (
            "import_lists",
            _("Lists that came in"),
            lambda before: _lists(before).count(),
            lambda before: imports.forget(days=_days_since(before)),
        ),
        (
            "dormant_account",
            _("Accounts that nobody uses (told first)"),
            lambda before: dormant(before).count(),
            tell_dormant,
        ),
    ):
        privacy.register_expiry(privacy.Expiry(key, label, count, act))
