"""Acts of readers who need not say who they are: a page helped or did not; a search found nothing."""

import re

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page

from content import rules
from content.models import PageFeedback, SearchMiss
from portal.shared import clock, text, throttle
from portal.shared.errors import RuleBroken

HOUR, DAY = 3600, 24 * 3600
LONGEST = 80
MOST_MISSES = 2000
"""More different words than an editor reads; what comes after is not kept."""

_PERSONAL = re.compile(r"\S+@\S+|\+?\d(?:[ .-]?\d){5,}")
_ADDRESS = re.compile(
    r"https?:|www\.|\b[a-z0-9-]+\.(?:com|net|org|info|xyz|top|vn)\b", re.IGNORECASE
)


def note_miss(query: str, language_code: str, *, who: str) -> bool:
    """Count words that found nothing, for the editors; tells whether they were kept.

    ``who`` is a key of the visitor for counting only (thirty an hour), it is not kept. Words with a number as
    long as a phone's or with an e-mail address may be somebody's, and are not kept either.
    """
    words = text.clean(query)[:LONGEST].lower()
    folded = " ".join(rules.query_words(words))[:LONGEST]
    if len(folded) < 2 or not re.search(r"[a-z]", folded) or _PERSONAL.search(words):
        return False
    try:
        throttle.count_try("search-miss", who, most=30, seconds=HOUR)
    except RuleBroken:
        return False
    return _count(words, folded, language_code)


@transaction.atomic
def _count(words: str, folded: str, language_code: str) -> bool:
    today = clock.today()
    same = SearchMiss.objects.filter(folded=folded, language=language_code)
    if same.update(times=F("times") + 1, last_on=today):
        return True
    if SearchMiss.objects.count() >= MOST_MISSES:
        return False
    try:
        with transaction.atomic():
            SearchMiss.objects.create(
                words=words,
                folded=folded,
                language=language_code,
                first_on=today,
                last_on=today,
            )
    except IntegrityError:  # somebody else typed it at the same moment
        same.update(times=F("times") + 1, last_on=today)
    return True


@transaction.atomic
def tell_if_useful(page: Page, is_useful: bool, sentence: str = "", *, who: str) -> PageFeedback:
    """Keep a reader's word on a page, with the version that was read.

    ``who`` is a key of the visitor for counting only (three a day on one page, ten an hour on all); it is not
    kept. E-mail addresses and long numbers in the sentence are struck out. Refuses web addresses, which
    only advertisers write here.
    """
    sentence = text.clean(sentence)
    if _ADDRESS.search(sentence) and "@" not in sentence:
        raise RuleBroken(
            "address", _("Please write your sentence without web addresses."), "sentence"
        )
    throttle.count_try("feedback-page", f"{page.pk}:{who}", most=3, seconds=DAY)
    throttle.count_try("feedback", who, most=10, seconds=HOUR)
    return PageFeedback.objects.create(
        page=page,
        revision_id=page.live_revision_id,
        is_useful=is_useful,
        sentence=_PERSONAL.sub("•••", sentence)[:300].strip(),
        sent_at=clock.now(),
    )
