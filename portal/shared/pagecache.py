"""Public pages kept whole for visitors who have not signed in, and made anew when something on them changes.

A page says that it is for everybody (``for_everybody(response)``); the middleware keeps it in this process, keyed
by scheme, host and path and nothing personal. Whoever changes what such pages show calls ``renew()``: one write that
every process sees within ``LOOK_EVERY`` seconds. What nobody calls ``renew()`` for (live figures on a page) is at
most ``settings.PAGE_CACHE_SECONDS`` old.
"""

import gzip
import hashlib
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from portal.shared import metrics

VERSION_KEY = "public-pages"
LOOK_EVERY = 2.0  # seconds between two looks at the version
MOST_BYTES = 32 * 1024 * 1024
LARGEST_PAGE = 512 * 1024
MOST_PARTS = 1000
_last = threading.local()  # when this thread raised the version
# Of one moment or one visitor; everything else of a kept answer is the page's own.
_OWN_HEADERS = frozenset({"x-request-id", "date", "set-cookie"})


def for_everybody(response: HttpResponse) -> HttpResponse:
    """Say that this answer holds nothing of its reader: any visitor may be shown it."""
    response.is_for_everybody = True  # type: ignore[attr-defined]
    return response


def renew() -> None:
    """Forget all kept pages, in every process, once the present transaction stands; once for all its calls."""
    asked = time.monotonic()
    transaction.on_commit(lambda: _raise_version(asked))


def _raise_version(asked: float) -> None:
    # What was asked for before the last rise stood by then: the calls of one transaction are answered together.
    if asked > getattr(_last, "rise", float("-inf")):
        cache.set(VERSION_KEY, uuid.uuid4().hex, None)
        _last.rise = time.monotonic()
        shelf.look_again()


@dataclass(frozen=True)
class Kept:
    """A page as it was answered, with when it ends and the version of the site that it shows."""

    version: str
    ends: float
    body: bytes
    packed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page for this visitor: packed if the browser can unpack, nothing if it has it already."""
        if request.headers.get("If-None-Match") == self.etag:
            response: HttpResponse = HttpResponseNotModified()
        elif "gzip" in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(self.packed)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(self.body)
        for name, value in self.headers:
            response.headers[name] = value
        response.headers["ETag"] = self.etag
        return response


class Shelf:
    """The kept pages of this process, the least asked for given up first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._parts: dict[str, tuple[str, float, Any]] = {}
        self._bytes = 0
        self._lock = threading.Lock()
        self._version = ""
        self._looked_at = float("-inf")

    def version(self) -> str:
        """The version of the public pages, looked up every few seconds."""
        now = time.monotonic()
        if now - self._looked_at > LOOK_EVERY:
            self._looked_at = now
            self._version = cache.get(VERSION_KEY) or ""
        return self._version

    def look_again(self) -> None:
        """Look the version up at the next request: this process has just raised it."""
        self._looked_at = float("-inf")

    def get(self, key: str) -> Kept | None:
        """The page, if it is kept and still right."""
        kept = self._pages.get(key)
        if kept is None or kept.version != self.version() or kept.ends < time.monotonic():
            return None
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep a page and give up others when there are too many."""
        with self._lock:
            self._drop(key)
            self._pages[key] = kept
            self._bytes += len(kept.body) + len(kept.packed)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything, and look at the version at once."""
        with self._lock:
            self._pages.clear()
            self._parts.clear()
            self._bytes = 0
            self._looked_at = float("-inf")

    def part(self, key: str, make: Callable[[], Any]) -> Any:
        """A part of many pages, made anew when the version changed or it is too old."""
        now, version = time.monotonic(), self.version()
        kept = self._parts.get(key)
        if kept is None or kept[0] != version or kept[1] < now:
            if len(self._parts) >= MOST_PARTS:
                self._parts.clear()
            kept = (version, now + settings.PAGE_CACHE_SECONDS, make())
            self._parts[key] = kept
        return kept[2]

    def _drop(self, key: str) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self._bytes -= len(old.body) + len(old.packed)


shelf = Shelf()


def part(key: str, make: Callable[[], Any]) -> Any:
    """What many pages of everybody show alike (the site's settings, say), kept as whole pages are.

    ``key`` names nothing personal; whoever is given the value changes nothing of it. ``renew()`` forgets it.
    """
    return shelf.part(key, make) if settings.PAGE_CACHE_SECONDS else make()


class PublicPageMiddleware:
    """Answers visitors from the shelf; stands before everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept = shelf.get(key)
        if kept is not None:
            metrics.KEPT.labels("kept").inc()
            return kept.answer(request)
        metrics.KEPT.labels("made").inc()
        version = (
            shelf.version()
        )  # before the page is made: a change meanwhile makes it old at once
        response = self.get_response(request)
        if _is_keepable(response):
            kept = _kept(response, version)
            shelf.put(key, kept)
            return kept.answer(request)
        return response


def _key(request: HttpRequest) -> str | None:
    """What the page is kept under, or ``None`` for an answer that may be somebody's own."""
    asked = request.META
    if not settings.PAGE_CACHE_SECONDS or request.method != "GET" or asked.get("QUERY_STRING"):
        return None
    if "HTTP_HX_REQUEST" in asked or "HTTP_AUTHORIZATION" in asked:
        return None
    if "HTTP_COOKIE" in asked and (
        settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    ):
        return None
    try:
        return f"{request.scheme}://{request.get_host()}{request.path}"
    except DisallowedHost:
        return None


def _is_keepable(response: Any) -> bool:
    return bool(
        getattr(response, "is_for_everybody", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LARGEST_PAGE
    )


def _kept(response: HttpResponse, version: str) -> Kept:
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    headers = tuple(
        (name, value)
        for name, value in response.headers.items()
        if name.lower() not in _OWN_HEADERS | {"content-length", "etag"}
    )
    body = response.content
    return Kept(
        version=version,
        ends=time.monotonic() + settings.PAGE_CACHE_SECONDS,
        body=body,
        packed=gzip.compress(body, compresslevel=6, mtime=0),
        headers=headers,
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:24]}"',
    )
