"""Short codes with which a visitor goes on where the answering was left; only their checksum is kept."""

import hashlib
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which people mix up."""
LENGTH = 10
"""About 49 bits: nobody guesses one."""
DAYS = 90
"""So long after it was begun a code leads back to the answers."""


def new(choose: Callable[[Sequence[str]], str]) -> str:
    """A code from a source of chance, such as ``secrets.choice``."""
    return "".join(choose(ALPHABET) for _place in range(LENGTH))


def read(typed: str) -> str:
    """A code as people type it (small letters, blanks, dashes) in its kept form; empty if it is none."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def shown(code: str) -> str:
    """In groups, to be read aloud: ``K7QF-3MXP-2D``."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def checksum(code: str) -> str:
    """What the database keeps."""
    return hashlib.sha256(f"readiness:{code}".encode()).hexdigest()
