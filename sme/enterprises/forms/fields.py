"""Fields, choices and words that the registry's forms share."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import phones, text
from portal.shared.errors import RuleBroken
from portal.shared.formfields import PhoneField
from sme.enterprises import selectors
from sme.enterprises.rules import Kind

MOST_EMPLOYEES = 1_000_000
_THOUSANDS = re.compile(r"^\d{1,3}(?:[ .,]\d{3})+$")
KIND_HINTS = {
    Kind.ENTERPRISE: _("Registered under the Law on Enterprises: company or private enterprise."),
    Kind.COOPERATIVE: _("Owned by its members; unions and co-operative groups as well."),
    Kind.HOUSEHOLD: _("One person or family, registered with the commune."),
    Kind.FACILITY: _("Makes something, without a registration of one of the other kinds."),
}

TAKEN = _(
    "A business with this tax code is already in the registry. If it is yours, do not register it again."
)


class CountField(forms.IntegerField):
    """A whole number of people, typed with or without dots."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "data-size": "short"})
    default_error_messages = {"invalid": _("Enter a whole number, for example 8.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_EMPLOYEES, localize=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Dots and spaces between thousands are fine."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", text.clean(value))
            value = re.sub(r"[ .,]", "", value) if _THOUSANDS.match(value) else value
        return super().to_python(value)


class KnownPhoneField(PhoneField):
    """A phone number; the one that is stored already is taken as it is, even if no operator has it any more."""

    known = ""

    def to_python(self, value: Any) -> str:
        """Nobody has to correct an old number in order to change something else."""
        if (
            self.known
            and isinstance(value, str)
            and text.digits(value) == text.digits(phones.format_phone(self.known))
        ):
            return self.known
        return super().to_python(value)


def _bands(name: str) -> list[tuple[str, str]]:
    bands = getattr(selectors.latest_size_rules(), name)
    return [("", "–"), *((band.key, band.label) for band in bands.values())]


def revenue_choices() -> list[tuple[str, str]]:
    """Ranges of revenue, the empty choice first."""
    return _bands("revenue_bands")


def capital_choices() -> list[tuple[str, str]]:
    """Ranges of capital, the empty choice first."""
    return _bands("capital_bands")


def asked(form: forms.Form, name: str, rule: Any, *args: Any, **options: Any) -> Any:
    """A rule's answer, or its refusal at the field."""
    try:
        return rule(*args, **options)
    except RuleBroken as broken:
        form.add_error(name, forms.ValidationError(broken.sentence, code=broken.code))
        return None
