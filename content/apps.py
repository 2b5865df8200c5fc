"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """Guidance: Wagtail pages and blocks that editors write."""

    name = "content"
    label = "content"
    verbose_name = _("Guidance")
    default_auto_field = "django.db.models.BigAutoField"
