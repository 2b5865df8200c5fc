"""Forms around a draft: a new question, a file, a name, a reason, what stayed the same."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.rules import Kind, Likeness, crossing
from assessments.rules.definition import Definition
from portal.shared.formfields import CleanCharField


class QuestionForm(forms.Form):
    """The beginning of a new question."""

    indicator = forms.ChoiceField(label=_("Stands at the end of"))
    code = CleanCharField(
        label=_("Code"), max_length=40, help_text=_("Letters, digits, points; never used twice.")
    )
    kind = forms.ChoiceField(label=_("Answered by"), choices=Kind.choices)
    title_vi = CleanCharField(label=_("Title (Vietnamese)"), max_length=300)
    title_en = CleanCharField(label=_("Title (English)"), max_length=300, required=False)

    def __init__(self, definition: Definition, data: Any = None) -> None:
        super().__init__(data)
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (each.code, f"{each.code} {each.title}")
            for pillar in definition.pillars
            for each in pillar.indicators
        ]

    @property
    def title(self) -> dict[str, str]:
        """Both languages, as the document holds them."""
        both = {"vi": self.cleaned_data["title_vi"], "en": self.cleaned_data["title_en"]}
        return {language: words for language, words in both.items() if words}


class UploadForm(forms.Form):
    """A workbook or JSON file that becomes a draft."""

    file = forms.FileField(
        label=_("File (.xlsx or .json)"),
        help_text=_(
            "Take a version's file, change it, and give it another version in its first row."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.json"}),
    )


class CopyForm(forms.Form):
    """The name of a new draft."""

    name = CleanCharField(label=_("Name of the new version"), max_length=40)


class ReasonForm(forms.Form):
    """Why a draft goes back."""

    reason = CleanCharField(label=_("What should change"), max_length=500)


class CrosswalkForm(forms.Form):
    """For each question of a version: the earlier one, and how alike they are."""

    def __init__(
        self, earlier: Definition, later: Definition, links: dict[str, crossing.Link], data: Any
    ) -> None:
        super().__init__(data)
        before = [("", "–"), *((c.code, f"{c.code} {c.asks}"[:48]) for c in earlier.criteria)]
        self.codes = [c.code for c in later.criteria]
        self.titles = {c.code: c.asks for c in later.criteria}
        for code in self.codes:
            self.fields[f"{code}-earlier"] = forms.ChoiceField(
                label=_("Earlier question"), choices=before, required=False,
                initial=links[code].earlier,
            )  # fmt: skip
            self.fields[code] = forms.ChoiceField(
                label=_("How alike"), choices=Likeness.choices, initial=links[code].likeness
            )

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """Each question with its two fields."""
        for code in self.codes:
            yield {
                "code": code,
                "title": self.titles[code],
                "earlier": self[f"{code}-earlier"],
                "likeness": self[code],
            }

    @property
    def links(self) -> list[crossing.Link]:
        """What was chosen."""
        data = self.cleaned_data
        return [
            crossing.Link(code, data[f"{code}-earlier"], Likeness(data[code]))
            for code in self.codes
        ]
