"""The place picker: a line to type in, and the units that fit as choices; works without scripts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import text
from sme.places import selectors
from sme.places.models import Unit

LONGEST = 200


@dataclass(frozen=True)
class Typed:
    """What a person sent: the line, the unit they chose, and the line for which that choice was offered."""

    line: str
    chosen: str = ""
    offered_for: str = ""

    @property
    def has_choice(self) -> bool:
        """The choice belongs to the present line, not to an earlier one."""
        return bool(self.chosen) and text.fold(self.line) == text.fold(self.offered_for)


@dataclass
class Option:
    """A unit of today that fits, and the former names by which it was found."""

    unit: Unit
    former: list[str] = field(default_factory=list)

    @property
    def hint(self) -> str:
        """``Xã Tịnh Thới, Thành phố Cao Lãnh (cũ) → Phường Cao Lãnh``."""
        if not self.former:
            return ""
        return f"{' · '.join(self.former[:3])}{' …' if self.former[3:] else ''} → {self.unit.name}"


def options_for(line: str) -> list[Option]:
    """Today's units that fit what was typed, best first."""
    found: dict[int, Option] = {}
    for match in selectors.find_units(line, most=24):
        for unit in match.new_units or [match.unit]:
            option = found.setdefault(unit.pk, Option(unit))
            if match.is_former and selectors.is_another_name(match.unit, unit):
                option.former.append(selectors.former_name(match.unit))
    return list(found.values())[: selectors.MOST_MATCHES]


class PlaceInput(forms.TextInput):
    """A line of text with the matching units below it as radio buttons; htmx asks for them while one types."""

    template_name = "places/place_input.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """The three things the picker sends."""
        return Typed(
            line=text.clean(str(data.get(name) or "")[: 4 * LONGEST])[:LONGEST],
            chosen=str(data.get(f"{name}_unit") or ""),
            offered_for=str(data.get(f"{name}_for") or "")[: 4 * LONGEST],
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Only the line counts."""
        return name not in data

    def format_value(self, value: Any) -> str:
        """The line as it was typed, or the name of the stored unit."""
        return value.line if isinstance(value, Typed) else value or ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, Typed) and value.line:
            chosen = value.chosen if value.has_choice else ""
            context.update(
                choices_context(name, context["widget"]["attrs"]["id"], value.line, chosen)
            )
        return context


def choices_context(name: str, html_id: str, line: str, chosen: str = "") -> dict[str, Any]:
    """What the list of choices is drawn from."""
    return {
        "name": name,
        "html_id": html_id,
        "line": line,
        "options": options_for(line),
        "chosen": chosen,
    }


class PlaceField(forms.Field):
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
        self.current: Unit | None = None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The browser's own memory would cover the choices."""
        return {"autocomplete": "off", "maxlength": str(LONGEST)}

    def prepare_value(self, value: Any) -> Any:
        """A stored unit by its name."""
        if isinstance(value, int):
            value = Unit.objects.select_related("parent").filter(pk=value).first()
        if isinstance(value, Unit):
            self.current = self.current or value
            return _name_of(value)
        return value

    def to_python(self, value: Any) -> Unit | None:
        """The unit that was meant; empty is ``None``."""
        if isinstance(value, str):
            value = Typed(text.clean(value)[:LONGEST])
        if not isinstance(value, Typed) or not value.line:
            return None
        if self.current and value.line == _name_of(self.current) and not value.has_choice:
            return self.current
        options = options_for(value.line)
        if value.has_choice:
            for option in options:
                if str(option.unit.pk) == value.chosen:
                    return option.unit
        return self._only(value.line, options)

    def _only(self, line: str, options: list[Option]) -> Unit:
        if not options:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        same = [option for option in options if option.unit.name.lower() == line.lower()]
        if len(options) == 1 or len(same) == 1:
            return (same or options)[0].unit
        raise forms.ValidationError(self.error_messages["choose"], code="choose")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another way of typing the same unit is no change."""
        try:
            unit = self.to_python(data)
        except forms.ValidationError:
            return True
        return (unit.pk if unit else None) != (initial.pk if isinstance(initial, Unit) else initial)


def _name_of(unit: Unit) -> str:
    return selectors.former_name(unit) if unit.is_former else unit.full_name
