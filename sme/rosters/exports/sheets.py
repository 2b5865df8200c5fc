"""The sheet that is made of a roster: rows as they come, totals, summary, heading, and what it says of itself."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.money import format_number
from portal.shared.spreadsheets import Letterhead, ReadFirst, Tally
from sme.enterprises.rules import Kind, SizeClass
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort, EnrolmentQuerySet
from sme.programmes.rules import EnrolmentState
from sme.rosters import rules, selectors
from sme.rosters.exports.columns import RosterColumn, columns
from sme.rosters.exports.keys import KEY_COLUMN, row_keys
from sme.rosters.selectors import Row


@dataclass
class _Seen:
    """What passes by while the rows are written: the counts of the summary and the totals."""

    rows: int = 0
    live_products: int = 0
    enterprises: list[int] = field(default_factory=list)
    by: dict[str, Counter[str]] = field(
        default_factory=lambda: {
            key: Counter() for key in ("state", "place", "kind", "size", "level")
        }
    )

    def add(self, row: Row) -> None:
        self.rows += 1
        self.live_products += row["enterprise__live_products"]
        self.enterprises.append(row["enterprise_id"])
        by = self.by
        by["state"][row["state"]] += 1
        by["place"][row["place"]] += 1
        by["kind"][row["enterprise__kind"]] += 1
        by["size"][row["enterprise__size_class"]] += 1
        level = row["enterprise__readiness_level"]
        by["level"]["" if level is None else str(level)] += 1


def sheet(
    cohort: Cohort,
    enrolments: EnrolmentQuerySet,
    keys: Sequence[str],
    *,
    filters: Sequence[tuple[str, str]] = (),
    by: str = "",
    is_official: bool = True,
    returns: bool = False,
    advance: Callable[[int], None] = lambda _rows: None,
) -> rules.Sheet:
    """The roster file of these (filtered, ordered) enrolments, in the active language.

    ``returns`` makes it a file that may come back edited: its rows carry keys, its editable columns are open.
    ``advance`` is told how many rows were written since it was last told, about every 500 rows.
    """
    shown = columns(keys)
    now = clock.now()
    rows = selectors.keys(enrolments)
    key = row_keys(cohort, shown, len(rows)) if returns else None
    seen = _Seen()
    return rules.Sheet(
        name=f"{_('Roster')} {cohort.code} {clock.local_day(now):%d-%m-%Y}",
        columns=[*opened(shown), KEY_COLUMN] if returns else shown,
        rows=_rows(rows, shown, seen, advance, key),
        about=_about(cohort, filters, by, now, returns),
        letterhead=_letterhead(cohort, len(rows), filters, now) if is_official else None,
        totals=(lambda: _totals(shown, seen, returns)) if len(shown) > 1 else None,
        tallies=lambda: _tallies(seen),
        whose=lambda: seen.enterprises,
    )


def _rows(
    keys: Sequence[int],
    shown: Sequence[RosterColumn],
    seen: _Seen,
    advance: Callable[[int], None],
    key: Callable[[Row], str] | None = None,
) -> Iterator[list[Any]]:
    values = [column.value for column in shown]
    if key is not None:
        values.append(key)
    for row in selectors.read(keys, {column.key for column in shown}):
        seen.add(row)
        if seen.rows % 500 == 0:
            advance(500)
        yield [value(row) for value in values]
    advance(seen.rows % 500)


def opened(shown: Sequence[RosterColumn]) -> list[RosterColumn]:
    """The columns of a file that may come back: those for editing are open."""
    return [replace(each, is_editable=each.key in rules.EDITABLE) for each in shown]


def _totals(shown: Sequence[RosterColumn], seen: _Seen, returns: bool) -> list[Any]:
    """The last row: how many enterprises, and how many products they sell."""
    values: dict[str, Any] = {"live_products": seen.live_products}
    words = _("Total: %(count)s enterprises") % {"count": format_number(seen.rows)}
    text_keys = [column.key for column in shown if column.kind == "text"]
    if text_keys:
        values[text_keys[0]] = words
    row = [values.get(column.key) for column in shown]
    return [*row, None] if returns else row


def _tallies(seen: _Seen) -> list[Tally]:
    """Counts by state, kind, size, level and place, as the rows were written."""
    levels = {str(level): _("Level %(level)s") % {"level": level} for level in range(10)}
    named: list[tuple[str, Any, Mapping[str, Any]]] = [
        (_("By state"), seen.by["state"], dict(EnrolmentState.choices)),
        (_("By kind"), seen.by["kind"], dict(Kind.choices)),
        (_("By size class"), seen.by["size"], dict(SizeClass.choices)),
        (_("By readiness level"), seen.by["level"], {**levels, "": _("Not yet known")}),
        (_("By commune or ward"), seen.by["place"], {}),
    ]
    return [_tally(title, counts, words) for title, counts, words in named]


def _tally(title: str, counts: Counter[str], words: Mapping[str, Any]) -> Tally:
    """In the order of the words; where there are none, the largest first."""
    total = sum(counts.values())
    keys = [key for key in words if counts[key]] or [key for key, _n in counts.most_common()]
    rows: list[tuple[str | int, ...]] = [
        (str(words.get(key, key)), counts[key], _share(counts[key], total)) for key in keys
    ]
    rows.append((_("Total"), total, _share(total, total)))
    return Tally(title, ("", _("Enterprises"), _("Share")), rows)


def _share(part: int, whole: int) -> str:
    return f"{format_number(part * 100 / whole, decimals=1)} %" if whole else "–"


def filter_words(filters: Sequence[tuple[str, str]]) -> str:
    """The filter in one line."""
    return "; ".join(f"{label}: {value}" for label, value in filters) or _("no filter")


def _letterhead(
    cohort: Cohort,
    count: int,
    filters: Sequence[tuple[str, str]],
    now: datetime,
) -> Letterhead:
    programme = cohort.programme
    basis = f" ({programme.legal_basis})" if programme.legal_basis else ""
    as_of = _("As at %(at)s · Filter: %(filter)s · %(count)s rows") % {
        "at": f"{now.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
        "filter": filter_words(filters),
        "count": format_number(count),
    }
    return Letterhead(
        title=_("ROSTER OF COHORT %(code)s: %(title)s")
        % {"code": cohort.code, "title": str(cohort.title).upper()},
        parent=programme.office_parent.upper(),
        body=programme.office.upper(),
        place_day=programmes.place_and_day(clock.local_day(now)),
        lines=(f"{programme.title}{basis}", as_of),
        signers=(_("PREPARED BY"), _("HEAD OF THE OFFICE")),
    )


def _about(
    cohort: Cohort,
    filters: Sequence[tuple[str, str]],
    by: str,
    now: datetime,
    returns: bool,
) -> ReadFirst:
    notes = []
    if returns:
        notes += [
            _("You may edit the coloured columns and send the file back; all others are locked."),
            _(
                "Sort, filter, hide or add columns as you like (Review, Unprotect Sheet: there is no password). "
                "Keep the hidden column “%(column)s”. A row that you delete is not deleted in the portal."
            )
            % {"column": KEY_COLUMN.header},
        ]
    if cohort.is_demo:
        notes.append(_("These enterprises are invented for the demonstration."))
    notes.append(
        _("This file holds personal data. Keep it safe and delete it when it is no longer needed.")
    )
    return ReadFirst(
        title=f"{_('Roster')} {cohort.code} – {cohort.title}",
        by=by or _("the system"),
        as_of=now,
        filters=[
            (_("Programme"), str(cohort.programme.title)),
            (
                _("Filter"),
                filter_words(filters) if filters else _("none: all that the maker may see"),
            ),
        ],
        notes=notes,
    )
