"""States and kinds of words: what an assessment, a version and an answer may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Where a version of a framework stands; only a draft may still change."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class State(models.TextChoices):
    """Where an assessment stands."""

    DRAFT = "draft", _("Being answered")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
"""From where to where; a submitted assessment is never edited, a withdrawn one keeps its place in history."""


class Round(models.TextChoices):
    """When an assessment was made, seen from the support that it goes with."""

    BEFORE = "t0", _("T0, before support")
    AFTER = "t1", _("T1, after support")
    LATER = "t2", _("T2, later")


class Source(models.TextChoices):
    """How an answer came in."""

    SELF = "self", _("Answered by the business")
    ASSISTED = "assisted", _("Answered with an officer")
    PAPER = "paper", _("Typed in from paper")
    PREFILLED = "prefilled", _("Taken over from an earlier version")


class Likeness(models.TextChoices):
    """How a question stands to the one of an earlier version."""

    EQUAL = "equal", _("The same question")
    SIMILAR = "similar", _("A similar question")
    NONE = "none", _("A new question")


class Kind(models.TextChoices):
    """How a criterion is answered."""

    LEVELS = "levels", _("Levels")
    YES_LEVELS = "yes_levels", _("Yes or no, then levels")
    ONE_OF = "one_of", _("One of several")
    SEVERAL_OF = "several_of", _("Several of a list")
    RATIO = "ratio", _("Share")
    NUMBER = "number", _("Number")
    TOOLS = "tools", _("Tools in use")


ONE_OPTION = frozenset({Kind.LEVELS, Kind.YES_LEVELS, Kind.ONE_OF})
"""Answered by the index of one option."""


class Counting(models.TextChoices):
    """How an answer that gives no points is counted."""

    REFUSED = "refused", _("not offered")
    ZERO = "zero", _("counts 0 points")
    EXCLUDE = "exclude", _("taken out of the maximum")
    FULL = "full", _("counts as the maximum")
