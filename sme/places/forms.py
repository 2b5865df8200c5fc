"""The place picker: a commune or ward, typed by its present or former name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared.picking import Choice, PickField, PickInput
from sme.places import selectors
from sme.places.models import Unit


def options_for(line: str) -> list[Choice]:
    """Today's units that fit what was typed, best first; a former name by which one was found is its hint."""
    units: dict[int, Unit] = {}
    former: dict[int, list[str]] = {}
    for match in selectors.find_units(line, most=24):
        for unit in match.new_units or [match.unit]:
            units.setdefault(unit.pk, unit)
            if match.is_former and selectors.is_another_name(match.unit, unit):
                former.setdefault(unit.pk, []).append(selectors.former_name(match.unit))
    found = [
        Choice(unit, unit.full_name, _hint(former.get(key, []), unit))
        for key, unit in units.items()
    ]
    return found[: selectors.MOST_MATCHES]


def _hint(former: list[str], unit: Unit) -> str:
    """``Xã Tịnh Thới, Thành phố Cao Lãnh (cũ) → Phường Cao Lãnh``."""
    if not former:
        return ""
    return f"{' · '.join(former[:3])}{' …' if former[3:] else ''} → {unit.name}"


class PlaceInput(PickInput):
    """The picker of communes and wards."""

    suggest = "places:suggest"
    part = "places/_choices.html"


class PlaceField(PickField):
    """A commune or ward of today, typed by its present or former name; gives a ``Unit``.

    ``current`` (set by a form that edits) is accepted as it is, even when it is a former unit: nobody
    has to correct an address in order to correct a phone number.
    """

    widget = PlaceInput
    default_error_messages = {
        "required": _("Enter the commune or ward, for example “Mỹ Thọ” or “Phường 1, Sa Đéc”."),
        "unknown": _(
            "No commune or ward of the province is called that. Type its name, old or new, "
            "without the house number."
        ),
        "choose": _("Several places fit. Choose one of them below."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Commune or ward"))
        kwargs.setdefault(
            "help_text",
            _("Type its name. An old name, with its district, is understood as well."),
        )
        super().__init__(**kwargs)

    def options_for(self, line: str) -> list[Choice]:
        """Today's units."""
        return options_for(line)

    def name_of(self, thing: Unit) -> str:
        """Its name within the province; a former one with what it belonged to."""
        return selectors.former_name(thing) if thing.is_former else thing.full_name

    def called(self, thing: Unit) -> str:
        """Its own name."""
        return thing.name

    def prepare_value(self, value: Any) -> Any:
        """A stored unit by its name."""
        if isinstance(value, int):
            value = Unit.objects.select_related("parent").filter(pk=value).first()
        if isinstance(value, Unit):
            self.current = self.current or value
            return self.name_of(value)
        return value
