"""Pages, pictures, documents and settings that editors publish."""

from content.models.media import ContentDocument, ContentImage, ContentRendition
from content.models.pages import ContentPage, GuideIndexPage, GuidePage, HomePage
from content.models.readers import PageFeedback, SearchMiss
from content.models.settings import SiteSettings
from content.models.terms import Term

__all__ = [
    "ContentDocument",
    "ContentImage",
    "ContentPage",
    "ContentRendition",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "PageFeedback",
    "SearchMiss",
    "SiteSettings",
    "Term",
]
