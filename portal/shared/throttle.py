"""How often somebody may try something that must not be guessed."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken


def count_try(what: str, who: Any, *, most: int, seconds: int, field: str = "") -> None:
    """Count one try of ``who`` (a person's key); refuses the one after ``most`` within ``seconds``.

    The window begins with the first try. The count lives in the shared cache, so that it holds for all
    processes.
    """
    key = f"tries:{what}:{who}"
    if cache.add(key, 1, timeout=seconds):
        return
    try:
        tried = cache.incr(key)
    except ValueError:  # it ended in between
        cache.set(key, 1, timeout=seconds)
        return
    if tried > most:
        raise RuleBroken(
            "too_often", _("Too many tries. Wait a while, then try again."), field or None
        )
