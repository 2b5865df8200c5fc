"""Pages and answers of this room that are not Wagtail's own."""

from content.views.feedback import feedback
from content.views.finding import search, suggest
from content.views.machines import (
    GuideFeed,
    GuideFeedRss,
    PageSitemap,
    PlaceSitemap,
    ProgrammeSitemap,
    robots,
)
from content.views.offline import offline, worker
from content.views.pages import page
from content.views.terms import terms

__all__ = [
    "GuideFeed",
    "GuideFeedRss",
    "PageSitemap",
    "PlaceSitemap",
    "ProgrammeSitemap",
    "feedback",
    "offline",
    "page",
    "robots",
    "search",
    "suggest",
    "terms",
    "worker",
]
