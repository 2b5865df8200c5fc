"""The column in which a guide says what it helps with; what there is to choose from, upper code registers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models

from content import rules

Choices = list[tuple[Any, list[tuple[str, Any]]]]
_sources: dict[str, Callable[[], Choices]] = {}


def register_choices(key: str, load: Callable[[], Choices]) -> None:
    """Offer things to tie guides to: groups of (tie, words); registering a key again replaces it."""
    _sources[key] = load


def choices() -> Choices:
    """All that a guide can be tied to, in groups."""
    return [group for key in sorted(_sources) for group in _sources[key]()]


class TiesFormField(forms.MultipleChoiceField):
    """Boxes in groups; what is kept but not offered any more goes when the page is saved."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        """The ties in the order in which they are kept."""
        return rules.clean_ties(super().clean(value))


class TiesField(models.JSONField):
    """A list of ties, as ``content.rules.relating`` describes them."""

    def formfield(self, **kwargs: Any) -> Any:
        """Boxes to tick."""
        named = {name: kwargs[name] for name in ("label", "help_text") if name in kwargs}
        words = {"label": self.verbose_name, "help_text": self.help_text, **named}
        return TiesFormField(choices=choices, required=False, **words)
