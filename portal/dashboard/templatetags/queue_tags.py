"""Template words of the officer's queue."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared.money import format_number
from portal.shared.waiting import COUNT_CAP

register = template.Library()
WEEK, MONTH = 7, 30


@register.filter
def or_more(count: int, is_capped: bool = False) -> str:
    """``148`` · ``more than 1.000``, where counting stopped or ``is_capped`` says so."""
    if is_capped or count > COUNT_CAP:
        known = count if is_capped else COUNT_CAP
        return f"{_('more than')} {format_number(known)}"
    return format_number(count)


@register.filter
def due(day: date, today: date) -> str:
    """``due 16/07/2026`` · ``3 days late`` · ``today`` · ``tomorrow`` · ``Thursday, 26/11`` · ``24/12/2026``."""
    away = (day - today).days
    if away < -MONTH:
        return _("due %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    if away < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -away) % {"n": -away}
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    return f"{date_format(day, 'l')}, {day:%d/%m}" if away <= WEEK else f"{day:%d/%m/%Y}"
