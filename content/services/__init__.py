"""Acts on guidance: who may edit and publish, the workflow, and the guides that come with the portal."""

from content.services.editorial import sync_page_permissions, sync_workflow
from content.services.library import load_guides, prepare_site
from content.services.readers import note_miss, tell_if_useful
from content.services.terms import load_terms
from content.services.timing import publish_what_is_due

__all__ = [
    "load_guides",
    "load_terms",
    "note_miss",
    "prepare_site",
    "publish_what_is_due",
    "sync_page_permissions",
    "sync_workflow",
    "tell_if_useful",
]
