"""Everything the portal holds in one sealed file, and back: the database of one moment, and the files.

A backup is a compressed tar, sealed (``sealing``): ``database`` (an SQLite file, or PostgreSQL's own format),
``media/…``, ``private/…``, and at the end ``manifest.json`` with the rows of each table and the checksum of each file.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from portal.shared import clock, health
from portal.shared.errors import RuleBroken
from portal.shared.models import Heartbeat
from portal.shared.sealing import Opener, Sealer

FOLDERS = {"media": "MEDIA_ROOT", "private": "PRIVATE_ROOT"}
Manifest = dict[str, Any]


def backup(folder: Path, key: str, *, keep: int = 0) -> Path:
    """Write a backup into ``folder`` and return its path; ``keep`` above 0 leaves only so many of the newest.

    Refuses without a key, and where the database's own program is missing. A file that is not finished has
    another name. What the web writes meanwhile belongs to the next backup.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"portal-{clock.now():%Y%m%d-%H%M%S}.backup"
    half = folder / f".{name}.part"
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            _write(stream, key)
            stream.flush()
            os.fsync(stream.fileno())
        half.rename(folder / name)
    finally:
        half.unlink(missing_ok=True)
    for old in sorted(folder.glob("portal-*.backup"))[:-keep] if keep else []:
        old.unlink()
    Heartbeat.objects.update_or_create(name=health.BACKUP, defaults={"at": clock.now()})
    return folder / name


def _write(stream: IO[bytes], key: str) -> None:
    sealer = Sealer(stream, key)
    files: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="portal-backup-") as scratch:
        dump = Path(scratch) / "database"
        counts = _dump(dump)
        packed = gzip.GzipFile(fileobj=cast("IO[bytes]", sealer), mode="wb", compresslevel=3)
        with packed, tarfile.open(fileobj=packed, mode="w|") as tar:
            files["database"] = _add(tar, dump, "database")
            dump.unlink()
            for name, path in _own_files():
                try:
                    files[name] = _add(tar, path, name)
                except FileNotFoundError:
                    continue  # deleted while we came to it
            told = {"vendor": connection.vendor, "at": clock.now().isoformat(), "rows": counts}
            _add_bytes(tar, json.dumps({**told, "files": files}).encode(), "manifest.json")
    sealer.close()


def _own_files() -> Iterator[tuple[str, Path]]:
    for name, setting in FOLDERS.items():
        root = Path(getattr(settings, setting))
        for path in sorted(root.rglob("*")) if root.exists() else ():
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(root).as_posix()}", path


class _Hashed:
    """A file whose bytes are counted into a checksum as they are read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.stream.read(size)
        self.digest.update(part)
        return part


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    with path.open("rb") as stream:
        told = tarfile.TarInfo(name)
        told.size, told.mtime = os.fstat(stream.fileno()).st_size, int(path.stat().st_mtime)
        hashed = _Hashed(stream)
        tar.addfile(told, hashed)  # type: ignore[arg-type]
    return hashed.digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, content: bytes, name: str) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(content)
    tar.addfile(told, io.BytesIO(content))


# --- back ------------------------------------------------------------------------------------------------


def restore(file: Path, key: str) -> Manifest:
    """Put a backup into this portal's empty database and folders, and compare it with what the backup says.

    Refuses a database that holds tables, folders that hold files, another kind of database, another key, and a
    file that was changed. Returns the manifest.
    """
    if connection.introspection.table_names():
        raise RuleBroken("not_empty", _("The database is not empty. Restore into an empty one."))
    for setting in FOLDERS.values():
        root = Path(getattr(settings, setting))
        if root.exists() and any(root.iterdir()):
            raise RuleBroken("not_empty", _("%(folder)s is not empty.") % {"folder": root})
    targets = {name: Path(getattr(settings, setting)) for name, setting in FOLDERS.items()}
    with tempfile.TemporaryDirectory(prefix="portal-restore-") as scratch:
        told = _unpack(file, key, Path(scratch), targets)
        _load(Path(scratch) / "database", told)
    _compare(told["rows"], counts_here())
    return told


def check(file: Path, key: str) -> Manifest:
    """Read a backup to its end and compare each file with its checksum; SQLite's rows are counted, too."""
    with tempfile.TemporaryDirectory(prefix="portal-check-") as scratch:
        folder = Path(scratch)
        told = _unpack(file, key, folder, {name: folder / name for name in FOLDERS})
        if told["vendor"] == "sqlite":
            _compare(told["rows"], _counts_of_file(folder / "database"))
    return told


def _unpack(file: Path, key: str, folder: Path, targets: dict[str, Path]) -> Manifest:
    found: dict[str, str] = {}
    told: Manifest = {}
    with file.open("rb") as stream:
        opener = cast("IO[bytes]", Opener(stream, key))
        for member, content in _members(opener):
            if member == "manifest.json":
                told = json.loads(content.read())
                continue
            path = _place(member, folder, targets)
            path.parent.mkdir(parents=True, exist_ok=True)
            hashed = _Hashed(content)
            with path.open("wb") as out:
                shutil.copyfileobj(hashed, out, 1 << 20)
            found[member] = hashed.digest.hexdigest()
    if not told or told["files"] != found:
        raise RuleBroken("backup_differs", _("The files are not those that the backup names."))
    return told


def _members(opened: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=opened, mode="r|gz") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                yield member.name, content


def _place(name: str, folder: Path, targets: dict[str, Path]) -> Path:
    """Where a member belongs; nothing leaves its folder."""
    if name == "database":
        return folder / name
    first, _slash, rest = name.partition("/")
    root = targets.get(first)
    path = root and (root / rest).resolve()
    if not path or not rest or not path.is_relative_to(root.resolve()):  # type: ignore[union-attr]
        raise RuleBroken("backup_file", _("This is no backup of the portal."))
    return path


def _compare(told: dict[str, int], found: dict[str, int]) -> None:
    wrong = [name for name in sorted(told) if found.get(name) != told[name]]
    if wrong:
        raise RuleBroken(
            "backup_rows",
            _("Tables with other rows than the backup says: %(tables)s")
            % {"tables": ", ".join(wrong)},
        )


def counts_here() -> dict[str, int]:
    """Rows of each table of this database."""
    with connection.cursor() as cursor:
        found = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = cursor.fetchone()[0]
    return found


# --- the databases' own means ---------------------------------------------------------------------------


def _dump(target: Path) -> dict[str, int]:
    """One moment of the database into a file; the rows of each table at that moment."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return _counts_of_file(target)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        counts = counts_here()
        _postgres(
            "pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"
        )
    return counts


def _load(dump: Path, told: Manifest) -> None:
    if told["vendor"] != connection.vendor:
        raise RuleBroken(
            "backup_vendor",
            _("The backup is of %(theirs)s, this portal uses %(ours)s.")
            % {"theirs": told["vendor"], "ours": connection.vendor},
        )
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(dump)) as copy:
            copy.backup(connection.connection)
        return
    connection.close()
    _postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))


def _postgres(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise RuleBroken(
            "no_program",
            _("%(program)s is missing: install the client programs of PostgreSQL.")
            % {"program": program},
        )
    to = connection.get_connection_params()
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    environment = {**os.environ, "PGDATABASE": str(to["dbname"])}
    environment |= {name: str(to[key]) for name, key in names.items() if to.get(key)}
    where = ["--dbname", str(to["dbname"])] if program == "pg_restore" else []
    done = subprocess.run(  # noqa: S603  (our own arguments)
        [found, *where, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sentence = _("%(program)s failed: %(words)s")
        raise RuleBroken(
            "program_failed", sentence % {"program": program, "words": done.stderr.strip()[-300:]}
        )


def _counts_of_file(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise RuleBroken("backup_broken", _("The copy of the database is broken."))
        rows = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        names = [name for (name,) in rows]
        return {
            name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }
