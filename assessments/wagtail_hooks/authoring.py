"""Questionnaires in the editors' place: the menu entry and its addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments import permissions
from assessments.wagtail_hooks import trials
from assessments.wagtail_hooks import versions as pages


class AuthorsMenuItem(MenuItem):
    """An entry for whoever authors questionnaires."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To editors, moderators and administrators."""
        return permissions.can_author(request.user)


@hooks.register("register_admin_menu_item")
def questionnaires() -> MenuItem:
    """A menu entry with all versions."""
    label = _("Questionnaires")
    return AuthorsMenuItem(label, reverse("readiness_versions"), icon_name="list-ul", order=115)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Versions, their drafts, and what is tried on them."""
    one = "readiness/<int:pk>/"
    move = {"ask": "readiness_ask", "publish": "readiness_publish", "drop": "readiness_drop"}
    return [
        path("readiness/", pages.index, name="readiness_versions"),
        path(one, pages.version, name="readiness_version"),
        path(f"{one}copy/", pages.copy, name="readiness_copy"),
        path(f"{one}frame/", pages.frame, name="readiness_frame"),
        path(f"{one}question/", pages.question, name="readiness_question"),
        *(
            path(
                f"{one}question/<str:code>/{act}/",
                pages.outline,
                {"act": act},
                name=f"readiness_{act}",
            )
            for act in ("up", "down", "out")
        ),
        path(f"{one}question/<str:code>/", pages.criterion, name="readiness_criterion"),
        path(f"{one}back/", pages.send_back, name="readiness_send_back"),
        path(f"{one}crosswalk/<int:earlier>/", trials.crosswalk, name="readiness_crosswalk"),
        path(f"{one}sheets.pdf", pages.proof, name="readiness_proof"),
        path(f"{one}trial/", trials.trial, name="readiness_trial"),
        *(path(f"{one}{act}/", pages.move, {"act": act}, name=move[act]) for act in move),
        *(
            path(f"{one}version.{end}", pages.download, {"ending": end}, name=f"readiness_{end}")
            for end in ("xlsx", "json")
        ),
    ]
