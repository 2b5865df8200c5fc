"""Mails of the portal's own: rendered in the reader's language, sent once the act that told them stands."""

import logging
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from portal.shared import clock, metrics

logger = logging.getLogger(__name__)
FAILED_KEY = "mail:failed"


def send(template: str, to: str, *, language: str, name: str = "", **context: Any) -> None:
    """Send ``mail/<template>.txt`` (its first line is the subject) after the present transaction commits.

    ``context`` are plain values. A mail that cannot be handed over is logged and loses nothing else:
    what it tells stands in the portal as well.
    """
    with override(language):
        told = {**context, "name": name, "is_demo_world": settings.DEMO_WORLD}
        subject, _line, body = render_to_string(f"mail/{template}.txt", told).partition("\n")
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to])

    def hand_over() -> None:
        try:
            message.send()
            metrics.MAILS.labels("sent").inc()
        except OSError as problem:
            metrics.MAILS.labels("failed").inc()
            cache.set(FAILED_KEY, clock.now(), 24 * 3600)  # administrators are told
            logger.error("mail %s was not sent: %s", template, problem)

    transaction.on_commit(hand_over)


def link(name: str, *args: Any, language: str) -> str:
    """The whole address of a page in the reader's language."""
    with override(language):
        return settings.BASE_URL.rstrip("/") + reverse(name, args=args)
