"""Who may do what with an office's templates."""

from portal.accounts.models import User
from sme.rosters import selectors
from sme.rosters.models import RosterTemplate


def can_change_template(user: User, template: RosterTemplate) -> bool:
    """The officers of the office that it belongs to; another office's may only be used."""
    return user.is_officer and template.office == selectors.office_of(user)
