"""What held when: the profile of a record as periods without gaps, changed from a day or corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from sme.enterprises.rules.kinds import SizeClass

# What is kept of a period that has ended.
PROFILE = ("name", "kind", "legal_form", "place_id", "sector", "size_class")
# Follows from other values: it never stands in the way of a change.
FOLLOWS = frozenset({"size_class"})
_UNKNOWN: Mapping[str, Any] = {"legal_form": "", "sector": "", "size_class": SizeClass.UNKNOWN}
_WORDS: Mapping[str, Any] = {
    "name": _("name"),
    "kind": _("kind"),
    "legal_form": _("legal form"),
    "place_id": _("commune or ward"),
    "sector": _("sector"),
}


@dataclass(frozen=True)
class Period:
    """What held from ``valid_from`` (``None``: always before) until the day before ``valid_to`` (``None``: now)."""

    values: Mapping[str, Any]
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """It held on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


# Oldest first; each begins when the one before ended, the last holds now.
Course = Sequence[Period]


def holding_on(course: Course, day: date) -> Period:
    """The period in which a day lies."""
    return next(each for each in course if each.covers(day))


def moved(course: Course, new: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from those that hold now."""
    present = course[-1].values
    return {name: value for name, value in new.items() if present[name] != value}


def only_completes(course: Course, new: Mapping[str, Any]) -> bool:
    """True when nothing but gaps is filled in: learning a sector is no change of the business."""
    present = course[-1].values
    return all(name in _UNKNOWN and present[name] == _UNKNOWN[name] for name in moved(course, new))


def changed(course: Course, new: Mapping[str, Any], day: date) -> list[Period]:
    """The course when these values hold from a day on, and what held before stays history.

    Refuses (``changed_later``) a day on which the same value had not yet become what it is now: then
    the order of the changes is not known, and a person has to say what was wrong.
    """
    begins = {name: _begin(course, name, day) for name in moved(course, new)}
    found = list(course)
    for day_of in sorted(set(begins.values())):
        found = _split(found, day_of)
    return [replace(each, values={**each.values, **_set_in(each, begins, new)}) for each in found]


def corrected(course: Course, new: Mapping[str, Any]) -> list[Period]:
    """The course when these values were wrong: rewritten back for as long as the wrong value stood, no new period."""
    found, wrong = list(course), course[-1].values
    for name, value in moved(course, new).items():
        for index in range(len(found) - 1, -1, -1):
            if found[index].values[name] != wrong[name]:
                break
            found[index] = replace(found[index], values={**found[index].values, name: value})
    return found


def _begin(course: Course, name: str, day: date) -> date:
    since = _held_since(course, name)
    if since is None or since <= day:
        return day
    if name in FOLLOWS:
        return since
    raise RuleBroken(
        "changed_later",
        _(
            "The %(field)s changed on %(day)s already. Enter that day or a later one; "
            "if what stands now is a mistake, choose “correction”."
        )
        % {"field": _WORDS[name], "day": f"{since:%d/%m/%Y}"},
        "effective_on",
    )


def _held_since(course: Course, name: str) -> date | None:
    """The day from which a value is what it is now."""
    since = course[-1].valid_from
    for each in reversed(course):
        if each.values[name] != course[-1].values[name]:
            return since
        since = each.valid_from
    return since


def _split(course: Course, day: date) -> list[Period]:
    """The same course with a boundary on the day."""
    found: list[Period] = []
    for each in course:
        if each.covers(day) and each.valid_from != day:
            found += [replace(each, valid_to=day), replace(each, valid_from=day)]
        else:
            found.append(each)
    return found


def _set_in(each: Period, begins: Mapping[str, date], new: Mapping[str, Any]) -> dict[str, Any]:
    """The new values that hold in a period."""
    return {
        name: new[name]
        for name, day in begins.items()
        if each.valid_from is not None and each.valid_from >= day
    }
