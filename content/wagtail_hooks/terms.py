"""For editors: the words that are explained."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import Term


class TermViewSet(SnippetViewSet):
    """Terms, in both languages."""

    model = Term
    icon = "help"
    menu_label = _("Terms explained")
    menu_order = 115
    add_to_admin_menu = True
    list_display = ["title_vi", "title_en", "slug"]
    search_fields = ["title_vi", "title_en", "slug"]
    panels = [
        FieldRowPanel([FieldPanel("title_vi"), FieldPanel("title_en")]),
        FieldPanel("meaning_vi"),
        FieldPanel("meaning_en"),
        FieldPanel("slug"),
    ]


register_snippet(TermViewSet)
