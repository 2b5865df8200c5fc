"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketplacesConfig(AppConfig):
    """Where they sell: marketplaces, storefronts, products, listings, the headline figure."""

    name = "sme.marketplaces"
    label = "marketplaces"
    verbose_name = _("Marketplaces")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show what an enterprise sells where on its page for officers; say what is searched, what moves in a merge."""
        from portal.shared import searching
        from sme.enterprises import moving, panels
        from sme.marketplaces import selectors
        from sme.marketplaces.models import Product
        from sme.marketplaces.selectors import waiting
        from sme.marketplaces.services import leaving, merging, onboarding, products

        panels.register(
            order=20,
            template="marketplaces/_enterprise_panel.html",
            load=selectors.enterprise_panel,
            title=_("Listings"),
            anchor="listings",
        )
        panels.register(
            order=21,
            template="marketplaces/_papers_panel.html",
            load=selectors.papers_panel,
            title=_("Papers"),
            anchor="papers",
            is_late=True,
        )
        panels.register_due("papers", selectors.papers_due)
        panels.register_todo("papers", selectors.papers_todo)
        panels.register(
            order=21,
            template="marketplaces/_onboarding_panel.html",
            load=selectors.onboarding_panel,
            title=_("Onto marketplaces"),
            anchor="onboarding",
            is_late=True,
        )
        panels.register_due("marketplaces.onboarding", selectors.overdue_for)
        panels.register_todo("marketplaces.onboarding", selectors.steps_todo)
        waiting.register_kinds()
        merging.register_movers()
        leaving.register_leaving()
        moving.register_leaving(onboarding.give_up_all)
        searching.register(Product, products.refresh_search_texts)
