"""Sealing a stream of bytes with a key: AES-256-GCM in chunks of a mebibyte, so that nothing is held in memory whole.

Each chunk has a nonce of its own: seven random bytes of the file, the chunk's number, and whether it is the last.
Chunks that were left out, exchanged, cut off or changed are refused while reading (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import base64
import binascii
import secrets
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from portal.shared.errors import RuleBroken

MAGIC = b"SENSO-BACKUP-1\n"
CHUNK = 1 << 20
TAG = 16
PREFIX = 7


def new_key() -> str:
    """A key, as people keep it: 32 random bytes in base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def cipher_of(key: str) -> AESGCM:
    """The cipher of a key; refuses what is none."""
    try:
        raw = base64.urlsafe_b64decode(key.encode())
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise RuleBroken(
            "backup_key", _("BACKUP_KEY is missing or no key. Make one: manage.py backup --new-key")
        )
    return AESGCM(raw)


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class Sealer:
    """Write to it; ``close`` seals the last chunk. ``stream`` stays open."""

    def __init__(self, stream: IO[bytes], key: str) -> None:
        self._cipher, self._stream = cipher_of(key), stream
        self._prefix, self._number, self._rest = secrets.token_bytes(PREFIX), 0, bytearray()
        stream.write(MAGIC + self._prefix)

    def write(self, data: bytes) -> int:
        """Seal what is full."""
        self._rest += data
        while len(self._rest) > CHUNK:  # the last chunk is sealed by close
            self._seal(bytes(self._rest[:CHUNK]), False)
            del self._rest[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal the last chunk."""
        self._seal(bytes(self._rest), True)
        self._rest.clear()

    def _seal(self, part: bytes, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last)
        self._stream.write(self._cipher.encrypt(nonce, part, MAGIC))
        self._number += 1


class Opener:
    """Reads what a ``Sealer`` wrote; refuses another key, and a file that was changed or cut off."""

    def __init__(self, stream: IO[bytes], key: str) -> None:
        self._cipher, self._stream = cipher_of(key), stream
        head = stream.read(len(MAGIC) + PREFIX)
        if not head.startswith(MAGIC) or len(head) != len(MAGIC) + PREFIX:
            raise RuleBroken("backup_file", _("This is no backup of the portal."))
        self._prefix, self._number, self._open = head[len(MAGIC) :], 0, bytearray()
        self._next = stream.read(CHUNK + TAG)
        if not self._next:  # even nothing is sealed in one chunk
            raise _changed()

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes, all that is left if negative."""
        while self._next and (size < 0 or len(self._open) < size):
            self._advance()
        count = len(self._open) if size < 0 else size
        part = bytes(self._open[:count])
        del self._open[:count]
        return part

    def _advance(self) -> None:
        sealed, self._next = self._next, self._stream.read(CHUNK + TAG)
        nonce = _nonce(self._prefix, self._number, not self._next)
        try:
            self._open += self._cipher.decrypt(nonce, sealed, MAGIC)
        except InvalidTag:
            raise _changed() from None
        self._number += 1


def _changed() -> RuleBroken:
    return RuleBroken(
        "backup_sealed", _("The key is another one, or the file was changed or cut off.")
    )
