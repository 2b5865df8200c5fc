"""Template words of the officer's queue."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
WEEK, MONTH = 7, 30


@register.filter
def due(day: date, today: date) -> str:
    """``due 16/07/2026`` · ``3 days late`` · ``today`` · ``tomorrow`` · ``Thursday 26/11`` · ``24/12/2026``."""
    away = (day - today).days
    if away < -MONTH:
        return _("due %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    if away < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -away) % {"n": -away}
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    return f"{date_format(day, 'l')} {day:%d/%m}" if away <= WEEK else f"{day:%d/%m/%Y}"
