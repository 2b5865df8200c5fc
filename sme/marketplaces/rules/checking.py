"""Words for looking again at what is listed: page checks, reports, conflicts, samples."""

import re

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class PageOutcome(models.TextChoices):
    """What a page check found: a hint, never a verdict."""

    ALIVE = "alive", gettext_lazy("The page answers")
    GONE = "gone", gettext_lazy("The page is gone")
    MOVED = "moved", gettext_lazy("The page leads elsewhere")
    BLOCKED = "blocked", gettext_lazy("The marketplace does not let machines look")
    UNREACHABLE = "failed", gettext_lazy("The page could not be reached")


class ReportState(models.TextChoices):
    """What became of a note that something is wrong."""

    OPEN = "open", pgettext_lazy("report", "Open")
    UPHELD = "upheld", pgettext_lazy("report", "It was wrong, and is mended")
    DISMISSED = "no", pgettext_lazy("report", "It was right")


class ConflictState(models.TextChoices):
    """How two claims to one address were solved."""

    OPEN = "open", pgettext_lazy("conflict", "Open")
    KEPT = "kept", gettext_lazy("The address stays where it is")
    MOVED = "moved", gettext_lazy("The address goes to the one who claimed it")
    DROPPED = "dropped", gettext_lazy("Nobody keeps the address")


class SampleOutcome(models.TextChoices):
    """What re-checking one row of a random sample found."""

    OPEN = "", pgettext_lazy("sample", "Not yet looked at")
    CONFIRMED = "confirmed", gettext_lazy("On sale, as recorded")
    WRONG = "wrong", gettext_lazy("Not as recorded")
    UNCLEAR = "unclear", gettext_lazy("Could not be told")


class RejectionReason(models.TextChoices):
    """Why a marketplace did not accept a product; each leads to the guide that mends it."""

    PAPERS = "papers", gettext_lazy("Papers missing or out of date")
    PHOTOS = "photos", gettext_lazy("Photographs not good enough")
    DESCRIPTION = "text", gettext_lazy("Name or description against the rules")
    CATEGORY = "category", gettext_lazy("Wrong category")
    BRAND = "brand", gettext_lazy("Brand or trademark not proved")
    FORBIDDEN = "forbidden", gettext_lazy("Goods that may not be sold there")
    ACCOUNT = "account", gettext_lazy("Shop or identity not confirmed")
    OTHER = "other", gettext_lazy("Another reason")


# --- what a page check may conclude ------------------------------------------------------------------

GONE_STATUSES = frozenset({404, 410})
SHUT_STATUSES = frozenset({401, 403, 407, 429, 451})
_GATE = re.compile(
    r"(^|[/_.-])(login|signin|sign-in|captcha|verify|verification|challenge|punish)([/_.-]|$)",
    re.IGNORECASE,
)
_GATE_WORDS = re.compile(
    r"captcha|are you a robot|unusual traffic|access denied|verify you are human|x5secdata",
    re.IGNORECASE,
)
SMALL_PAGE = (
    30_000  # characters: a gate is a short page; a whole product page may carry a captcha's script
)


class PageDetail(models.TextChoices):
    """Why a page check found what it found."""

    ROBOTS = "robots", gettext_lazy("its robots.txt asks machines to stay away")
    GATE = "gate", gettext_lazy("it asks for a sign-in or a captcha")
    SHUT = "shut", gettext_lazy("it refuses machines")
    OTHER_PAGE = "other_page", gettext_lazy("it leads to another page of the marketplace")
    FRONT = "front", gettext_lazy("it leads to the front page or a shop")
    OTHER_SITE = "other_site", gettext_lazy("it leads to another site")
    CIRCLE = "circle", gettext_lazy("it leads in circles")
    SLOW = "slow", gettext_lazy("it did not answer in time")
    NO_ANSWER = "no_answer", gettext_lazy("nobody answered")
    STATUS = "status", gettext_lazy("it answered with an error")


def judge_page(
    status: int, *, leads: str, path: str = "", text: str = ""
) -> tuple[PageOutcome, PageDetail | str]:
    """What an answer tells: ``leads`` is "same", "other" or "front" page, ``path`` where it led if elsewhere.

    A hint for people: shops that are sold out, shown in another language or behind a wall look alike.
    """
    if status in GONE_STATUSES:
        return PageOutcome.GONE, ""
    if status in SHUT_STATUSES:
        return PageOutcome.BLOCKED, PageDetail.SHUT
    is_gate = len(text) < SMALL_PAGE and _GATE_WORDS.search(text)
    if is_gate or (leads != "same" and _GATE.search(path)):
        return PageOutcome.BLOCKED, PageDetail.GATE
    if not 200 <= status < 300:
        return PageOutcome.UNREACHABLE, PageDetail.STATUS
    if leads == "same":
        return PageOutcome.ALIVE, ""
    return PageOutcome.MOVED, PageDetail.FRONT if leads == "front" else PageDetail.OTHER_PAGE
