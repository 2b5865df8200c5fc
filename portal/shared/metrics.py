"""What machines measure of the portal, in Prometheus' text form: requests, jobs, mails, kept pages, and what rooms add.

Counters live in each process; with ``PROMETHEUS_MULTIPROC_DIR`` (``serve`` sets it, and the unit should) those of all
processes of a host are added up. What stands in the database is asked for when somebody looks. In an upper room's
``AppConfig.ready()``::

    metrics.register("payments", selectors.metrics)

which yields ``(name, help, {label: value}, number)``.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SECONDS = Histogram(
    "portal_request_seconds", "Seconds of an answer", ["view", "method", "status"], buckets=BUCKETS
)
MAILS = Counter("portal_mails", "Mails handed over, or not", ["outcome"])
KEPT = Counter("portal_kept_pages", "Public pages answered from memory, or made anew", ["outcome"])

Row = tuple[str, str, Mapping[str, str], float]
Source = Callable[[], Iterable[Row]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Add what a room counts in the database; registering a key again replaces it."""
    _sources[key] = source


def text() -> bytes:
    """Everything, as Prometheus reads it."""
    registry = CollectorRegistry()
    registry.register(_Database())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)


class _Database:
    """Asks the sources when it is read."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for key in sorted(_sources):
            for name, words, labels, number in _sources[key]():
                family = families.get(name)
                if family is None:
                    family = families[name] = GaugeMetricFamily(name, words, labels=list(labels))
                family.add_metric(list(labels.values()), number)
        yield from families.values()


class MetricsMiddleware:
    """Measures each answer by the name of its view, never by its address (that would name things)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count and measure."""
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name if match else "") or "none"
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        took = time.perf_counter() - begun
        SECONDS.labels(view, method, f"{response.status_code // 100}xx").observe(took)
        return response
