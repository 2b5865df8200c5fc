"""The editors' place of this room, and the names of its audited acts."""

from assessments.wagtail_hooks import acts

__all__ = ["acts"]
