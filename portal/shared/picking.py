"""Picking one thing by typing: a line, and what fits it as choices below; works without scripts.

A room says what fits (``PickField.options_for``) and what answers while one types (``PickInput.suggest``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from portal.shared import text

LONGEST = 200


@dataclass(frozen=True)
class Typed:
    """What a person sent: the line, the key they chose, and the line for which that choice was offered."""

    line: str
    chosen: str = ""
    offered_for: str = ""

    @property
    def has_choice(self) -> bool:
        """The choice belongs to the present line, not to an earlier one."""
        return bool(self.chosen) and text.fold(self.line) == text.fold(self.offered_for)


@dataclass(frozen=True)
class Choice:
    """One thing that fits: the thing, what it is called, and what tells it from others of that name."""

    thing: Any
    label: str
    hint: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return str(self.thing.pk)


class PickInput(forms.TextInput):
    """A line of text with what fits below it as radio buttons; htmx asks for them while one types.

    ``suggest`` names the address that answers with the choices, ``part`` the template that draws them.
    """

    template_name = "portal/shared/pick_input.html"
    suggest = ""
    part = "portal/shared/_pick_choices.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.options_for: Callable[[str], Sequence[Choice]] = lambda _line: ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """The three things the picker sends."""
        return Typed(
            line=cut(data.get(name)),
            chosen=str(data.get(f"{name}_choice") or ""),
            offered_for=str(data.get(f"{name}_for") or "")[: 4 * LONGEST],
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Only the line counts."""
        return name not in data

    def format_value(self, value: Any) -> str:
        """The line as it was typed, or the name of the stored thing."""
        return value.line if isinstance(value, Typed) else value or ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context |= {"suggest_url": reverse(self.suggest), "part": self.part}
        if isinstance(value, Typed) and value.line:
            context |= choices_context(
                name,
                context["widget"]["attrs"]["id"],
                value.line,
                self.options_for(value.line),
                value.chosen if value.has_choice else "",
            )
        return context


class PickField(forms.Field):
    """One thing, typed by its name; gives the thing.

    A room overrides ``options_for`` (best first), ``name_of`` and, where it differs, ``called``.
    ``current`` (set by a form that edits) is accepted as it is, even when it would not be offered any
    more. Errors: ``required``, ``unknown``, ``choose``.
    """

    widget = PickInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.current: Any = None
        self.widget.options_for = self.options_for

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickField":
        copied = super().__deepcopy__(memo)
        copied.widget.options_for = copied.options_for
        return copied

    def options_for(self, line: str) -> Sequence[Choice]:
        """What fits the line, best first."""
        raise TypeError("a picker says what fits a line")

    def name_of(self, thing: Any) -> str:
        """The line that stands for a thing."""
        return str(thing)

    def called(self, thing: Any) -> str:
        """The name that, typed in full, means this thing and no longer one."""
        return self.name_of(thing)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The browser's own memory would cover the choices."""
        return {"autocomplete": "off", "maxlength": str(LONGEST)}

    def to_python(self, value: Any) -> Any:
        """The thing that was meant; empty is ``None``."""
        if isinstance(value, str):
            value = Typed(cut(value))
        if not isinstance(value, Typed) or not value.line:
            return None
        if self.current and value.line == self.name_of(self.current) and not value.has_choice:
            return self.current
        options = self.options_for(value.line)
        if value.has_choice:
            for option in options:
                if option.key == value.chosen:
                    return option.thing
        return self._only(value.line, options)

    def _only(self, line: str, options: Sequence[Choice]) -> Any:
        if not options:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        same = [each for each in options if self.called(each.thing).lower() == line.lower()]
        if len(options) == 1 or len(same) == 1:
            return (same or options)[0].thing
        raise forms.ValidationError(self.error_messages["choose"], code="choose")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another way of typing the same thing is no change."""
        try:
            thing = self.to_python(data)
        except forms.ValidationError:
            return True
        stored = getattr(initial, "pk", initial)
        return (thing.pk if thing else None) != stored


def cut(line: Any) -> str:
    """A typed line as it is read: cleaned, not longer than any name."""
    return text.clean(str(line or "")[: 4 * LONGEST])[:LONGEST]


def choices_context(
    name: str, html_id: str, line: str, options: Sequence[Choice], chosen: str = ""
) -> dict[str, Any]:
    """What the list of choices is drawn from."""
    return {"name": name, "html_id": html_id, "line": line, "options": options, "chosen": chosen}
