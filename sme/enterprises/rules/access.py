"""Codes and links that give access: how they look, and how long they hold."""

import secrets
from datetime import timedelta

# Nothing that is read for something else on paper or on the phone: no 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V.
LETTERS = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 12
INVITATION_HOLDS = timedelta(days=14)
CODE_HOLDS = timedelta(days=30)
MOST_OPEN_INVITATIONS = 20


def new_token() -> str:
    """The secret part of a link: 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code to write on paper: 12 of 23 letters, 54 bits."""
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))


def in_groups(code: str) -> str:
    """As it is printed: ``34679A`` → ``3467 9A``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain_code(typed: str) -> str:
    """A code as it was given, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:40]
