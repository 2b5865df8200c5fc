"""Template words: money, numbers, days, moments, phones, query strings, the history panel."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.shared import audit, clock, money, phones

register = template.Library()

NBSP = "\u00a0"


@register.filter
def vnd(amount: Any) -> str:
    """``1234567`` → ``1.234.567 ₫``, kept on one line; nothing for nothing."""
    return "" if amount in (None, "") else money.format_vnd(int(amount)).replace(" ", NBSP)


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """``1234.5`` → ``1.234,5`` (Vietnamese) or ``1,234.5`` (English)."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return "" if value is None else str(value)
    return money.format_number(value, decimals=decimals)


@register.filter
def percent(value: Any, decimals: int = 0) -> str:
    """``62.5`` → ``63%`` (per cent in, not a share of one)."""
    return (
        ""
        if value in (None, "")
        else f"{money.format_number(float(value), decimals=int(decimals))}%"
    )


@register.filter
def day(value: Any) -> str:
    """A day, or a moment's day in Vietnam, as dd/MM/yyyy."""
    if isinstance(value, datetime):
        value = clock.local_day(value) if value.tzinfo else value.date()
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else ""


@register.filter
def moment(value: Any) -> SafeString | str:
    """``hôm nay, 10:42`` · ``hôm qua, 10:42`` · ``23/11/2026, 10:42``, as a ``<time>`` with the exact moment."""
    if not isinstance(value, datetime):
        return day(value)
    local = value.astimezone(clock.VIETNAM) if value.tzinfo else value
    at = f"{local:%H:%M}"
    if local.date() == clock.today():
        words = _("today, %(at)s") % {"at": at}
    elif local.date() == clock.today() - timedelta(days=1):
        words = _("yesterday, %(at)s") % {"at": at}
    else:
        words = f"{local:%d/%m/%Y}, {at}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.filter
def phone(stored: Any) -> str:
    """``+84912345678`` → ``0912 345 678``, kept on one line."""
    return phones.format_phone(str(stored)).replace(" ", NBSP) if stored else ""


@register.simple_tag(takes_context=True)
def query_string(context: Mapping[str, Any], **changes: Any) -> str:
    """The page's query with some parameters replaced (``None`` or empty drops one): ``?q=lua&page=2``.

    Any change but of ``page`` itself goes back to the first page.
    """
    request = context.get("request")
    if request is None:
        return ""
    query = request.GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.inclusion_tag("portal/shared/history_panel.html")
def history_panel(thing: Model, limit: int = 30, level: int = 2) -> dict[str, Any]:
    """Who did what to this record, newest first."""
    return {"entries": audit.history(thing, limit), "level": level}
