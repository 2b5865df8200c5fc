"""Forms: signing up with what one may agree to, and proving oneself before an account is erased."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts import forms as accounts
from portal.accounts import selectors as people
from portal.privacy import selectors
from portal.privacy.rules import ASKED_AT_SIGN_UP
from portal.shared import throttle
from portal.shared.errors import RuleBroken
from portal.shared.formfields import CleanCharField


class SignUpForm(accounts.SignUpForm):
    """Name, address, password; and, each by itself and not ticked, what a person may agree to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in ASKED_AT_SIGN_UP:
            text = selectors.text_in_force(purpose)
            if text is not None:
                self.fields[f"agrees_{purpose}"] = forms.BooleanField(
                    label=str(text.title), help_text=str(text.body), required=False
                )


class ProveForm(forms.Form):
    """The password (or the address, where there is none), and the code where there is a second step."""

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=500,
        strip=False,
    )
    address = CleanCharField(label=_("Type your e-mail address"), max_length=254)
    code = CleanCharField(
        label=_("Code of the authenticator app"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        del self.fields["address" if user.has_usable_password() else "password"]
        if not people.has_second_step(user):
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """All of them right, or a sentence at the field; tries are counted."""
        found = super().clean() or {}
        try:
            throttle.count_try("prove", self.user.pk, most=10, seconds=900)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.sentence, code=broken.code) from None
        if "password" in found and not self.user.check_password(found["password"]):
            self.add_error("password", _("This is not your password."))
        if "address" in found and found["address"].lower() != self.user.email:
            self.add_error("address", _("This is not your address."))
        if "code" in found and not self.errors and not self._is_right(found["code"]):
            self.add_error("code", _("This code is wrong or was used already."))
        return found

    def _is_right(self, code: str) -> bool:
        steps = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP)
        return any(step.wrap().validate_code(code) for step in steps)
