"""The editors' place of this room, and the names of its audited acts."""

from assessments.wagtail_hooks import acts, authoring

__all__ = ["acts", "authoring"]
