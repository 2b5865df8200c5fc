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
        },
    )
