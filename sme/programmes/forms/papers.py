"""The form in which officers say which papers a cohort asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField
from sme.programmes.models import Cohort
from sme.programmes.rules import MOST_PAPERS

BLANK = 3


class PapersForm(forms.Form):
    """A part for each paper, and some empty ones; a part without its Vietnamese name asks for nothing."""

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = list(cohort.papers.filter(is_asked=True))
        self.standing = [paper.pk for paper in papers]
        count = min(MOST_PAPERS, len(papers) + BLANK)
        for place in range(count):
            paper = papers[place] if place < len(papers) else None
            self.fields[f"title_vi_{place}"] = CleanCharField(
                label=_("Paper (Vietnamese)"),
                max_length=150,
                required=False,
                initial=paper.title_vi if paper else "",
            )
            self.fields[f"title_en_{place}"] = CleanCharField(
                label=_("Paper (English)"),
                max_length=150,
                required=False,
                initial=paper.title_en if paper else "",
            )
            self.fields[f"is_required_{place}"] = forms.BooleanField(
                label=_("Without it the application cannot be sent"),
                required=False,
                initial=paper.is_required if paper else True,
            )
        self.count = count

    def parts(self) -> list[dict[str, Any]]:
        """The fields, paper by paper."""
        names = ("title_vi", "title_en", "is_required")
        return [
            {"number": place + 1, "fields": [self[f"{name}_{place}"] for name in names]}
            for place in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """An English name needs the Vietnamese one."""
        values = super().clean() or {}
        for place in range(self.count):
            if values.get(f"title_en_{place}") and not values.get(f"title_vi_{place}"):
                self.add_error(
                    f"title_vi_{place}",
                    forms.ValidationError(_("Write the Vietnamese name too."), code="no_name"),
                )
        return values

    def wanted(self) -> list[dict[str, Any]]:
        """The papers as the act takes them."""
        clean = self.cleaned_data
        return [
            {
                "title_vi": clean[f"title_vi_{place}"],
                "title_en": clean[f"title_en_{place}"],
                "is_required": clean[f"is_required_{place}"],
                "pk": self.standing[place] if place < len(self.standing) else None,
            }
            for place in range(self.count)
            if clean[f"title_vi_{place}"]
        ]
