"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    """The officer's Excel: a cohort's roster on screen and as a workbook."""

    name = "sme.rosters"
    label = "rosters"
    verbose_name = _("Rosters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Taking a roster is a look at the people in it."""
        from portal.shared import privacy

        privacy.declare_looks({"rosters.export": _("took a roster away")})
