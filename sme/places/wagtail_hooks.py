"""The names of this room's audited acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def acts(registry: Any) -> None:
    """Add this room's acts to the closed list."""
    audit.declare(
        registry,
        {
            "places.load": _("loaded administrative units"),
            "places.set_remit": _("set the area of an officer"),
        },
    )
