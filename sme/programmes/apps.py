"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """What we offer: programmes, cohorts, enrolments."""

    name = "sme.programmes"
    label = "programmes"
    verbose_name = _("Programmes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show an enterprise's enrolments on its page for officers."""
        from sme.enterprises import panels
        from sme.programmes import selectors
        from sme.programmes.selectors import waiting
        from sme.programmes.services import merging, milestones, personal, seating

        panels.register(
            order=40,
            template="programmes/_enterprise_panel.html",
            load=selectors.panel,
            title=_("Programmes"),
            anchor="programmes",
        )
        panels.register(
            order=41,
            template="programmes/_support_panel.html",
            load=selectors.support_panel,
            title=_("Support"),
            anchor="support",
        )
        panels.register(
            order=42,
            template="programmes/_solutions_panel.html",
            load=selectors.adoption_panel,
            title=_("Digital solutions"),
            anchor="solutions",
            is_late=True,
        )
        panels.register_todo("applications", selectors.todo_for)
        panels.register_todo("sessions", selectors.sessions_todo)
        panels.register_todo("milestones", selectors.milestones_todo)
        seating.register("milestones", milestones.follow)
        waiting.register_kinds()
        merging.register_movers()
        personal.register_all()
