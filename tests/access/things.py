"""The things that addresses ask for; each is made once per test, when a row names it."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from portal.shared import clock
from portal.shared.models import Job, JobState
from sme.places.models import Unit
from tests.access.people import THINGS, World, thing

NEEDED_BY_ALL: list[str] = ["place", "other_place"]
__all__ = ["NEEDED_BY_ALL", "THINGS"]


# --- places ------------------------------------------------------------------------------------------


@thing
def province(world: World) -> Unit:
    """The whole province."""
    return Unit.objects.create(
        level="province", code="82", name="Đồng Tháp", valid_from=date(2025, 7, 1)
    )


def commune(world: World, code: str, name: str) -> Unit:
    """One commune of it."""
    return Unit.objects.create(
        level="commune",
        code=code,
        name=name,
        parent=world["province"],
        valid_from=date(2025, 7, 1),
    )


@thing
def place(world: World) -> Unit:
    """Where the enterprise lies and the officer works."""
    return commune(world, "29955", "Phường Sa Đéc")


@thing
def other_place(world: World) -> Unit:
    """Where the officer from elsewhere works."""
    return commune(world, "29869", "Phường Cao Lãnh")


# --- jobs --------------------------------------------------------------------------------------------


def job_of(world: World, state: str, **fields: Any) -> Job:
    """A job of the officer."""
    return Job.objects.create(kind="tests.access", owner=world.officer, state=state, **fields)


@thing
def job(world: World) -> Job:
    """One that waits."""
    return job_of(world, JobState.QUEUED)


@thing
def failed_job(world: World) -> Job:
    """One that failed."""
    return job_of(world, JobState.FAILED, finished_at=clock.now(), error="…")


@thing
def finished_job(world: World) -> Job:
    """One whose file waits to be fetched."""
    done = job_of(world, JobState.DONE, finished_at=clock.now(), result_name="a.xlsx")
    done.result_file.save("a.xlsx", ContentFile(b"PK"))
    return done
