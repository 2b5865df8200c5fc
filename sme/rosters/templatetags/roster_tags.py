"""How a roster's values look on screen."""

from typing import Any

from django import template

from portal.shared.money import format_number
from portal.shared.templatetags.portal_tags import day, moment
from sme.rosters.exports import RosterColumn
from sme.rosters.selectors import Row

register = template.Library()


@register.filter
def value_in(row: Row, column: RosterColumn) -> Any:
    """The value of a column in a row, as a person reads it; nothing for nothing."""
    value = column.value(row)
    if value in (None, ""):
        return ""
    if column.words:
        return column.words.get(value, value)
    match column.kind:
        case "date":
            return day(value)
        case "moment":
            return moment(value)
        case "integer":
            return format_number(value)
    return value


@register.filter
def is_figure(column: RosterColumn) -> bool:
    """Whether the column is read from the right."""
    return column.kind in {"integer", "number", "money", "percent"}
