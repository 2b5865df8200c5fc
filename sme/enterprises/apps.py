"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """Whom we help: enterprises, co-operatives, household businesses, and who acts for them."""

    name = "sme.enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what moves when two records become one, what is searched, what is known of people."""
        from portal.shared import searching
        from sme.enterprises.models import Enterprise
        from sme.enterprises.selectors import waiting
        from sme.enterprises.services import derived, own_rows, personal

        waiting.register_kinds()
        own_rows.register_movers()
        personal.register_all()
        searching.register(Enterprise, derived.refresh_search_texts)
