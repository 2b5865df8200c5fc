"""Files that people upload or jobs make: checked by content, renamed, kept privately."""

import os
import uuid
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from portal.shared import text
from portal.shared.errors import RuleBroken

MEGABYTE = 1024 * 1024


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Private files, on the disk or in the bucket: no URL leads to them, views that ask a permission serve them."""

    def __init__(self) -> None:
        super().__init__()

    @property
    def base_location(self) -> str:
        """Read at use, so that tests and other places keep their own."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """The absolute path of the root."""
        return os.path.abspath(self.base_location)

    @property
    def base_url(self) -> None:  # type: ignore[override]
        """There is none; ``url()`` refuses."""
        return None

    @property
    def _bucket(self) -> Storage | None:
        """Where they are instead when the place has an object storage."""
        return storages["private"] if "private" in storages.backends else None

    def _open(self, name: str, mode: str = "rb") -> Any:
        return self._bucket.open(name, mode) if self._bucket else super()._open(name, mode)  # type: ignore[misc]

    def _save(self, name: str, content: Any) -> str:
        if self._bucket:
            return self._bucket.save(name, content)
        return str(super()._save(name, content))  # type: ignore[misc]

    def delete(self, name: str) -> None:
        """Forget a file; one that is not there is no fault."""
        if self._bucket:
            self._bucket.delete(name)
        else:
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether it is there."""
        return self._bucket.exists(name) if self._bucket else super().exists(name)

    def size(self, name: str) -> int:
        """Its bytes."""
        return self._bucket.size(name) if self._bucket else super().size(name)


@deconstructible
class private_name:  # noqa: N801 (used like a function: upload_to=private_name("jobs"))
    """Names a stored file by chance, so that nobody's file name reaches the disk."""

    def __init__(self, room: str) -> None:
        self.room = room

    def __call__(self, instance: Any, filename: str) -> str:
        ending = PurePath(filename).suffix.lower()
        if not (1 < len(ending) <= 6 and ending[1:].isalnum() and ending.isascii()):
            ending = ""
        name = uuid.uuid4().hex
        return f"{self.room}/{name[:2]}/{name}{ending}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, private_name) and other.room == self.room

    def __hash__(self) -> int:
        return hash(self.room)


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, how its bytes begin, how large it may be."""

    name: str
    endings: tuple[str, ...]
    content_type: str
    magic: tuple[bytes, ...]
    largest: int = 10 * MEGABYTE


PDF = Kind("PDF", (".pdf",), "application/pdf", (b"%PDF-",))
JPEG = Kind("JPEG", (".jpg", ".jpeg"), "image/jpeg", (b"\xff\xd8\xff",))
PNG = Kind("PNG", (".png",), "image/png", (b"\x89PNG\r\n\x1a\n",))
WEBP = Kind("WebP", (".webp",), "image/webp", (b"RIFF",))
XLSX = Kind(
    "Excel (.xlsx)",
    (".xlsx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    (b"PK\x03\x04",),
    20 * MEGABYTE,
)
XLS = Kind(
    "Excel (.xls)",
    (".xls",),
    "application/vnd.ms-excel",
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    20 * MEGABYTE,
)
ODS = Kind(
    "OpenDocument (.ods)",
    (".ods",),
    "application/vnd.oasis.opendocument.spreadsheet",
    (b"PK\x03\x04",),
    20 * MEGABYTE,
)
CSV = Kind("CSV", (".csv",), "text/csv", (), 20 * MEGABYTE)

PICTURES = (JPEG, PNG, WEBP)
DOCUMENTS = (PDF, *PICTURES)
SHEETS = (XLSX, XLS, ODS, CSV)


@dataclass(frozen=True)
class CheckedUpload:
    """What an upload turned out to be; ``name`` is the person's own, cleaned, for showing only."""

    kind: Kind
    name: str
    size: int


def check_upload(upload: UploadedFile, kinds: tuple[Kind, ...]) -> CheckedUpload:
    """What the upload is, judged by its bytes; its name and the browser's word count for nothing but the ending.

    Refuses (``RuleBroken``) an empty file, one that is too large, one whose content is none of ``kinds``,
    and one whose ending contradicts its content. Leaves the file at its beginning.
    """
    name = display_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise RuleBroken("file_empty", _("This file is empty. Choose another one."))
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    ending = PurePath(name).suffix.lower()
    kind = next(
        (each for each in kinds if ending in each.endings and _looks_like(each, head)), None
    )
    if kind is None:
        wanted = ", ".join(each.name for each in kinds)
        raise RuleBroken(
            "file_kind",
            _("This file is not one of: %(kinds)s. Save it as one of these and try again.")
            % {"kinds": wanted},
        )
    if size > kind.largest:
        raise RuleBroken(
            "file_too_large",
            _("This file is too large: at most %(megabytes)d MB.")
            % {"megabytes": kind.largest // MEGABYTE},
        )
    return CheckedUpload(kind, name, size)


def _looks_like(kind: Kind, head: bytes) -> bool:
    if kind is WEBP:
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if kind is CSV:
        return b"\x00" not in head and not head.startswith(
            (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")
        )
    return head.startswith(kind.magic)


def display_name(name: str) -> str:
    """A person's file name fit to show and to offer for download: no path, no harmful characters, not too long."""
    last = text.clean(name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = last.rpartition(".")
    if dot and stem and len(ending) <= 5:
        return f"{stem[:100]}.{ending}"
    return last[:100] or "file"
