"""Is the portal able to serve? The parts that ``/readyz`` names, each asked by itself."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.shared import clock
from portal.shared.models import Heartbeat

logger = logging.getLogger("portal.health")

WORKER_SILENT_AFTER = timedelta(seconds=60)
BACKUP = "backup"  # the sign that a backup leaves; no worker
_MIGRATIONS_SEEN = "health:migrations"


def database() -> str:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return ""


def migrations() -> str:
    """Every migration of this version is applied; asked at most once a minute, since it reads them all."""
    if cache.get(_MIGRATIONS_SEEN) == "ok":
        return ""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return f"{len(missing)} not applied"
    cache.set(_MIGRATIONS_SEEN, "ok", 60)
    return ""


def storage() -> str:
    """Uploads and results can be written; of a bucket it is asked whether it answers."""
    if settings.FILES_BUCKET:
        try:
            storages["private"].exists(".readyz")
        except Exception as error:  # the library has errors of its own
            raise OSError(type(error).__name__) from error
        return ""
    for root in (Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT)):
        root.mkdir(parents=True, exist_ok=True)
        probe = root / f".readyz-{uuid.uuid4().hex}"
        probe.write_bytes(b"ok")
        probe.unlink()
    return ""


def worker() -> str:
    """At least one background worker gave a sign of life within the last minute."""
    newest = (
        Heartbeat.objects.exclude(name=BACKUP).order_by("-at").values_list("at", flat=True).first()
    )
    if newest is None:
        return "never seen"
    if newest < clock.now() - WORKER_SILENT_AFTER:
        return "silent"
    return ""


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "storage": storage,
    "worker": worker,
}


def problems() -> dict[str, str]:
    """What is wrong, by part; empty when all is well. A part that fails to answer is wrong, too."""
    found: dict[str, str] = {}
    for name, ask in PARTS.items():
        try:
            problem = ask()
        except (DatabaseError, OSError) as error:
            logger.warning("not ready: %s (%s)", name, type(error).__name__)
            problem = type(error).__name__
        if problem:
            found[name] = problem
    return found
