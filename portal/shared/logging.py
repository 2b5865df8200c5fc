"""Structured logs: one JSON object a line with the request's id, and no personal data in it."""

import hashlib
import logging
import re
import time
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger import json

slow = logging.getLogger("portal.slow")
request_id: ContextVar[str] = ContextVar("request_id", default="")

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_LONG_NUMBER = re.compile(r"(?<![\w.:-])\+?\d(?:[ .-]?\d){8,14}(?![\w.:-])")
_SECRET = re.compile(
    r"(?i)\b(password|passwd|token|secret|key|otp|sessionid|authorization)\b(['\"]?\s*[=:]\s*)[^\s,;&]+"
)
_QUERY = re.compile(r"\?[^\s\"']*")


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses, phone and identity numbers, secrets and query strings blanked."""
    text = _QUERY.sub("?…", text)
    text = _SECRET.sub(r"\1\2…", text)
    return _LONG_NUMBER.sub("…", _EMAIL.sub("…@…", text))


class RequestIdFilter(logging.Filter):
    """Puts the current request's (or job's) id on each record, for every formatter."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        # Django speaks of an answer after the middleware is left; the request itself still knows its id.
        asked = getattr(record, "request", None)
        record.request_id = request_id.get() or getattr(asked, "request_id", "")
        return True


class JsonFormatter(json.JsonFormatter):
    """A JSON line: moment, level, logger, message, request id, and the extras that code passed by name.

    E-mail addresses, phone and identity numbers, secrets and query strings are blanked in the message and
    in tracebacks. Extras are the caller's word: pass ids and codes, never what a person typed.
    """

    # What Django and the servers hang on a record: objects, or a person's doings.
    DROPPED = ("request", "server_time", "color_message")
    converter = staticmethod(time.gmtime)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}{request_id}",
            datefmt="%Y-%m-%dT%H:%M:%S",
            style="{",
            json_ensure_ascii=False,
            json_default=str,
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            rename_fields_keep_missing=True,
        )

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """The moment in UTC, with milliseconds."""
        return f"{super().formatTime(record, datefmt)}.{int(record.msecs):03d}Z"

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Leave out what does not belong in a log, blank what may be personal."""
        super().add_fields(log_data, record, message_dict)
        for name in self.DROPPED:
            log_data.pop(name, None)
        log_data["message"] = without_personal_data(str(log_data.get("message", "")))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """The traceback, with personal data that an exception's text may quote blanked."""
        return without_personal_data(str(super().formatException(ei)))


class ErrorMail(logging.Handler):
    """Mails an error to ``ERROR_MAIL``, blanked as in the log; the same one at most once an hour."""

    def emit(self, record: logging.LogRecord) -> None:
        """Never fails: what cannot be mailed stands in the log all the same."""
        # The logs are set up before the rest of Django may be imported.
        from django.conf import settings
        from django.core.cache import cache
        from django.core.mail import send_mail

        try:
            if cache.add(f"error:{self._place(record)}", 1, 3600):
                subject = f"Sen Số: {record.levelname} {record.name} {record.lineno}"
                send_mail(subject, self.format(record), None, settings.ERROR_MAIL)
        except Exception:  # noqa: BLE001
            self.handleError(record)

    def _place(self, record: logging.LogRecord) -> str:
        last = record.exc_info[2] if record.exc_info else None
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        where = (
            f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}"
            if last is not None
            else f"{record.pathname}:{record.lineno}"
        )
        return hashlib.sha256(where.encode()).hexdigest()[:24]


class SlowQueries:
    """Writes down each query that took longer than ``SLOW_QUERY_SECONDS``, without its values."""

    def __init__(self, limit: float) -> None:
        self.limit = limit

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Ask the database, and measure."""
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - begun
            if took > self.limit:
                slow.warning("slow query, %.2f s: %s", took, " ".join(sql.split())[:500])
