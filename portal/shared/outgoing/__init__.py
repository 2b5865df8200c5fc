"""The only way out: one guarded request to a host that is allowed, never to an address inside the house.

``fetch`` looks a name up once, judges every address that it has, and connects to exactly the address that it
judged, so that a name cannot lead elsewhere between the look and the call. Each redirect is judged like the
first address. Time and size have an end, whatever the other side does. No cookies, no credentials, no proxy
from the environment. An architecture test holds all other code to this door.
"""

from portal.shared.outgoing.asking import AGENT, USUAL, Answer, fetch
from portal.shared.outgoing.judging import Policy, is_allowed_host, is_public_address
from portal.shared.outgoing.one_origin import OneOriginSession, origin_of
from portal.shared.outgoing.refusing import (
    OutgoingFailed,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
)

__all__ = [
    "AGENT",
    "USUAL",
    "Answer",
    "OneOriginSession",
    "OutgoingFailed",
    "Policy",
    "Refused",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "fetch",
    "is_allowed_host",
    "is_public_address",
    "origin_of",
]
