"""The mails that the portal sent, as the file backend keeps them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SEPARATOR = b"-" * 79  # what Django's file backend writes after each mail


@dataclass(frozen=True)
class Mail:
    """One mail that the portal sent."""

    subject: str
    to: str
    sent_at: datetime | None
    text: str


def _read(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    sent = message.get("Date")
    return Mail(
        subject=str(message.get("Subject", "")),
        to=str(message.get("To", "")),
        sent_at=parsedate_to_datetime(sent) if sent else None,
        text=body.get_content().strip() if body else "",
    )


def mails_sent(limit: int = 50) -> list[Mail]:
    """The newest mails that the file backend wrote, newest first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or "/nonexistent")
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda f: f.stat().st_mtime, reverse=True)[:limit]
    mails = []
    for file in files:
        parts = file.read_bytes().split(SEPARATOR)
        mails += [_read(part.strip() + b"\n") for part in parts if part.strip()]
    mails.sort(key=lambda m: m.sent_at.timestamp() if m.sent_at else 0, reverse=True)
    return mails[:limit]
