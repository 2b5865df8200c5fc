"""Acts on places: loading a province's units, and giving officers their areas."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import audit, pagecache, privacy, text
from portal.shared.errors import RuleBroken
from sme.places import rules
from sme.places.models import Remit, Succession, Unit
from sme.places.rules import Period, PlacesFile, UnitRow


@dataclass
class Loaded:
    """What a load did."""

    added: int = 0
    changed: int = 0
    same: int = 0
    successions_added: int = 0
    successions_changed: int = 0
    successions_same: int = 0

    @property
    def is_any_change(self) -> bool:
        """Something was written."""
        return bool(
            self.added or self.changed or self.successions_added or self.successions_changed
        )


@transaction.atomic
def load(file: PlacesFile, *, actor: Any | None) -> Loaded:
    """Bring the units and successions of a checked file into the registry; a second time changes nothing.

    A unit is the same when level, code and first day are. Units that the file does not name stay as
    they are (another province's, say). Refuses a file whose codes clash in time with those units.
    ``actor`` ``None`` is the system.
    """
    done = Loaded()
    known = {(unit.level, unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
    _refuse_clashes(file, known)
    by_ref: dict[str, Unit] = {}
    names: dict[str, str] = {}
    for row in file.units:
        parent = by_ref.get(row.parent or "")
        names[row.ref] = _search_text(row, names.get(row.parent or "", ""))
        unit = known.get((row.level, row.code, row.valid_from))
        by_ref[row.ref] = _bring(unit, _values(row, parent, names[row.ref]), done)
    _load_successions(file, by_ref, done)
    if done.is_any_change:
        audit.record(
            by_ref[file.units[0].ref],
            "places.load",
            actor=actor,
            data={
                **({} if actor else audit.BY_SYSTEM),
                "added": done.added,
                "changed": done.changed,
            },
        )
    return done


def _refuse_clashes(file: PlacesFile, known: dict[Any, Unit]) -> None:
    in_file = {(row.level, row.code, row.valid_from) for row in file.units}
    others: dict[tuple[str, str], list[Unit]] = {}
    for key, unit in known.items():
        if key not in in_file:
            others.setdefault((unit.level, unit.code), []).append(unit)
    for row in file.units:
        for unit in others.get((row.level, row.code), []):
            if row.period.overlaps(Period(unit.level, unit.code, unit.valid_from, unit.valid_to)):
                raise RuleBroken(
                    "places_clash",
                    _("Unit %(ref)s has the code of %(unit)s, which is valid in the same time.")
                    % {"ref": row.ref, "unit": unit.name},
                )


def _search_text(row: UnitRow, above: str) -> str:
    return f"{text.fold(row.name)} {above}".strip()[:300]


def _values(row: UnitRow, parent: Unit | None, search_text: str) -> dict[str, Any]:
    return {
        "level": row.level,
        "code": row.code,
        "name": row.name,
        "parent_id": parent.pk if parent else None,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "note": row.note,
        "search_text": search_text,
        "sort_key": text.vietnamese_sort_key(rules.without_kind(row.name))[:200],
    }


def _bring(unit: Unit | None, values: dict[str, Any], done: Loaded) -> Unit:
    if unit is None:
        done.added += 1
        return Unit.objects.create(**values)
    if all(getattr(unit, name) == value for name, value in values.items()):
        done.same += 1
        return unit
    for name, value in values.items():
        setattr(unit, name, value)
    unit.save()
    done.changed += 1
    return unit


def _load_successions(file: PlacesFile, by_ref: dict[str, Unit], done: Loaded) -> None:
    known = {(row.old_id, row.new_id): row for row in Succession.objects.all()}
    new = []
    for row in file.successions:
        old_id, new_id = by_ref[row.old].pk, by_ref[row.new].pk
        found = known.get((old_id, new_id))
        if found is None:
            new.append(Succession(old_id=old_id, new_id=new_id, is_whole=row.is_whole))
        elif found.is_whole != row.is_whole:
            found.is_whole = row.is_whole
            found.save(update_fields=["is_whole"])
            done.successions_changed += 1
        else:
            done.successions_same += 1
    Succession.objects.bulk_create(new)
    pagecache.renew()
    done.successions_added = len(new)


@transaction.atomic
def set_remit(user: Any, *, is_whole_province: bool, units: Iterable[Unit], actor: Any) -> Remit:
    """Make this the area for which an officer answers; nothing given means that they see nothing.

    Named units are kept only when it is not the whole province.
    """
    wanted = [] if is_whole_province else list(units)
    remit, _made = Remit.objects.select_for_update().get_or_create(user=user)
    before = {
        "is_whole_province": remit.is_whole_province,
        "units": sorted(remit.units.values_list("pk", flat=True)),
    }
    after = {"is_whole_province": is_whole_province, "units": sorted(unit.pk for unit in wanted)}
    user.__dict__.pop("_remit_unit_ids", None)
    if before == after and not _made:
        return remit
    remit.is_whole_province = is_whole_province
    remit.save(update_fields=["is_whole_province"])
    remit.units.set(wanted)
    audit.record(
        user,
        "places.set_remit",
        actor=actor,
        data={**({} if actor else audit.BY_SYSTEM), "changes": audit.changes(before, after)},
    )
    return remit


def register_holdings() -> None:
    """Say what this room knows of people: where an officer works."""
    privacy.register(
        privacy.Holding(
            key="places.remit",
            order=200,
            label=gettext_lazy("Where you work"),
            activity="office",
            columns={"is_whole_province": gettext_lazy("Whole province")},
            read=lambda user: privacy.rows_of(Remit.objects.filter(user=user), "is_whole_province"),
            erase=lambda user: Remit.objects.filter(user=user).delete()[0],
            covers=("places.remit.user",),
        )
    )
