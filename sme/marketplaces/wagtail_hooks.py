"""Marketplaces in the Wagtail admin, and the names of audited acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.shared import audit
from sme.marketplaces.models import Marketplace, Requirement
from sme.marketplaces.services import closing


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
            "marketplaces.change_storefront": _("changed the shop"),
            "marketplaces.close_storefront": _("closed the shop"),
            "marketplaces.reopen_storefront": _("opened the shop again"),
            "marketplaces.close_marketplace": _("changed the marketplace's last day"),
            "marketplaces.load_requirement": _("loaded the requirement"),
            "marketplaces.start_onboarding": _("began the way onto the marketplace"),
            "marketplaces.plan_onboarding": _("planned the way onto the marketplace"),
            "marketplaces.complete_step": _("ticked a step"),
            "marketplaces.reopen_step": _("took the tick of a step back"),
            "marketplaces.pause_onboarding": _("paused the way onto the marketplace"),
            "marketplaces.stop_onboarding": _("gave up the way onto the marketplace"),
            "marketplaces.remove_onboarding": _("took the way onto the marketplace away"),
            "marketplaces.resume_onboarding": _("took up the way onto the marketplace again"),
            "marketplaces.confirm": _("confirmed what a marketplace asks"),
            "marketplaces.add_listing": _("recorded the listing"),
            "marketplaces.change_address": _("changed the listing's address"),
            "marketplaces.expand_link": _("had a short link opened"),
            "marketplaces.cannot_tell": _("looked at the listing and could not tell"),
            "marketplaces.report_wrong": _("reported that the listing is wrong"),
            "marketplaces.decide_report": _("decided a report about the listing"),
            "marketplaces.draw_sample": _("drew a sample"),
            "marketplaces.look_at_sample": _("noted what a row of the sample shows"),
            "marketplaces.record_state": _("recorded the listing's state"),
            "marketplaces.correct_fact": _("corrected an entry of the listing"),
            "marketplaces.report_figure": _("reported the figure"),
            "marketplaces.record_many": _("recorded many listings"),
            "marketplaces.claim_address": _("claimed an address that is recorded elsewhere"),
            "marketplaces.solve_conflict": _("decided a conflict about the address"),
            "marketplaces.import_undone": _("took the entries of a list back"),
        },
    )


@hooks.register("before_edit_snippet")
def remember_last_day(request: Any, instance: Any) -> None:
    """What the marketplace's last day was before this edit."""
    if isinstance(instance, Marketplace):
        request.closed_on_before = instance.closed_on


@hooks.register("after_edit_snippet")
def end_listings(request: Any, instance: Any) -> None:
    """Another last day: the listings end, or go on, by it."""
    if isinstance(instance, Marketplace) and instance.closed_on != request.closed_on_before:
        closing.end_dates_changed(instance, actor=request.user)


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
        FieldRowPanel([FieldPanel("website"), FieldPanel("help_url")]),
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


class RequirementViewSet(SnippetViewSet):
    """Administrators keep here what marketplaces ask for, from when until when."""

    model = Requirement
    icon = "list-ul"
    menu_label = _("Requirements of marketplaces")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title_vi", "marketplace", "category", "kind", "is_required", "is_unverified"]
    list_filter = ["marketplace", "kind", "is_unverified"]
    panels = [
        FieldRowPanel([FieldPanel("title_vi"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("marketplace"), FieldPanel("category")]),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("paper"),
                FieldPanel("minimum"),
                FieldPanel("is_required"),
                FieldPanel("is_unverified"),
            ],
            heading=_("What is asked"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("help_vi"),
                FieldPanel("help_en"),
                FieldPanel("office_vi"),
                FieldPanel("office_en"),
                FieldPanel("guide"),
            ],
            heading=_("How to get it"),
        ),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


register_snippet(MarketplaceViewSet)
register_snippet(RequirementViewSet)
