"""The editors' place: what its menu shows, and the guides that are due for another look."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from content.models import GuidePage
from content.models.links import BodyLinks


class GuideListing(PageListingViewSet):
    """All guides of both languages with what matters for keeping them right."""

    model = GuidePage
    icon = "doc-full"
    menu_label = _("Guides")
    menu_order = 110
    add_to_admin_menu = True
    columns = [
        *PageListingViewSet.columns,
        Column("pillar", label=_("Pillar"), accessor="get_pillar_display", sort_key="pillar"),
        Column("minutes", label=_("Minutes"), sort_key="minutes"),
        Column("review_on", label=_("Look again on"), sort_key="review_on"),
    ]


@hooks.register("register_admin_viewset")
def guide_listing() -> GuideListing:
    """A menu entry with the guides."""
    return GuideListing("guides")


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """The portal's colours and mark."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin/admin.css"))


@hooks.register("construct_main_menu")
def hide_what_nobody_uses(request: HttpRequest, menu_items: list[Any]) -> None:
    """Keep the menu to what editors do here: Wagtail's help points to foreign pages in English."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("register_rich_text_features", order=200)
def links_of_a_body_at_once(features: Any) -> None:
    """Let page links be resolved for a whole body in one query."""
    features.register_link_type(BodyLinks)
