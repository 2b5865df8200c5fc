"""A province's data file into checked units and successions; the format is told in ``docs/howto/load-places.md``."""

import itertools
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import text
from portal.shared.errors import RuleBroken
from sme.places.rules import Level, PlacesFile, SuccessionRow, UnitRow

FORMAT = "sen-so.places/1"
LARGEST = 20 * 1024 * 1024
_PARENT_LEVELS = {
    Level.PROVINCE: (),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.DISTRICT, Level.PROVINCE),
}


def read_places(path: Path) -> PlacesFile:
    """Read and check a data file; refuses with one sentence that says where the first mistake is."""
    try:
        if path.stat().st_size > LARGEST:
            raise _wrong(_("the file is larger than 20 MB"))
        document = json.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise RuleBroken(
            "places_no_file", _("There is no file %(path)s that can be read.") % {"path": path}
        ) from None
    except (ValueError, RecursionError):
        raise _wrong(_("it is not JSON in UTF-8")) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _wrong(_('its "format" is not "%(format)s"') % {"format": FORMAT})
    units = [_unit(number, row) for number, row in enumerate(_rows(document, "units"), 1)]
    successions = [
        _succession(number, row) for number, row in enumerate(_rows(document, "successions"), 1)
    ]
    if not units:
        raise _wrong(_("it holds no units"))
    by_ref = _by_ref(units)
    _check_parents(units, by_ref)
    _check_periods(units)
    _check_successions(successions, by_ref)
    order = {level: place for place, level in enumerate(Level)}
    units.sort(key=lambda unit: order[unit.level])
    return PlacesFile(str(document.get("title", "")), units, successions)


def _wrong(why: str) -> RuleBroken:
    return RuleBroken(
        "places_bad_file", _("The file of places is not usable: %(why)s.") % {"why": why}
    )


def _rows(document: Mapping[str, Any], key: str) -> list[Any]:
    rows = document.get(key, [])
    if not isinstance(rows, list):
        raise _wrong(_('"%(key)s" is not a list') % {"key": key})
    return rows


def _word(row: Any, where: str, key: str, longest: int, is_needed: bool = True) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if value is None and not is_needed:
        return ""
    words = text.clean(value) if isinstance(value, str) else ""
    if (is_needed and not words) or len(words) > longest:
        raise _wrong(
            _("%(where)s: %(key)s is missing or not a text") % {"where": where, "key": key}
        )
    return words


def _day(row: Mapping[str, Any], where: str, key: str, is_needed: bool) -> date | None:
    value = row.get(key)
    if value is None and not is_needed:
        return None
    try:
        return date.fromisoformat(str(value))
    except (TypeError, ValueError):
        raise _wrong(
            _("%(where)s: %(key)s is not a day like 2025-07-01") % {"where": where, "key": key}
        ) from None


def _unit(number: int, row: Any) -> UnitRow:
    where = _("unit %(n)s") % {"n": number}
    ref = _word(row, where, "ref", 40)
    where = _("unit %(ref)s") % {"ref": ref}
    level = _word(row, where, "level", 10)
    if level not in Level.values:
        raise _wrong(_("%(where)s: level is none of %(levels)s")
                     % {"where": where, "levels": ", ".join(Level.values)})  # fmt: skip
    begins = _day(row, where, "valid_from", is_needed=True)
    ends = _day(row, where, "valid_to", is_needed=False)
    if begins is None or (ends is not None and ends <= begins):
        raise _wrong(_("%(where)s ends before it begins") % {"where": where})
    return UnitRow(
        ref=ref,
        level=Level(level),
        code=_word(row, where, "code", 10),
        name=_word(row, where, "name", 100),
        parent=_word(row, where, "parent", 40, is_needed=False) or None,
        valid_from=begins,
        valid_to=ends,
        note=_word(row, where, "note", 300, is_needed=False),
    )


def _succession(number: int, row: Any) -> SuccessionRow:
    where = _("succession %(n)s") % {"n": number}
    is_whole = row.get("whole") if isinstance(row, dict) else None
    if not isinstance(is_whole, bool):
        raise _wrong(_('%(where)s: "whole" is neither true nor false') % {"where": where})
    return SuccessionRow(_word(row, where, "old", 40), _word(row, where, "new", 40), is_whole)


def _by_ref(units: list[UnitRow]) -> dict[str, UnitRow]:
    found: dict[str, UnitRow] = {}
    for unit in units:
        if unit.ref in found:
            raise _wrong(_("the reference %(ref)s stands twice") % {"ref": unit.ref})
        found[unit.ref] = unit
    return found


def _check_parents(units: list[UnitRow], by_ref: Mapping[str, UnitRow]) -> None:
    for unit in units:
        if unit.parent is None:
            continue
        parent = by_ref.get(unit.parent)
        if parent is None or parent.level not in _PARENT_LEVELS[unit.level]:
            raise _wrong(
                _("unit %(ref)s: its parent %(parent)s is not in the file, or not above it")
                % {"ref": unit.ref, "parent": unit.parent}
            )


def _check_periods(units: list[UnitRow]) -> None:
    """A level and code name one unit on any day."""
    ordered = sorted(units, key=lambda unit: (unit.level, unit.code, unit.valid_from))
    for one, other in itertools.pairwise(ordered):
        if one.period.overlaps(other.period):
            raise _wrong(
                _("units %(one)s and %(other)s have one code in the same time")
                % {"one": one.ref, "other": other.ref}
            )


def _check_successions(rows: list[SuccessionRow], by_ref: Mapping[str, UnitRow]) -> None:
    seen: dict[str, list[SuccessionRow]] = {}
    for row in rows:
        old, new = by_ref.get(row.old), by_ref.get(row.new)
        pair = {"old": row.old, "new": row.new}
        if old is None or new is None:
            raise _wrong(_("succession %(old)s → %(new)s names a unit that is not there") % pair)
        if old.valid_to is None or new.valid_from < old.valid_to or old.level != new.level:
            raise _wrong(
                _("succession %(old)s → %(new)s: the new unit must begin when the old one ends")
                % pair
            )
        others = seen.setdefault(row.old, [])
        if any(other.new == row.new for other in others):
            raise _wrong(_("succession %(old)s → %(new)s stands twice") % pair)
        others.append(row)
        if len(others) > 1 and any(other.is_whole for other in others):
            raise _wrong(_("unit %(old)s went into several units, so into none wholly") % pair)
