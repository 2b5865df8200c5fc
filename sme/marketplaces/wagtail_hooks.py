"""Marketplaces in the Wagtail admin, and the names of audited acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.shared import audit
from sme.marketplaces.models import Marketplace


@hooks.register("register_log_actions")
def register_acts(registry: Any) -> None:
    """Give each act its name; ``audit.record`` refuses any other."""
    audit.declare(
        registry,
        {
            "marketplaces.load": _("loaded the marketplace"),
            "marketplaces.add_product": _("added the product"),
            "marketplaces.change_product": _("changed the product"),
            "marketplaces.award_stars": _("recorded the OCOP decision"),
            "marketplaces.end_award": _("ended the OCOP stars"),
            "marketplaces.add_photo": _("added a photograph"),
            "marketplaces.change_photo": _("changed the words of a photograph"),
            "marketplaces.order_photos": _("put the photographs in another order"),
            "marketplaces.remove_photo": _("removed a photograph"),
            "marketplaces.add_paper": _("added the paper"),
            "marketplaces.change_paper": _("changed the paper"),
            "marketplaces.remove_paper": _("removed the paper"),
            "marketplaces.remind_of_papers": _("was reminded of papers that end"),
            "marketplaces.open_storefront": _("recorded the shop"),
            "marketplaces.add_listing": _("recorded the listing"),
            "marketplaces.record_state": _("recorded the listing's state"),
            "marketplaces.correct_fact": _("corrected an entry of the listing"),
            "marketplaces.report_figure": _("reported the figure"),
            "marketplaces.record_many": _("recorded many listings"),
        },
    )


class MarketplaceViewSet(SnippetViewSet):
    """Administrators keep the marketplaces here, with their history."""

    model = Marketplace
    icon = "site"
    menu_label = _("Marketplaces")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", "opened_on", "closed_on"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldPanel("website"),
        FieldRowPanel([FieldPanel("opened_on"), FieldPanel("closed_on")]),
        MultiFieldPanel(
            [
                FieldPanel("hosts"),
                FieldPanel("short_hosts"),
                FieldPanel("product_patterns"),
                FieldPanel("shop_patterns"),
                FieldPanel("kept_parameters"),
            ],
            heading=_("Addresses"),
        ),
        MultiFieldPanel([FieldPanel("note_vi"), FieldPanel("note_en")], heading=_("Note")),
        FieldPanel("order"),
    ]


register_snippet(MarketplaceViewSet)
