"""What people type to get or to give access: claiming a record, a code, inviting somebody, declining."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, CodeField
from portal.shared.forms import RadioCards
from sme.enterprises.rules import MemberRole

UPLOAD, AT_OFFICE = "upload", "office"


class ClaimForm(forms.Form):
    """Which record is mine, and how I prove it."""

    number = CodeField(
        label=_("Tax code of the business"),
        max_length=40,
        help_text=_(
            "10 digits; a branch has 13. A co-operative may enter its registration number instead."
        ),
    )
    way = forms.ChoiceField(
        label=_("How do you prove that it is yours?"),
        choices=[
            (UPLOAD, _("I send a picture of a paper")),
            (AT_OFFICE, _("I show my papers at the office")),
        ],
        initial=UPLOAD,
        widget=RadioCards(
            hints={
                UPLOAD: _("The business registration, or a tax notice with your name on it."),
                AT_OFFICE: _("At the office of your commune or ward. Bring your identity card."),
            }
        ),
    )
    proof = forms.FileField(
        label=_("The paper"),
        required=False,
        help_text=_(
            "PDF or picture, at most 10 MB. Only the office sees it; it is deleted after 90 days."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )
    note = CleanCharField(label=_("What should the office know?"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """A paper where one is promised."""
        values = super().clean() or {}
        if values.get("way") == UPLOAD and not values.get("proof") and "proof" not in self.errors:
            self.add_error(
                "proof",
                forms.ValidationError(
                    _("Choose the paper, or say that you show it at the office."), code="required"
                ),
            )
        if values.get("way") == AT_OFFICE:
            values["proof"] = None
        return values


class CodeForm(forms.Form):
    """The code of a letter from the office."""

    code = CleanCharField(
        label=_("Code from the office"),
        max_length=40,
        help_text=_("12 letters and digits. Spaces and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class InviteForm(forms.Form):
    """Whom to ask, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("As"),
        choices=MemberRole.choices,
        initial=MemberRole.STAFF,
        widget=RadioCards(
            hints={
                MemberRole.OWNER: _("May do everything, also invite and remove people."),
                MemberRole.STAFF: _("May change details, products and answers."),
            }
        ),
    )


class MorePapersForm(forms.Form):
    """What the person sends when the office asked for more."""

    proof = forms.FileField(
        label=_("The paper"),
        required=False,
        help_text=_("PDF or picture, at most 10 MB. It takes the place of the one before."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )
    note = CleanCharField(label=_("What should the office know?"), required=False, max_length=500)


class DeclineForm(forms.Form):
    """Why a claim is declined, or which papers are still wanted."""

    reason = CleanCharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("The person reads this. Say what is missing, so that they can claim again."),
    )
