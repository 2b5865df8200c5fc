"""Names of the audited acts of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def acts(registry: Any) -> None:
    """Add them to the closed list."""
    audit.declare(
        registry,
        {
            "privacy.agree": _("agreed"),
            "privacy.withdraw": _("withdrew a consent"),
            "privacy.export": _("asked for the own data"),
            "privacy.ask_erasure": _("asked that the account be erased"),
            "privacy.cancel_erasure": _("kept the account"),
            "privacy.tell_dormant": _("told that the account is not used"),
            "privacy.erase": _("erased the account"),
            "privacy.retain": _("let go of what was old"),
        },
    )
