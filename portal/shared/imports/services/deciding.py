"""What a person decides about single rows."""

from typing import Any

from django.utils.translation import gettext as _

from portal.shared.errors import RuleBroken
from portal.shared.imports import judging
from portal.shared.imports.kinds import Context, Decision, Verdict
from portal.shared.imports.services import standing
from portal.shared.models import ImportBatch, ImportDecision, ImportState


def decide(
    batch: ImportBatch, number: int, choice: str, target_id: int | None = None, *, actor: Any
) -> ImportDecision | None:
    """Say what happens to one row: ``same`` as a candidate, ``new``, ``skip``, or nothing (``""``) any more.

    Refuses a row that is not there or cannot be decided, and a thing that is not among its candidates.
    """
    kind = standing.kind_for(batch, actor=actor)
    standing.refuse_while_busy(batch)
    line = line_of(batch, number)
    candidates = {each.id for each in line.candidates} if line else set()
    is_open = line is not None and line.verdict == Verdict.DUPLICATE
    is_written = line is not None and line.verdict in judging.WRITTEN
    allowed = {
        "": line is not None,
        "skip": is_open or is_written,
        "new": is_open,
        "same": is_open and target_id in candidates,
    }
    if batch.state != ImportState.JUDGED or line is None or not allowed.get(choice):
        raise RuleBroken("decision_unknown", _("This row cannot be decided in this way."))
    if not choice:
        batch.decisions.filter(number=number).delete()
        return None
    if choice != "skip":
        decision = Decision(choice, target_id if choice == "same" else None)
        judging.ask(kind, [line], Context(actor, batch.params), decision)
    kept, _created = ImportDecision.objects.update_or_create(
        batch=batch,
        number=number,
        defaults={
            "choice": choice,
            "target_id": target_id if choice == "same" else None,
            "judged": line.to_plain(),
        },
    )
    return kept


def line_of(batch: ImportBatch, number: int) -> judging.Line | None:
    """One judged row by its number in the file."""
    chunk = batch.chunks.filter(first__lte=number, last__gte=number).first()
    rows = chunk.rows if chunk else []
    return next((judging.Line.from_plain(each) for each in rows if each[0] == number), None)
