"""The nine kinds of visitor of the access table, and the things they ask for."""

import copy
from collections.abc import Callable
from functools import cached_property
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from portal.accounts.models import User
from tests.factories import accounts

KINDS = (
    "anonymous",
    "member",
    "foreign_member",
    "officer",
    "officer_elsewhere",
    "officer_everywhere",
    "editor",
    "moderator",
    "administrator",
)

THINGS: dict[str, Callable[["World"], Any]] = {}


def thing(maker: Callable[["World"], Any]) -> Callable[["World"], Any]:
    """Register a maker: rows of the table ask for a thing by the maker's name."""
    THINGS[maker.__name__] = maker
    return maker


class World:
    """`member` owns `enterprise`, which lies where `officer` works; the others are strangers to it."""

    def __init__(self) -> None:
        call_command("sync_roles", stdout=StringIO())
        self.made: dict[str, Any] = {}
        self.tickets: dict[str, str] = {}
        self.member = accounts.UserFactory()
        self.foreign_member = accounts.UserFactory()
        self.administrator = accounts.AdministratorFactory()
        self.editor = accounts.EditorFactory()
        self.moderator = accounts.ModeratorFactory()

    @cached_property
    def officer(self) -> User:
        return accounts.OfficerFactory(units=[self["place"]])

    @cached_property
    def officer_elsewhere(self) -> User:
        return accounts.OfficerFactory(units=[self["other_place"]])

    @cached_property
    def officer_everywhere(self) -> User:
        return accounts.OfficerFactory()

    @property
    def anonymous(self) -> None:
        return None

    def sign_everybody_in(self) -> None:
        """Keep everybody's session, so that each request can begin with it."""
        for kind in KINDS:
            client = Client()
            if getattr(self, kind) is not None:
                client.force_login(getattr(self, kind))
                self.tickets[kind] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, kind: str) -> Client:
        """A browser of that visitor, with nothing in it but the session."""
        client = Client(raise_request_exception=False)
        if kind in self.tickets:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.tickets[kind]
        return client

    def another(self) -> "World":
        """The same people and things; what is made in it from now on is its own."""
        other = copy.copy(self)
        other.made = dict(self.made)
        return other

    def __getitem__(self, name: str) -> Any:
        if name not in self.made:
            self.made[name] = THINGS[name](self)
        return self.made[name]
