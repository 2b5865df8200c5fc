"""Pages about people, by who opens them."""

from portal.accounts.views.profile import profile
from portal.accounts.views.staff import act, person, staff

__all__ = ["act", "person", "profile", "staff"]
