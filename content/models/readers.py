"""What readers tell without saying who they are: searches without an answer, and whether a page helped."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class SearchMiss(models.Model):
    """Words that found nothing, once for all who typed them; nothing of who did."""

    words = models.CharField(_("words"), max_length=80)
    folded = models.CharField(max_length=80, editable=False)
    language = models.CharField(_("language"), max_length=5)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_on = models.DateField(_("first on"))
    last_on = models.DateField(_("last on"))

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering: ClassVar[list[str]] = ["-times", "-last_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "language"], name="content_searchmiss_words_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class PageFeedback(models.Model):
    """One reader's word on a page as it stood: did it help, and perhaps a sentence."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("page")
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("version")
    )
    is_useful = models.BooleanField(_("useful"))
    sentence = models.CharField(_("what was missing or wrong"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("reader's word")
        verbose_name_plural = _("readers' words")
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["page", "-sent_at"], name="content_feedback_of_page"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sentence="") | ~Q(sentence__startswith=" "),
                name="content_feedback_sentence_trimmed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {'+' if self.is_useful else '-'}"
