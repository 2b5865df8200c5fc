"""The editors' place: what its menu shows, the guides, what readers tell."""

from content.wagtail_hooks import desk, keeping, readers, terms

__all__ = ["desk", "keeping", "readers", "terms"]
