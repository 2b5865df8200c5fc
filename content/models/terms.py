"""Words that readers meet and need not know: each explained in a sentence or two, in both languages."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from portal.shared.text import Bilingual


class Term(Timestamped):
    """One word with its meaning; guides are tied to it as to anything they help with."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    title_vi = models.CharField(_("word (Vietnamese)"), max_length=80)
    title_en = models.CharField(_("word (English)"), max_length=80)
    meaning_vi = models.TextField(
        _("meaning (Vietnamese)"),
        max_length=400,
        help_text=_("One or two sentences that a customer at the market would understand."),
    )
    meaning_en = models.TextField(_("meaning (English)"), max_length=400)
    title = Bilingual("title")
    meaning = Bilingual("meaning")

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar[list[str]] = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_vi="") & ~models.Q(meaning_vi=""),
                name="content_term_explained",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Its place on the page of all terms."""
        return f"{reverse('content:terms')}#{self.slug}"
