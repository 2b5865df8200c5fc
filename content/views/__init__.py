"""Pages and answers of this room that are not Wagtail's own."""

from content.views.feedback import feedback
from content.views.finding import search, suggest
from content.views.pages import page

__all__ = ["feedback", "page", "search", "suggest"]
