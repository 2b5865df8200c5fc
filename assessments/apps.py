"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Readiness: frameworks and their versions, answers, scoring, results."""

    name = "assessments"
    label = "assessments"
    verbose_name = _("Readiness")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show results on the enterprise's page."""
        from assessments import selectors
        from assessments.selectors import waiting
        from assessments.services import merging, personal
        from sme.enterprises import panels
        from sme.programmes import selectors as offering

        panels.register(
            order=30,
            template="assessments/_enterprise_panel.html",
            load=selectors.enterprise_panel,
            title=_("Readiness"),
            anchor="readiness",
        )
        panels.register_todo("assessments", selectors.todo_for)
        panels.register_todo("assessments.rounds", selectors.rounds_todo)
        offering.register_readiness(selectors.questionnaires_asked, selectors.last_days)
        waiting.register_kinds()
        merging.register_movers()
        personal.register_all()
