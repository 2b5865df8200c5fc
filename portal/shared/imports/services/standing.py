"""Where an import stands: who may go on with it, what holds it, from which state to which."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared import audit, clock, jobs
from portal.shared.errors import RuleBroken
from portal.shared.imports.kinds import ImportKind, kind_of
from portal.shared.models import ImportBatch


def drop_file(batch: ImportBatch) -> None:
    """Delete the kept file once the transaction stands."""
    storage, name = batch.file.storage, str(batch.file.name or "")
    ImportBatch.objects.filter(pk=batch.pk).update(file="")
    batch.file = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@contextmanager
def opened(batch: ImportBatch) -> Iterator[IO[bytes]]:
    """The kept file. Refuses when it is gone."""
    try:
        stream = batch.file.open("rb")
    except (OSError, ValueError):
        raise RuleBroken(
            "file_gone", _("The file is no longer kept. Upload the list again.")
        ) from None
    with stream:
        yield stream


def check_may(kind: ImportKind, *, actor: Any) -> None:
    """Refuses who may not import such lists."""
    if not kind.can_use(actor):
        raise RuleBroken("import_not_yours", _("You may not import this kind of list."))


def kind_for(batch: ImportBatch, *, actor: Any) -> ImportKind:
    """The batch's kind, if the person may go on with it; rights are those of now."""
    kind = kind_of(batch.kind)
    if kind is None or actor is None or batch.owner_id != actor.pk:
        raise RuleBroken("import_not_yours", _("You may not import this kind of list."))
    check_may(kind, actor=actor)
    return kind


def start_job(name: str, batch: ImportBatch, *, actor: Any, **params: Any) -> None:
    """Have a job go on with it."""
    job = jobs.start(
        name,
        actor=actor,
        params={"batch_id": batch.pk, **params},
        key=str(batch.pk),
        title=batch.name,
    )
    batch.job = job
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)


def refuse_while_busy(batch: ImportBatch) -> None:
    """Refuses while a job works on it."""
    job = ImportBatch.objects.select_related("job").get(pk=batch.pk).job
    if job is not None and not job.is_finished:
        raise RuleBroken(
            "import_busy", _("This list is being worked on. Wait until it is finished, or stop it.")
        )


def claim(batch: ImportBatch, before: str, after: str, **fields: Any) -> bool:
    """Compare and set: the first to come gets it, and holds the row until the transaction ends."""
    same = ImportBatch.objects.filter(pk=batch.pk, state=before)
    return bool(same.update(state=after, updated_at=clock.now(), **fields))


def move(batch: ImportBatch, before: Sequence[str], after: str, **fields: Any) -> None:
    """Bring the batch from one of the states before into the one after. Refuses any other."""
    same = ImportBatch.objects.filter(pk=batch.pk, state__in=before)
    if not same.update(state=after, updated_at=clock.now(), **fields):
        raise not_now()
    batch.state = after
    for name, value in fields.items():
        setattr(batch, name, value)


def not_now() -> RuleBroken:
    """It has gone on elsewhere."""
    return RuleBroken(
        "import_state",
        _("This import has gone on in another window. Open it again to see where it stands."),
    )


def record(batch: ImportBatch, act: str, outcome: Mapping[str, Any], *, actor: Any) -> None:
    """One line in the audit trail for the whole list."""
    counts = {key: value for key, value in outcome.items() if isinstance(value, int)}
    data = {"kind": batch.kind, "counts": counts, "digest": batch.digest}
    audit.record(batch, act, actor=actor, data=data)
