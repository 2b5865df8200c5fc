"""How forms are drawn: every field with our own template, and choices as cards that can carry a hint."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext_lazy as _

from portal.shared import formfields


class FormRenderer(TemplatesSetting):
    """Django's renderer with the portal's field template (the component ``c-field``)."""

    field_template_name = "portal/shared/field.html"


class _WithHints(ChoiceWidget):
    """Choices of which each may say a little more than its label."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Mapping[Any, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with its hint."""
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        return option


class RadioCards(_WithHints, forms.RadioSelect):
    """One of several, each on its card; ``hints`` maps a value to a sentence under its label."""


class CheckboxCards(_WithHints, forms.CheckboxSelectMultiple):
    """Several of several, each on its card; ``hints`` as in ``RadioCards``."""


class SearchInput(forms.TextInput):
    """A text input that browsers treat as a search."""

    input_type = "search"


KINDS = [
    ("household", _("Household business")),
    ("coop", _("Co-operative")),
    ("company", _("Company")),
]
COMMUNES = [("", "–"), ("1", "Phường Cao Lãnh"), ("2", "Phường Sa Đéc"), ("3", "Xã Tháp Mười")]


class PatternForm(forms.Form):
    """The form that the pattern page shows, with each kind of field in it."""

    name = forms.CharField(
        label=_("Name of the business"),
        max_length=120,
        help_text=_("As on the registration certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = formfields.PhoneField(label=_("Phone"))
    revenue = forms.CharField(
        label=_("Revenue of last year"),
        required=False,
        help_text=_("Whole đồng; dots and spaces are fine."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-suffix": "₫"}),
    )
    founded_on = forms.CharField(
        label=_("Founded on"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "data-size": "day"}
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=KINDS,
        widget=RadioCards(
            hints={
                "household": _("Registered with the commune, one person answers for it."),
                "coop": _("Members own it together."),
            }
        ),
    )
    channels = forms.MultipleChoiceField(
        label=_("Where do you sell today?"),
        required=False,
        choices=[
            ("market", _("At the market")),
            ("shopee", "Shopee"),
            ("tiktok", "TikTok Shop"),
            ("zalo", "Zalo"),
        ],
        widget=CheckboxCards,
    )
    commune = forms.ChoiceField(
        label=_("Commune or ward"),
        choices=COMMUNES,
    )
    story = forms.CharField(
        label=_("Your story"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 300, "data-counter": ""}),
    )
    papers = forms.FileField(
        label=_("Papers"), required=False, help_text=_("PDF or photo, at most 10 MB.")
    )
    agrees = forms.BooleanField(
        label=_("I agree that the province may use these figures in its statistics.")
    )


class PatternFilterForm(forms.Form):
    """The filters that the pattern page shows."""

    q = forms.CharField(label=_("Search words"), required=False, widget=SearchInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", "–"), *KINDS],
    )
    commune = forms.ChoiceField(
        label=_("Commune or ward"),
        required=False,
        choices=COMMUNES,
    )
