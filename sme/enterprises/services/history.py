"""Keeping what held before: former profiles of a record whose name, kind, form, place, sector or class changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import clock, text
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise, FormerProfile
from sme.enterprises.rules import history as rules
from sme.enterprises.rules.history import Period


@dataclass(frozen=True)
class How:
    """From which day a change holds (``None``: today, unless it only fills gaps), why, or that it is a correction."""

    effective_on: date | None = None
    reason: str = ""
    is_correction: bool = False

    @property
    def day(self) -> date:
        """The first day on which the new values hold."""
        return self.effective_on or clock.today()


def how(enterprise: Enterprise, effective_on: date | None, reason: str, is_correction: bool) -> How:
    """Checked: refuses a day in the future, and one before the enterprise was founded."""
    if effective_on is not None and not is_correction:
        refuse_future(effective_on, "effective_on")
        if enterprise.founded_on and effective_on < enterprise.founded_on:
            raise RuleBroken(
                "before_founding",
                _("It was founded on %(day)s; nothing changed before that.")
                % {"day": f"{enterprise.founded_on:%d/%m/%Y}"},
                "effective_on",
            )
    return How(effective_on, text.clean(reason)[:200], is_correction)


def refuse_future(day: date, field: str) -> None:
    """What will be is not in the registry."""
    if day > clock.today():
        raise RuleBroken(
            "future_day", _("This day lies in the future. Enter it when it has happened."), field
        )


def profile_of(enterprise: Enterprise, **instead: Any) -> dict[str, Any]:
    """The values of a profile as they stand on the row."""
    return {name: instead.get(name, getattr(enterprise, name)) for name in rules.PROFILE}


def course_of(enterprise: Enterprise, present: Mapping[str, Any]) -> list[Period]:
    """All periods of a record, oldest first; ``present`` is what holds now.

    Each begins when the one before ended, even where a merge brought in periods with gaps between them.
    """
    course: list[Period] = []
    begun = None
    for each in sorted(enterprise.former_profiles.all(), key=lambda row: row.valid_to):
        course.append(Period(_values(each), begun, each.valid_to))
        begun = each.valid_to
    return [*course, Period(present, begun)]


def _values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in rules.PROFILE}


def keep(
    enterprise: Enterprise,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    given: How,
    *,
    actor: Any,
) -> dict[str, Any]:
    """Write the former profiles that a change leaves behind; returns the columns to set on the record itself.

    Refuses a back-dated change of what has changed again since.
    """
    if before == after:
        return {}
    course = course_of(enterprise, before)
    is_gap = given.effective_on is None and rules.only_completes(course, after)
    if given.is_correction or is_gap:
        periods = rules.corrected(course, after)
    else:
        periods = rules.changed(course, after, given.day)
    _store(enterprise, periods[:-1], given.reason, actor)
    return {"profile_since": periods[-1].valid_from}


def _store(enterprise: Enterprise, periods: Sequence[Period], reason: str, actor: Any) -> None:
    known = {each.valid_to: each for each in enterprise.former_profiles.all()}
    for period in periods:
        row = known.get(period.valid_to or date.max)
        if row is None:
            FormerProfile.objects.create(
                enterprise=enterprise,
                **period.values,
                valid_from=period.valid_from,
                valid_to=period.valid_to or date.max,
                reason=reason,
                ended_by=actor,
            )
        elif (_values(row), row.valid_from) != (dict(period.values), period.valid_from):
            for name, value in {**period.values, "valid_from": period.valid_from}.items():
                setattr(row, name, value)
            row.save()


def keep_many(
    rows: Iterable[tuple[Enterprise, Mapping[str, Any], Mapping[str, Any]]],
    *,
    on: date,
    reason: str = "",
    actor: Any,
) -> dict[int, date]:
    """The same for very many records that change on one day (not before their last change), in one insert.

    Takes the record as it was with its profile before and after (``profile_of``); returns by id the
    ``profile_since`` to write for those that made history. Filled gaps make none.
    """
    ending, since = [], {}
    for enterprise, before, after in rows:
        present = [Period(before, enterprise.profile_since)]
        if before == after or rules.only_completes(present, after):
            continue
        if enterprise.profile_since is None or enterprise.profile_since < on:
            since[enterprise.pk] = on
            ending.append(
                FormerProfile(
                    enterprise=enterprise,
                    **before,
                    valid_from=enterprise.profile_since,
                    valid_to=on,
                    reason=text.clean(reason)[:200],
                    ended_by=actor,
                )
            )
    FormerProfile.objects.bulk_create(ending, batch_size=500)
    return since
