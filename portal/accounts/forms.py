"""Forms of people about themselves; those of the sign-in library, drawn our way."""

from typing import Any

from allauth.account import forms as library
from allauth.mfa.base import forms as mfa
from allauth.socialaccount import forms as outside
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Language, User
from portal.shared.formfields import CleanCharField, PhoneField

PASSWORD_HINT = _("At least 10 characters. A short sentence that only you would think of is best.")


class PlainFields:
    """Labels instead of placeholders, and one sentence instead of a list of password rules."""

    fields: dict[str, forms.Field]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = PASSWORD_HINT
            elif isinstance(field.widget, forms.PasswordInput):
                field.help_text = ""


class SignInForm(PlainFields, library.LoginForm):
    """Address and password."""


class SignUpForm(PlainFields, library.SignupForm):
    """Sign-up asks for a name, an address and a password, nothing else."""

    display_name = CleanCharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["display_name", "email", "password1"]

    def save(self, request: Any) -> User:
        """Create the person in the language of the page they signed up on."""
        user = super().save(request)
        user.display_name = self.cleaned_data["display_name"]
        user.language = get_language() or Language.VIETNAMESE
        user.save(update_fields=["display_name", "language"])
        return user


class OutsideSignUpForm(PlainFields, outside.SignupForm):
    """A new account of somebody whom another provider knows: name and address, proposed and changeable."""

    display_name = CleanCharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["display_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].initial = self.sociallogin.user.display_name

    def save(self, request: Any) -> User:
        """Create the person in the language of the page they signed up on."""
        user = super().save(request)
        user.display_name = self.cleaned_data["display_name"]
        user.language = get_language() or Language.VIETNAMESE
        user.save(update_fields=["display_name", "language"])
        return user


class AddEmailForm(PlainFields, library.AddEmailForm):
    """The new address."""


class ChangePasswordForm(PlainFields, library.ChangePasswordForm):
    """The old password and the new one twice."""


class SetPasswordForm(PlainFields, library.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(PlainFields, library.ResetPasswordForm):
    """The address of who forgot the password."""


class NewPasswordForm(PlainFields, library.ResetPasswordKeyForm):
    """The new password, reached through the mail's link."""


class ConfirmPasswordForm(PlainFields, library.ReauthenticateForm):
    """The password once more, before a change of protection."""


class SecondStepForm(PlainFields, mfa.AuthenticateForm):
    """The code of the authenticator app."""


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
