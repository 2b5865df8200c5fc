"""What readers told: whether a page helped, by version, and what they looked for in vain."""

from typing import Any

from django.db.models import Count, Max, Q

from content.models import PageFeedback, SearchMiss

YES, NO = Count("pk", filter=Q(is_useful=True)), Count("pk", filter=Q(is_useful=False))


def feedback_of(page_id: int | None = None) -> Any:
    """What readers said, newest first; of one page or of all."""
    rows = PageFeedback.objects.select_related("page", "revision")
    return rows.filter(page_id=page_id) if page_id else rows


def feedback_totals(page_id: int) -> dict[str, int]:
    """How many said that a page helped (``yes``) and that it did not (``no``)."""
    totals: dict[str, int] = PageFeedback.objects.filter(page_id=page_id).aggregate(yes=YES, no=NO)
    return totals


def feedback_by_page() -> Any:
    """Each page of which somebody said something, those that helped least first: page, title, yes, no, last."""
    return (
        PageFeedback.objects.values("page_id", "page__title")
        .annotate(yes=YES, no=NO, last=Max("sent_at"))
        .order_by("-no", "yes", "page_id")
    )


def feedback_by_version(page_id: int) -> Any:
    """How each published version of a page was taken, newest first: when it was made, yes, no."""
    return (
        PageFeedback.objects.filter(page_id=page_id)
        .values("revision_id", "revision__created_at")
        .annotate(yes=YES, no=NO)
        .order_by("-revision_id")
    )


def misses() -> Any:
    """Words that found nothing, the most asked for first."""
    return SearchMiss.objects.all()
