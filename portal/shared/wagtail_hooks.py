"""The names of the floor's audited acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def acts(registry: Any) -> None:
    """Add the floor's acts to the closed list."""
    audit.declare(
        registry,
        {
            "schedule.run_now": _("started a scheduled task at once"),
            "schedule.pause": _("let a scheduled task rest"),
            "schedule.go_on": _("let a scheduled task go on"),
            "imports.apply": _("imported a list"),
            "imports.undo": _("took an import back"),
        },
    )
