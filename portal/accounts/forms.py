"""Forms of people about themselves."""

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Language, User
from portal.shared.formfields import CleanCharField, PhoneField


class SignUpForm(SignupForm):
    """Sign-up asks for a name, an address and a password, nothing else."""

    display_name = CleanCharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["display_name", "email", "password1"]

    def save(self, request: HttpRequest) -> User:
        """Create the person in the language of the page they signed up on."""
        user = super().save(request)
        user.display_name = self.cleaned_data["display_name"]
        user.language = get_language() or Language.VIETNAMESE
        user.save(update_fields=["display_name", "language"])
        return user


class ProfileForm(forms.Form):
    """Name, phone and language of the person who is signed in."""

    display_name = CleanCharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=forms.RadioSelect
    )
