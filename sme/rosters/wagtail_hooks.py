"""Names of the audited acts on rosters."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def register_acts(registry: Any) -> None:
    """Give each act its name; ``audit.record`` refuses any other."""
    audit.declare(
        registry,
        {
            "rosters.export": _("took the roster as a file"),
            "rosters.add_template": _("uploaded a template of the office"),
            "rosters.remove_template": _("removed a template of the office"),
        },
    )
