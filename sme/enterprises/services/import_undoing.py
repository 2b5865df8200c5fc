"""Taking back what a list of enterprises wrote: records as they were, new ones gone; all or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from portal.shared import audit
from portal.shared.errors import RuleBroken
from sme.enterprises.models import (
    Contact,
    DuplicatePair,
    Enterprise,
    Finding,
    FormerProfile,
    Identifier,
    Lineage,
)
from sme.enterprises.rules import LineageKind
from sme.enterprises.selectors import matching as finding
from sme.enterprises.services import quality
from sme.enterprises.services.import_writing import locked, save

# What goes with a record that is taken back; anything else that points at it keeps it.
_OF_ITS_OWN = (Identifier, Contact, Finding, DuplicatePair)


def put_back(kept: Sequence[Mapping[str, Any]], *, actor: Any, batch_id: int | None) -> None:
    """Records as they were before ``change_rows``. Refuses when one was changed since."""
    held = locked([each["pk"] for each in kept])
    units = finding.units_by_id() if kept else {}
    rows, told, columns = [], [], set[str]()
    for each in kept:
        row = held.get(each["pk"])
        if row is None or row.version != each["version"] or row.merged_into_id:
            raise _touched(row)
        before = {}
        for name, value in each["before"].items():
            before[name] = getattr(row, name)
            kind: Any = Enterprise._meta.get_field(name)
            setattr(row, name, units[value] if name == "place" else kind.to_python(value))
            columns.add(name)
        _put_back_parts(each)
        row.version += 1
        rows.append(row)
        told.append((row, {"list": batch_id}))
    save(rows, columns)
    audit.record_many(told, "enterprises.import_undone", actor=actor)
    quality.check_many([row.pk for row in rows])


def _put_back_parts(kept: Mapping[str, Any]) -> None:
    if kept.get("former"):
        FormerProfile.objects.filter(pk__in=kept["former"]).delete()
    if person := kept.get("person"):
        pk, before = person
        if before is None:
            Contact.objects.filter(pk=pk).delete()
        else:
            Contact.objects.filter(pk=pk).update(**before)
    if had := kept.get("numbers"):
        present = Identifier.objects.filter(enterprise=kept["pk"], valid_to__isnull=True)
        present.exclude(pk__in=had["held"]).delete()
        Identifier.objects.filter(pk__in=had["held"]).update(valid_to=None)


def take_away(made: Sequence[Sequence[int]]) -> None:
    """Delete records that ``enter_rows`` entered. Refuses when one was changed since, or has come to be used."""
    versions = {each[0]: each[1] for each in made}
    for begin in range(0, len(made), finding.AT_ONCE):
        ids = [pk for pk, _version in made[begin : begin + finding.AT_ONCE]]
        rows = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=ids)
        found = {each.pk: each for each in rows}
        for pk in ids:
            if pk not in found or found[pk].version != versions[pk] or found[pk].merged_into_id:
                raise _touched(found.get(pk))
        _refuse_used(ids, found)
        Lineage.objects.filter(kind=LineageKind.BRANCH, predecessor__in=ids).delete()
        Lineage.objects.filter(kind=LineageKind.BRANCH, successor__in=ids).delete()
        try:
            Enterprise.objects.filter(pk__in=ids).delete()
        except ProtectedError:
            raise _touched(None) from None


def _refuse_used(ids: Sequence[int], found: Mapping[int, Enterprise]) -> None:
    """Whatever any room has hung on one of them keeps the list from being taken back."""
    for relation in Enterprise._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model, name = relation.related_model, relation.field.name  # type: ignore[union-attr]
        if model in _OF_ITS_OWN or (model is Lineage):
            continue
        used = model._base_manager.filter(**{f"{name}__in": ids}).values_list(name, flat=True)  # type: ignore[union-attr]
        if (first := used.first()) is not None:
            raise _touched(found.get(first))
    later = Lineage.objects.exclude(kind=LineageKind.BRANCH)
    for name in ("predecessor", "successor"):
        if first := later.filter(**{f"{name}__in": ids}).values_list(name, flat=True).first():
            raise _touched(found.get(first))


def _touched(row: Enterprise | None) -> RuleBroken:
    name = row.name if row is not None else "–"
    return RuleBroken(
        "touched_since",
        _(
            "“%(name)s” was changed or used since this list came in, so the list cannot be taken back as a whole."
        )
        % {"name": name},
    )
