"""Every address × every kind of visitor → what is answered. A missing address fails the test.

`page("thing", …)` fills the address's parts with things of `people.THINGS` (by their number), or with plain
values. Answers stand in the order of `people.KINDS`:

    anonymous  member  foreign member  officer  officer elsewhere  editor  moderator  administrator

SIGN_IN is the way to the sign-in page, GO another redirection; somebody else's thing is always 404.
"""

from dataclasses import dataclass, field
from typing import Any

SIGN_IN, GO = "sign in", "go"
Answer = int | str


@dataclass(frozen=True)
class Row:
    """One address as it is asked for, and the eight answers."""

    answers: tuple[Answer, ...]
    parts: dict[str, Any] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def everybody(answer: Answer = 200, **parts: Any) -> Row:
    """The same answer to all."""
    return Row((answer,) * 8, parts)


def signed_in(answer: Answer = 200, **parts: Any) -> Row:
    """The same answer to all who have signed in."""
    return Row((SIGN_IN, *((answer,) * 7)), parts)


def officers(answer: Answer = 200, **parts: Any) -> Row:
    """Officers everywhere and administrators."""
    return Row((SIGN_IN, 404, 404, answer, answer, 404, 404, answer), parts)


def officers_of_the_place(answer: Answer = 200, **parts: Any) -> Row:
    """The officer of the enterprise's place and administrators."""
    return Row((SIGN_IN, 404, 404, answer, 404, 404, 404, answer), parts)


def administrators(answer: Answer = 200, **parts: Any) -> Row:
    """Administrators only."""
    return Row((SIGN_IN, 404, 404, 404, 404, 404, 404, answer), parts)


def the_member(answer: Answer = 200, **parts: Any) -> Row:
    """The member whose it is, and nobody else."""
    return Row((SIGN_IN, answer, 404, 404, 404, 404, 404, 404), parts)


def post(row: Row, **data: Any) -> Row:
    """The same answers to a form that is sent."""
    return Row(row.answers, row.parts, "post", data)


# Addresses of libraries: who may enter is theirs to decide, with the grants of portal/setup/roles.py.
# Their first pages are in the table below.
LIBRARIES = {
    "admin/": "wagtail.admin",
    "documents/": "wagtail.documents",
    "accounts/": "allauth",
    "media/": "django.views.static",
    "_util/": "wagtail",
    "": "wagtail",  # the pages of the guidance
}

# fmt: off
TABLE: dict[str, Row] = {
    # the floor
    "healthz": everybody(),
    "readyz": everybody(503),  # no worker has its pulse in a test
    "shared:jobs": signed_in(),
    "shared:job": Row((SIGN_IN, 404, 404, 200, 404, 404, 404, 404), {"job_id": "job"}),
    "shared:job_download": Row((SIGN_IN, 404, 404, 200, 404, 404, 404, 404), {"job_id": "finished_job"}),
    "shared:job_cancel": post(Row((SIGN_IN, 404, 404, GO, 404, 404, 404, 404), {"job_id": "job"})),
    "shared:job_again": post(Row((SIGN_IN, 404, 404, GO, 404, 404, 404, 404), {"job_id": "failed_job"})),
    # people
    "account_login": Row((200, *((GO,) * 7))),
    "account_signup": Row((200, *((GO,) * 7))),
    "account_email": signed_in(),
    "accounts:profile": signed_in(),
    # the roof
    "dashboard:start": signed_in(GO),
    "dashboard:business": signed_in(),
    "dashboard:workspace": officers(),
    "dashboard:patterns": signed_in(),
    "dashboard:mail": everybody(),
    # guidance
    "wagtailadmin_home": Row((*((SIGN_IN,) * 5), 200, 200, 200)),
    "content:search": everybody(),
}
# fmt: on
