"""Helpers for views: refusals onto forms, whole page or part, pages of a list, safe ways back, request ids."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from portal.shared.errors import RuleBroken
from portal.shared.logging import request_id
from portal.shared.picking import Choice, choices_context, cut

PER_PAGE = 25
COUNT_CAP = 1000
ModelT = TypeVar("ModelT", bound=Model)
_FIELD_NAME = re.compile(r"^[a-z][a-z0-9_-]{0,39}$", re.IGNORECASE)
_SANE_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


def refuse(form: BaseForm, broken: RuleBroken) -> None:
    """Put a service's refusal where the person sees it: at its field, else above the form."""
    field = broken.field if broken.field in form.fields else None
    form.add_error(field, ValidationError(broken.sentence, code=broken.code))


def is_htmx(request: HttpRequest) -> bool:
    """True when htmx asks for a part; boosted links and restored history want the whole page."""
    htmx = getattr(request, "htmx", None)
    if htmx is None:
        return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def part_name(template: str) -> str:
    """``enterprises/list.html`` → ``enterprises/list_part.html``."""
    stem, dot, ending = template.rpartition(".")
    return f"{stem}_part{dot}{ending}"


def render_page_or_part(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or to htmx its ``…_part.html`` (which the page itself includes)."""
    name = part_name(template) if is_htmx(request) else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def suggest_choices(
    request: HttpRequest,
    options_for: Callable[[str], Sequence[Choice]],
    template: str,
    *,
    least: int = 1,
) -> HttpResponse:
    """A picker's choices for the line in the field that ``?field=`` names, from ``least`` letters on; else 404."""
    name = request.GET.get("field", "")
    html_id = request.GET.get("id", f"id_{name}")
    if not _FIELD_NAME.match(name) or not _FIELD_NAME.match(html_id):
        raise Http404
    line = cut(request.GET.get(name))
    enough = len(line) >= least
    context = choices_context(name, html_id, line, options_for(line)) if enough else {}
    return render(request, template, context)


@dataclass(frozen=True)
class PageOf:
    """One page of a list, with a count that is true or says that it is capped.

    Iterates over its rows. ``count`` is exact unless ``is_capped``: then there are more than ``count``.
    ``pages`` is unknown (``None``) while capped.
    """

    rows: list[Any]
    number: int
    per_page: int
    count: int
    is_capped: bool
    has_next: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        """There is a page before this one."""
        return self.number > 1

    @property
    def previous_number(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def next_number(self) -> int:
        """The number of the page after."""
        return self.number + 1

    @property
    def pages(self) -> int | None:
        """How many pages there are, or ``None`` while the count is capped."""
        return None if self.is_capped else max(1, -(-self.count // self.per_page))

    @property
    def first(self) -> int:
        """The position of the first row shown, from 1; 0 when the list is empty."""
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The position of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def is_several(self) -> bool:
        """A pager is worth showing."""
        return self.has_previous or self.has_next


def page_of(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    per_page: int = PER_PAGE,
    cap: int | None = COUNT_CAP,
) -> PageOf:
    """The page that ``?page=`` asks for, in two queries.

    Counts stop at ``cap`` (a list of a million answers as quickly as one of ten thousand) unless
    ``?count=exact`` is asked for or ``cap`` is ``None``. A page number that is no number is page 1; one past
    the end is the last page.
    """
    if request.GET.get("count") == "exact":
        cap = None
    plain = queryset.order_by()
    count = plain.count() if cap is None else plain[: cap + 1].count()
    is_capped = cap is not None and count > cap
    number = _page_number(request.GET.get("page"))
    if not is_capped:
        number = min(number, max(1, -(-count // per_page)))
    rows = _slice(queryset, number, per_page)
    if not rows and number > 1:  # past the end of a list whose length was not counted
        number = max(1, -(-plain.count() // per_page))
        rows = _slice(queryset, number, per_page)
    return PageOf(
        rows=rows[:per_page],
        number=number,
        per_page=per_page,
        count=cap if cap is not None and is_capped else count,
        is_capped=is_capped,
        has_next=len(rows) > per_page,
    )


def page_of_list(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE) -> PageOf:
    """The same for rows that are at hand or know their length: ``len(rows)`` and ``rows[a:b]``."""
    count = len(rows)
    number = min(_page_number(request.GET.get("page")), max(1, -(-count // per_page)))
    start = (number - 1) * per_page
    return PageOf(
        rows=list(rows[start : start + per_page]),
        number=number,
        per_page=per_page,
        count=count,
        is_capped=False,
        has_next=number * per_page < count,
    )


def _slice(queryset: QuerySet[Any], number: int, per_page: int) -> list[Any]:
    start = (number - 1) * per_page
    return list(queryset[start : start + per_page + 1])


def _page_number(asked: str | None) -> int:
    if asked and asked.isascii() and asked.isdigit() and len(asked) < 8:
        return max(1, int(asked))
    return 1


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The address in ``next`` (form first, then query) if it stays on this site, else ``fallback``."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return fallback


def get_or_404_visible(queryset: QuerySet[ModelT], **lookup: Any) -> ModelT:
    """The one row of an already scoped queryset, else 404: unknown, somebody else's and nonsense look alike."""
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValueError, TypeError, OverflowError):
        raise Http404 from None


class RequestIdMiddleware:
    """Give each request an id, for the log lines it causes and the error page it may end in.

    A proxy's ``X-Request-ID`` is kept when it is harmless.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        this = given if _SANE_ID.match(given) else uuid.uuid4().hex
        request.request_id = this  # type: ignore[attr-defined]
        token = request_id.set(this)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = this
        return response
