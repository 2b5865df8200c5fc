"""Names of the audited acts on people."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def register_acts(registry) -> None:
    """Give each act its name; ``audit.record`` refuses any other."""
    audit.declare(
        registry,
        {
            "accounts.create": _("opened the account"),
            "accounts.give_roles": _("changed the roles"),
            "accounts.change_profile": _("changed the profile"),
            "accounts.sign_in": _("signed in"),
            "accounts.sign_in_failed": _("a sign-in failed: wrong password"),
            "accounts.second_step_failed": _("a sign-in failed: wrong code"),
            "accounts.password": _("changed the password"),
            "accounts.address": _("changed the e-mail address"),
            "accounts.second_step_on": _("turned two-step sign-in on"),
            "accounts.second_step_off": _("turned two-step sign-in off"),
            "accounts.identity_added": _("tied an identity of another provider to the account"),
            "accounts.identity_removed": _("untied an identity of another provider"),
            "accounts.second_step_reset": _("took the second step away"),
            "accounts.sign_out": _("signed the person out everywhere"),
            "accounts.lock": _("locked the account"),
            "accounts.unlock": _("unlocked the account"),
        },
    )
