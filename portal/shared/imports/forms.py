"""Forms of lists that come in: the file, and which column is which field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.imports import headings
from portal.shared.imports.headings import Layout
from portal.shared.imports.kinds import ImportKind
from portal.shared.imports.reading import Sheet, shown


class UploadForm(forms.Form):
    """The list's file."""

    file = forms.FileField(
        label=_("Your list"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV in UTF-8; at most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, kind: ImportKind, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = kind.extra_fields(user)
        self.fields.update(self.extra)

    def params(self) -> dict[str, Any]:
        """What was said of the whole list; what was left open is not there."""
        given = {key: self.cleaned_data.get(key) for key in self.extra}
        return {key: value for key, value in given.items() if value not in (None, "")}


class WhereForm(forms.Form):
    """In which sheet and row the headings stand."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    row = forms.IntegerField(
        label=_("Row with the headings"),
        min_value=1,
        max_value=1_048_576,
        widget=forms.NumberInput(attrs={"data-size": "short"}),
    )

    def __init__(self, *args: Any, sheets: Sequence[Sheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(each.name, each.name) for each in sheets]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """One choice for each column that has a heading or holds something."""

    def __init__(
        self, *args: Any, kind: ImportKind, layout: Layout, sheet: Sheet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        fields = [
            (each.key, f"{each.label}{' *' if each.is_required else ''}") for each in kind.fields
        ]
        choices = [("", _("– not read –")), *fields]
        self.samples = _samples(layout, sheet)
        for place in range(len(layout.headings)):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=layout.headings[place] or _("Column %(letter)s") % {"letter": letter(place)},
                choices=choices,
                required=False,
                initial=layout.columns[place] if place < len(layout.columns) else "",
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each column: letter, heading, samples, its choice, whether it is only a guess."""
        twins = {place for places in headings.twins(self.layout.headings) for place in places}
        return [
            {
                "letter": letter(place),
                "heading": self.layout.headings[place],
                "samples": self.samples[place],
                "field": self[f"c{place}"],
                "is_guess": place in self.layout.guessed,
                "is_twin": place in twins,
            }
            for place in range(len(self.layout.headings))
            if self.layout.headings[place] or self.samples[place]
        ]

    def columns(self) -> list[str]:
        """The chosen fields, by place."""
        return [self.cleaned_data.get(f"c{n}", "") for n in range(len(self.layout.headings))]


def letter(place: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _samples(layout: Layout, sheet: Sheet) -> list[list[str]]:
    """Up to three different values below each heading."""
    found: list[list[str]] = [[] for _heading in layout.headings]
    for row in sheet.rows:
        if row.number <= layout.row:
            continue
        for place, value in enumerate(row.values[: len(found)]):
            words = shown(value)[:40]
            if words and len(found[place]) < 3 and words not in found[place]:
                found[place].append(words)
    return found
