"""Which columns a roster has, in which order, and what a finished sheet consists of; no queries here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import Column, Letterhead, ReadFirst, Tally


class PaidState(models.TextChoices):
    """Whether an enterprise has paid what its place costs."""

    NOTHING = "none", gettext_lazy("Nothing was asked")
    OPEN = "open", gettext_lazy("Still to be paid")
    PAID = "paid", gettext_lazy("All is paid")


class Came(models.TextChoices):
    """How often an enterprise came to the sessions held so far."""

    ALL = "all", gettext_lazy("To every session")
    SOME = "some", gettext_lazy("To some sessions")
    NONE = "none", gettext_lazy("To no session")


def came(there: int, held: int) -> Came:
    """Which of them it is."""
    if not there:
        return Came.NONE
    return Came.ALL if there >= held else Came.SOME


FileFormat = Literal["xlsx", "csv"]
FORMATS: tuple[FileFormat, ...] = ("xlsx", "csv")

# Above this many rows an export is made in the background.
AT_ONCE = 2000

# Keys never change and are never used for anything else: files that come back are read by them.
KEYS = (
    "number",
    "name",
    "tax_code",
    "representative",
    "phone",
    "email",
    "place",
    "sector",
    "kind",
    "size",
    "state",
    "enrolled_on",
    "readiness_level",
    "live_products",
    "note",
    "legal_form",
    "coop_number",
    "position",
    "employees",
    "is_women_led",
    "address",
    "former_place",
    "website",
    "checked",
    "readiness_on",
    "state_on",
    "waiting_since",
    "reason",
    "paid",
    "attendance",
    "milestones",
    "outcome",
    "outcome_said",
    "left_why",
)
USUAL = KEYS[:15]
ON_SCREEN = (
    "number",
    "name",
    "tax_code",
    "phone",
    "place",
    "state",
    "enrolled_on",
    "readiness_level",
    "live_products",
)


def chosen_columns(wanted: Iterable[str], *, usual: Sequence[str] = USUAL) -> tuple[str, ...]:
    """The columns asked for, each once, in the roster's own order; none asked for: the usual ones.

    Takes keys or comma-separated lists of keys. Refuses a key that no column has, naming those there are.
    """
    keys = [key.strip() for each in wanted for key in each.split(",") if key.strip()]
    if unknown := [key for key in keys if key not in KEYS]:
        raise RuleBroken(
            "column_unknown",
            _("There is no column “%(key)s”. Columns: %(known)s.")
            % {"key": unknown[0][:60], "known": ", ".join(KEYS)},
        )
    return tuple(key for key in KEYS if key in keys) or tuple(usual)


def known_columns(wanted: Iterable[str], *, usual: Sequence[str] = ON_SCREEN) -> tuple[str, ...]:
    """As ``chosen_columns``, for an address somebody may have mended: unknown keys are passed over."""
    keys = {key.strip() for each in wanted for key in each.split(",")}
    return tuple(key for key in KEYS if key in keys) or tuple(usual)


def file_format(wanted: str) -> FileFormat:
    """``xlsx`` or ``csv``; refuses anything else."""
    for known in FORMATS:
        if wanted == known:
            return known
    raise RuleBroken(
        "format_unknown",
        _("There is no format “%(format)s”. Formats: %(known)s.")
        % {"format": wanted[:60], "known": ", ".join(FORMATS)},
    )


@dataclass(frozen=True)
class Sheet:
    """All that a roster file needs: its columns, its rows as they come, and what stands around them."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    about: ReadFirst
    letterhead: Letterhead | None
    totals: Callable[[], Sequence[Any]] | None
    tallies: Callable[[], Sequence[Tally]]
    whose: Callable[[], Sequence[int]]  # the enterprises that were written, once the rows are
