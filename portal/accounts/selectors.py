"""Reads about people."""

from typing import Any


def confirmed_addresses(user: Any) -> set[str]:
    """The e-mail addresses that a person has confirmed to be theirs, in lower case."""
    from allauth.account.models import EmailAddress

    mine = EmailAddress.objects.filter(user=user, verified=True)
    return {address.lower() for address in mine.values_list("email", flat=True)}
