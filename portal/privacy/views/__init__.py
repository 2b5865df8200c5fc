"""Pages about personal data, by who opens them."""

from portal.privacy.views.office import log, register, run
from portal.privacy.views.own import choose, download, erase, keep, looks, mine, notice

__all__ = [
    "choose",
    "download",
    "erase",
    "keep",
    "log",
    "looks",
    "mine",
    "notice",
    "register",
    "run",
]
