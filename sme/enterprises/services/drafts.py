"""What a person has typed so far while registering."""

from collections.abc import Mapping
from typing import Any

from sme.enterprises.models import RegistrationDraft


def save_draft(user: Any, values: Mapping[str, Any]) -> None:
    """Keep the values of the steps done so far (plain JSON); the whole draft is given each time."""
    RegistrationDraft.objects.update_or_create(user=user, defaults={"values": dict(values)})


def discard_draft(user: Any) -> None:
    """Forget it: the registration was sent, or the person begins again."""
    RegistrationDraft.objects.filter(user=user).delete()
