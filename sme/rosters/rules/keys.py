"""The key of a row in a roster file: which enrolment it is, and what its editable cells held, sealed.

The file carries its own base, so that a roster can come back after months and from any copy of the file. The
seal (a keyed BLAKE2 hash) makes sure that the base is what we wrote; the first part says which portal wrote it.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import text
from portal.shared.errors import RuleBroken

MARK = "SS1"
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Base:
    """What a row was when it left: the enrolment and its version, and the values of its editable cells.

    ``total`` is how many rows left together. ``columns`` and ``locked`` are digests of the columns of the file
    and of the cells that are not to be edited.
    """

    cohort: int
    enrolment: int
    version: int
    total: int
    columns: str
    locked: str
    values: tuple[str, ...]


class Seal:
    """Seals and reads the keys of one portal; ``secrets``: the present one first, then former ones."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [hashlib.blake2b(f"rosters:{each}".encode()).digest() for each in secrets]
        self._portals = [hashlib.blake2b(key, digest_size=4).hexdigest() for key in self._keys]
        self._seal = hashlib.blake2b(key=self._keys[0], digest_size=12)

    def sign(self, base: Base) -> str:
        """The key that is written into the file."""
        plain = json.dumps(
            [
                base.cohort, base.enrolment, base.version, base.total, base.columns, base.locked,
                *base.values,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )  # fmt: skip
        body = base64.urlsafe_b64encode(plain.encode()).decode()
        return f"{MARK}.{self._portals[0]}.{body}.{self._mac(self._seal, body)}"

    @staticmethod
    def _mac(seal: Any, body: str) -> str:
        own = seal.copy()
        own.update(body.encode())
        return str(own.hexdigest())

    def read(self, written: str) -> Base:
        """What a key says. Refuses one that is none, of another portal, or that somebody changed."""
        parts = written.strip().split(".")
        if len(parts) != 4 or parts[0] != MARK:
            raise RuleBroken("key_unreadable", _("The key of this row was changed."), "key")
        _mark, portal, body, mac = parts
        if portal not in self._portals:
            raise RuleBroken("key_foreign", _("This row comes from another portal."), "key")
        seal = hashlib.blake2b(key=self._keys[self._portals.index(portal)], digest_size=12)
        if not hmac.compare_digest(self._mac(seal, body).encode(), mac.encode()):
            raise RuleBroken("key_broken", _("The key of this row was changed."), "key")
        cohort, enrolment, version, total, columns, locked, *values = json.loads(
            base64.urlsafe_b64decode(body)
        )
        return Base(cohort, enrolment, version, total, columns, locked, tuple(values))


def digest(values: Iterable[str]) -> str:
    """A short digest of cells, to see whether any was changed."""
    return hashlib.blake2b(_BETWEEN.join(values).encode(), digest_size=5).hexdigest()


def fingerprint_of(columns: Iterable[str]) -> str:
    """A short digest of the keys of columns: cells are compared only where a file has the same ones."""
    return digest(columns)[:6]


def plain_cell(value: Any) -> str:
    """A cell as it is compared: however a program stored it, text, number or day, it reads the same."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else f"{value:%Y-%m-%dT%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return text.clean(str(value))
