"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Readiness: frameworks and their versions, answers, scoring, results."""

    name = "assessments"
    label = "assessments"
    verbose_name = _("Readiness")
    default_auto_field = "django.db.models.BigAutoField"
