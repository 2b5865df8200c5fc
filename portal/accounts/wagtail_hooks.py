"""Names of the audited acts on people."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_acts(actions) -> None:
    """Give each act its name; ``audit.record`` refuses any other."""
    actions.register_action("accounts.create", _("Create account"), _("Account created"))
    actions.register_action("accounts.give_roles", _("Give roles"), _("Roles changed"))
    actions.register_action("accounts.change_profile", _("Change profile"), _("Profile changed"))
    actions.register_action("accounts.sign_up", _("Sign up"), _("Signed up"))
