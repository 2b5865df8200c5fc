"""What would happen to each row of a list of enterprises: matched by numbers, else told apart from what looks alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from portal.shared import clock, text
from portal.shared.imports import Candidate, Context, Difference, Judged, Problem, ReadRow, Verdict
from sme.enterprises import selectors
from sme.enterprises.rules import matching
from sme.enterprises.rules.duplicates import REASON_WORDS, Likeness
from sme.enterprises.rules.matching import Record
from sme.enterprises.selectors import matching as finding
from sme.enterprises.services import import_words as words
from sme.enterprises.uploads import RowReader
from sme.places import selectors as places
from sme.places.models import Unit

MOST_CANDIDATES = 3
_HEADING = {
    "number": "tax_code", "division": "sector_code",
    "revenue_band": "revenue", "capital_band": "capital",
}  # fmt: skip


@dataclass
class Run:
    """What one run looks up once."""

    ctx: Context
    taken: dict[int, int] = field(default_factory=dict)

    @cached_property
    def area(self) -> set[int] | None:
        """Units for which the person answers; ``None``: all."""
        actor = self.ctx.actor
        return None if actor is None or actor.is_administrator else places.remit_unit_ids(actor)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Communes by id."""
        return finding.units_by_id()

    @cached_property
    def neighbours(self) -> finding.Neighbours:
        """Who may be meant where no number tells."""
        return finding.Neighbours()

    @cached_property
    def reader(self) -> RowReader:
        """Cells into values."""
        bands = selectors.latest_size_rules()
        place = self.ctx.params.get("place")
        return RowReader(
            communes=places.communes_in_memory(),
            sectors=selectors.classification(),
            bands={
                name: {text.fold(band.label): key for key, band in known.items()}
                for name, known in (
                    ("revenue", bands.revenue_bands),
                    ("capital", bands.capital_bands),
                )
            },
            headings=self.ctx.headings,
            today=clock.today(),
            default_place=int(place) if place else None,
            default_kind=self.ctx.params.get("kind", ""),
        )

    def is_mine(self, place_id: int) -> bool:
        """The place lies in the person's area."""
        return self.area is None or place_id in self.area


def run_of(ctx: Context) -> Run:
    """The run that a context belongs to."""
    found = ctx.memory.get("enterprises")
    if found is None:
        found = ctx.memory["enterprises"] = Run(ctx)
    return found


class Judge:
    """Judges about a thousand rows together."""

    def __init__(self, run: Run, rows: Sequence[ReadRow]) -> None:
        self.run, self.rows = run, rows
        self.held = finding.holders([row.values for row in rows])
        ids = {pk for found, _former in self.held for pk in found}
        ids |= {row.decision.target_id for row in rows if row.decision and row.decision.target_id}
        self.known = finding.records(ids, run.neighbours.places)

    def all(self) -> list[Judged]:
        """What would happen to each row, in their order."""
        judged = [
            self._by_number(row, *held) for row, held in zip(self.rows, self.held, strict=True)
        ]
        open_rows = [at for at, each in enumerate(judged) if each is None]
        for at, found in zip(
            open_rows, self._by_name([self.rows[at] for at in open_rows]), strict=True
        ):
            judged[at] = found
        return [self._once(row, each) for row, each in zip(self.rows, judged, strict=True) if each]

    def _by_number(self, row: ReadRow, ids: list[int], is_former: bool) -> Judged | None:
        """The row's verdict when a number (or a person) tells what it is about; ``None`` when nothing does."""
        decision = row.decision
        if decision and decision.choice == "same" and decision.target_id:
            others = [pk for pk in ids if pk != decision.target_id]
            if others:
                return self._several([decision.target_id, *others])
            return self._against(row, decision.target_id)
        if row.values.get("record") and not ids:
            return _wrong("record", _("No record with this number is in your area."))
        if len(ids) > 1:
            return self._several(ids)
        if not ids:
            return None
        judged = self._against(row, ids[0])
        if is_former and judged.verdict != Verdict.WRONG:
            sentence = _("This number was replaced by another one; it is not taken up again.")
            judged.problems.append(Problem("tax_code", sentence, is_warning=True))
        return judged

    def _several(self, ids: Sequence[int]) -> Judged:
        names = [
            self._name(self.known[pk])
            if pk in self.known and self._is_mine(self.known[pk])
            else _("a record outside your area")
            for pk in ids
        ]
        return _wrong(
            "",
            _(
                "The numbers of this row belong to several records: %(names)s. Merge them or correct the row."
            )
            % {"names": "; ".join(names)},
        )

    def _name(self, record: Record) -> str:
        unit = self.run.units.get(record.values["place_id"])
        return f"{record.name} ({unit.name})" if unit else record.name

    def _is_mine(self, record: Record) -> bool:
        return self.run.is_mine(record.values["place_id"])

    def _against(self, row: ReadRow, pk: int) -> Judged:
        """Changes or same, against the record it is about."""
        record = self.known.get(pk)
        if record is None or not self._is_mine(record):
            return _wrong(
                "tax_code" if row.values.get("number") else "",
                _(
                    "This business is in the registry, outside your area. Ask the provincial office."
                ),
            )
        found = matching.changes(row.values, record)
        if not found:
            return Judged(Verdict.SAME, pk, record.name)
        if record.is_closed:
            sentence = _("“%(name)s” is closed in the registry. Reopen it first if it works again.")
            return _wrong("", sentence % {"name": record.name})
        if "place" in found and not self.run.is_mine(found["place"]):
            return _wrong("place", _("This place is outside your area."))
        differences = [
            Difference(
                _HEADING.get(key, key),
                words.before(record, key, self.run.units),
                words.in_words(key, value, self.run.units),
            )
            for key, value in found.items()
        ]
        return Judged(Verdict.CHANGES, pk, record.name, differences)

    def _by_name(self, rows: Sequence[ReadRow]) -> list[Judged]:
        """Rows that no number finds: word for word what a record says, alike to some, or new."""
        if not rows:
            return []
        exact = self._word_for_word(rows)
        alike = self._alike(rows, exact)
        found = []
        for at, row in enumerate(rows):
            if len(exact[at]) > 1:
                found.append(self._several_alike(exact[at]))
            elif exact[at]:
                found.append(Judged(Verdict.SAME, exact[at][0].id, exact[at][0].name))
            elif alike.get(at):
                found.append(self._doubtful(alike[at]))
            else:
                found.append(self._new(row))
        return found

    def _word_for_word(self, rows: Sequence[ReadRow]) -> list[list[Record]]:
        """Records of the same name and place on which nothing would change; for rows without any number."""
        asked = [
            at
            for at, row in enumerate(rows)
            if not row.decision and not matching.row_numbers(row.values)
        ]
        named = self.run.neighbours.named_alike([rows[at].values for at in asked])
        known = finding.records({pk for ids in named for pk in ids}, self.run.neighbours.places)
        found: list[list[Record]] = [[] for _row in rows]
        for at, ids in zip(asked, named, strict=True):
            values = rows[at].values
            found[at] = [
                known[pk]
                for pk in sorted(ids)
                if pk in known
                and self._is_mine(known[pk])
                and text.fold(known[pk].name) == text.fold(values["name"])
                and not matching.changes(values, known[pk])
            ]
        return found

    def _several_alike(self, records: Sequence[Record]) -> Judged:
        names = "; ".join(f"{self._name(each)} · {each.id}" for each in records)
        return _wrong(
            "",
            _(
                "Several records say the same as this row: %(names)s. Merge them, or add a tax code to the row."
            )
            % {"names": names},
        )

    def _alike(
        self, rows: Sequence[ReadRow], exact: Sequence[Sequence[Record]]
    ) -> dict[int, list[tuple[Record, Likeness]]]:
        """Of rows that nobody decided about: records that may be meant, the likeliest first."""
        asked = [at for at, row in enumerate(rows) if not exact[at] and not row.decision]
        found = self.run.neighbours.look_alikes([rows[at].values for at in asked])
        known = finding.records(
            {pk for each in found for pk, _why in each}, self.run.neighbours.places
        )
        return {
            at: [(known[pk], why) for pk, why in each if pk in known and self._is_mine(known[pk])]
            for at, each in zip(asked, found, strict=True)
        }

    def _doubtful(self, alike: Sequence[tuple[Record, Likeness]]) -> Judged:
        candidates = [
            Candidate(
                record.id,
                self._name(record),
                ", ".join(
                    str(REASON_WORDS[each.code]) % each.data
                    for each in likeness.reasons
                    if each.points > 0 and each.code in REASON_WORDS
                ),
            )
            for record, likeness in alike[:MOST_CANDIDATES]
        ]
        return Judged(Verdict.DUPLICATE, candidates=candidates)

    def _new(self, row: ReadRow) -> Judged:
        place, values = finding.place_of(row.values), row.values
        if place is None:
            return _wrong("place", _("The commune or ward is missing; a new business needs one."))
        if not self.run.is_mine(place):
            return _wrong("place", _("This place is outside your area."))
        if not (values.get("kind") or values.get("kind_guess")):
            return _wrong(
                "kind",
                _(
                    "It is not said what it is: enterprise, co-operative, household business or facility."
                ),
            )
        return Judged(Verdict.NEW)

    def _once(self, row: ReadRow, judged: Judged) -> Judged:
        """Two rows that lead to one record by different ways: the second is wrong, and names the first."""
        if judged.target_id is None or judged.verdict not in (Verdict.CHANGES, Verdict.SAME):
            return judged
        first = self.run.taken.setdefault(judged.target_id, row.number)
        if first == row.number:
            return judged
        return _wrong(
            "",
            _(
                "Row %(number)d and row %(first)d are about the same record: %(name)s. Keep one of them."
            )
            % {"number": row.number, "first": first, "name": judged.target_label},
        )


def _wrong(field_key: str, sentence: str) -> Judged:
    return Judged(Verdict.WRONG, problems=[Problem(field_key, sentence)])
