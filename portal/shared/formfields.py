"""Form fields that take what people type and give clean values; all of them work in ModelForms.

For a ModelForm name them in ``Meta.field_classes`` or declare them. What was typed is shown again as it was
when it is refused, in the canonical form when it was taken.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.shared import money, phones, text
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets.cells import parse_date


def _asked(rule: Callable[..., Any], *args: Any) -> Any:
    """A rule's refusal as the form's own kind of error."""
    try:
        return rule(*args)
    except RuleBroken as broken:
        raise forms.ValidationError(broken.sentence, code=broken.code) from None


class CleanCharField(forms.CharField):
    """One line of text: NFC, single spaces, no control, zero-width or bidi marks (a null byte never gets further)."""

    def __init__(self, *, autocomplete: str = "", inputmode: str = "", **kwargs: Any) -> None:
        self.autocomplete = autocomplete
        self.inputmode = inputmode
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Cleaned before anything looks at it; its length is that of the clean text."""
        if isinstance(value, str):
            value = self.cleaned(value)
        return super().to_python(value)

    def cleaned(self, value: str) -> str:
        """One line, or several in a text area."""
        return (
            text.clean_lines(value)
            if isinstance(self.widget, forms.Textarea)
            else text.clean(value)
        )

    def clean(self, value: Any) -> Any:
        """Clean first: Django's own check for null bytes runs on what is left."""
        return super().clean(self.cleaned(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the phone's keyboard and the browser's memory need."""
        attrs = super().widget_attrs(widget)
        if self.autocomplete:
            attrs["autocomplete"] = self.autocomplete
        if self.inputmode:
            attrs["inputmode"] = self.inputmode
        return attrs


class CodeField(CleanCharField):
    """An identifier made of digits, typed with or without spaces, dots and dashes; kept as text without them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("inputmode", "numeric")
        super().__init__(**kwargs)

    def cleaned(self, value: str) -> str:
        """Only what a separator is not; letters stay, for the validator to refuse aloud."""
        return text.digits(value)


class PhoneField(CleanCharField):
    """A phone number, kept as E.164 (``+84912345678``), shown as ``0912 345 678``."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "tel")
        kwargs.setdefault("inputmode", "tel")
        kwargs["max_length"] = 40  # as typed; the canonical form is short
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The canonical number; empty stays empty."""
        written = super().to_python(value)
        return _asked(phones.parse_phone, written) if written else written

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return (
            phones.format_phone(value)
            if isinstance(value, str) and value.startswith("+")
            else value
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another manner of writing the same number is no change."""
        try:
            return (initial or "") != self.to_python(data)
        except forms.ValidationError:
            return True


class MoneyField(forms.Field):
    """Whole đồng: takes ``1.234.567``, ``1,234,567 đ``, ``2,1 tỷ``; gives an integer or ``None``."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "data-money": ""}
    )

    def __init__(
        self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if min_value is not None:
            self.validators.append(
                MinValueValidator(
                    min_value,
                    _("Enter %(least)s or more.") % {"least": money.format_vnd(max(0, min_value))},
                )
            )
        if max_value is not None and max_value <= money.LARGEST:
            self.validators.append(
                MaxValueValidator(
                    max_value, _("Enter %(most)s or less.") % {"most": money.format_vnd(max_value)}
                )
            )

    def to_python(self, value: Any) -> int | None:
        """Whole đồng; empty is ``None``."""
        if value is None or (isinstance(value, str) and not text.clean(value)):
            return None
        return _asked(money.parse_vnd, text.clean(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """An amount with its dots; what was typed stays as it was."""
        return (
            money.format_number(value)
            if isinstance(value, int) and not isinstance(value, bool)
            else value
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Dots and spaces are no change."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class VietnameseDateField(forms.Field):
    """A day: takes ``31/12/2026``, ``31-12-2026``, ``2026-12-31``; refuses days before 1900 and 31/02.

    ``earliest`` and ``latest`` (days, or functions that give one when the form is checked) narrow it.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-day": ""})

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        autocomplete: str = "",
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> date | None:
        """A day; empty is ``None``."""
        if value is None or isinstance(value, date):
            return value
        written = text.clean(str(value))[:60]
        return _asked(parse_date, written) if written else None

    def validate(self, value: Any) -> None:
        """Within its bounds."""
        super().validate(value)
        if value is None:
            return
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and value < earliest:
            raise forms.ValidationError(
                _("Enter %(day)s or a later day.") % {"day": f"{earliest:%d/%m/%Y}"},
                code="too_early",
            )
        if latest and value > latest:
            raise forms.ValidationError(
                _("Enter %(day)s or an earlier day.") % {"day": f"{latest:%d/%m/%Y}"},
                code="too_late",
            )

    def prepare_value(self, value: Any) -> Any:
        """A day as people write it; what was typed stays as it was."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another manner of writing the same day is no change."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True
