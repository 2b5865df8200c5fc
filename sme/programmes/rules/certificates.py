"""Certificates: who may have one, what their codes look like; letters: which decisions have one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from sme.programmes.rules.applications import ApplicationState
from sme.programmes.rules.states import SEATED, CohortState

USUAL_SHARE = 80
"""Per cent of a cohort's sessions that are attended for a certificate, unless the cohort says otherwise."""
LETTERS_OF = (
    ApplicationState.ACCEPTED,
    ApplicationState.WAITING,
    ApplicationState.DECLINED,
    ApplicationState.RETURNED,
)
"""Decisions that are told by a letter."""
CERTIFIES = (CohortState.RUNNING, CohortState.CLOSED)
"""A cohort so far gives certificates."""

# Crockford's 32 signs: no I, L, O, U, so that a code read aloud or from a bad copy is still the same code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12  # 60 bits: guessing finds nothing
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def attends_enough(attended: int, planned: int, share: int) -> bool:
    """Whether ``attended`` of ``planned`` sessions are at least ``share`` per cent; none are asked for with 0."""
    return share == 0 or (planned > 0 and attended * 100 >= share * planned)


def share_of(attended: int, planned: int) -> int:
    """Per cent, rounded down so that 79.9 is never shown as 80."""
    return attended * 100 // planned if planned else 0


def check_certificate(
    state: str, cohort_state: str, attended: int, planned: int, share: int
) -> None:
    """Refuse a certificate to whoever has no place, before the cohort began, and below its share of sessions.

    ``planned`` counts every session that was not cancelled, also those to come: a share reached today is reached
    for good.
    """
    if state not in SEATED:
        raise RuleBroken("no_place", _("Only enterprises with a place in this cohort get one."))
    if cohort_state not in CERTIFIES:
        raise RuleBroken(
            "cohort_not_begun",
            _(
                "The cohort is “%(state)s”; certificates are given while it runs and when it is over."
            )
            % {"state": CohortState(cohort_state).label},
        )
    if not attends_enough(attended, planned, share):
        raise RuleBroken(
            "attended_too_little",
            _("Attended %(attended)d of %(planned)d sessions; %(share)d%% are needed.")
            % {"attended": attended, "planned": planned, "share": share},
        )


def new_code(choose: Callable[[Sequence[str]], Any]) -> str:
    """A code of twelve signs; ``choose`` picks one at random (``secrets.choice``)."""
    return "".join(choose(ALPHABET) for _place in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """The code that somebody typed: dashes, spaces and small letters are taken, O is 0, I and L are 1.

    Nothing that cannot be a code: an empty text.
    """
    signs = [
        sign
        for sign in typed.upper().translate(_MISREAD)
        if sign not in " -\u00a0\u2010\u2011\u2013"
    ]
    is_code = len(signs) == CODE_LENGTH and all(sign in ALPHABET for sign in signs)
    return "".join(signs) if is_code else ""


def shown_code(code: str) -> str:
    """``7K3M9QX2WD4T`` → ``7K3M-9QX2-WD4T``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
