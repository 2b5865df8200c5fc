"""Django's name card of this room."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.shared import pagecache


class ContentConfig(AppConfig):
    """Guidance: Wagtail pages and blocks that editors write."""

    name = "content"
    label = "content"
    verbose_name = _("Guidance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Public pages are made anew when an editor changes what they show."""
        from django.db.models.signals import post_delete, post_save
        from wagtail import signals
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import Page, PageViewRestriction, Site

        from content.models import ContentDocument, ContentImage, SiteSettings, Term

        _register_ties()
        for signal in (
            signals.page_published,
            signals.page_unpublished,
            signals.page_slug_changed,
            signals.post_page_move,
        ):
            signal.connect(_renew, dispatch_uid="content.renew")
        for model in (
            SiteSettings,
            ContentImage,
            ContentDocument,
            Redirect,
            Site,
            PageViewRestriction,
            Term,
        ):
            post_save.connect(_renew, sender=model, dispatch_uid="content.renew")
            post_delete.connect(_renew, sender=model, dispatch_uid="content.renew")
        post_delete.connect(_renew, sender=Page, dispatch_uid="content.renew")


def _register_ties() -> None:
    """Guides may be tied to what the houses know; the houses find the guides by these ties."""
    from content.models.ties import register_choices
    from content.selectors import ties
    from portal.shared import guides

    register_choices("1-readiness", ties.criterion_choices)
    register_choices("2-requirements", ties.requirement_choices)
    register_choices("3-rejections", ties.rejection_choices)
    register_choices("4-programmes", ties.programme_choices)
    register_choices("5-support", ties.support_choices)
    register_choices("6-terms", ties.term_choices)
    guides.register(ties.told)


def _renew(**_told: Any) -> None:
    pagecache.renew()
