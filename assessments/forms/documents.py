"""A form of a part of a draft's document: fields named by their paths, problems at their fields."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.rules import Problem
from portal.shared.formfields import CleanCharField

Path = tuple[str | int, ...]
LANGUAGES = (("vi", _("Vietnamese")), ("en", _("English")))
LABELS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "source": _("Source"),
    "question": _("Question, where it differs from the title"),
    "help": _("Help"),
    "example": _("Example"),
    "group": _("Group"),
    "numerator": _("The part"),
    "denominator": _("The total"),
    "unit": _("Unit"),
    "note": _("Note for whoever answers and for officers"),
    "sizes": _("Sizes"),
    "sectors": _("Sectors"),
    "criterion": _("Only after this question"),
    "at_least": _("was answered with at least so many points"),
    "exclusive": _("Excludes all others (“none of these”)"),
    "name": _("Name"),
    "meaning": _("What it means in plain words"),
    "text": _("Text"),
    "points": _("Points"),
    "upto": _("Up to"),
    "weight": _("Weight"),
    "raw_max": _("Most points before the weight"),
    "effort": _("Effort, 1 to 5"),
    "guide": _("Guide (its short name)"),
    "minutes": _("Minutes needed"),
    "total_over": _("More points than"),
    "pillars_at_least": _("At least so many pillars"),
    "pillar_level": _("at this level"),
    "na": _("“Not applicable”"),
    "unknown": _("“Don't know”"),
    "required": _("Must be answered"),
    "evidence": _("Evidence may be added"),
    "verified": _("Checked against the official text"),
}
LONG = ("summary", "source", "help", "example", "note", "meaning")


class DocumentForm(forms.Form):
    """Fields named by their path in the document; ``edited()`` is the document's part with what was entered."""

    def __init__(self, part: dict[str, Any], data: Any = None) -> None:
        super().__init__(data)
        self.part = deepcopy(part)
        self.paths: dict[str, Path] = {}
        self.headings: list[tuple[Any, list[str]]] = []
        self.build()

    def build(self) -> None:
        """Make the fields."""
        raise NotImplementedError

    @property
    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        for heading, names in self.headings:
            yield heading, [self[name] for name in names]

    def group(self, heading: Any) -> None:
        """What is made from here on stands below this heading."""
        self.headings.append((heading, []))

    def _put(self, path: Path, field: forms.Field) -> None:
        name = "-".join(map(str, path))
        self.paths[name] = path
        field.initial = _at(self.part, path)
        self.fields[name] = field
        self.headings[-1][1].append(name)

    def words(self, *path: str | int, required: bool = False) -> None:
        """A text in both languages."""
        key = str(path[-1])
        for language, spoken in LANGUAGES:
            widget = forms.Textarea(attrs={"rows": 2}) if key in LONG else forms.TextInput()
            label = f"{LABELS[key]} ({spoken})"
            needed = required and language == "vi"
            made = forms.CharField if key in LONG else CleanCharField
            field = made(label=label, max_length=4000, required=needed, widget=widget)
            self._put((*path, language), field)

    def line(self, *path: str | int) -> None:
        """A number or a short name; the rules of documents read it."""
        field = CleanCharField(label=LABELS[str(path[-1])], max_length=60, required=False)
        self._put(path, field)

    def flag(self, *path: str | int, default: bool) -> None:
        """Yes or no."""
        self._put(path, forms.BooleanField(label=LABELS[str(path[-1])], required=False))
        if _at(self.part, path) is None:
            self.fields["-".join(map(str, path))].initial = default

    def edited(self) -> dict[str, Any]:
        """The part with what was entered; empty texts and rows are left out."""
        made = deepcopy(self.part)
        for name, path in self.paths.items():
            value = self.cleaned_data[name]
            if isinstance(value, str) and path[-1] not in ("vi", "en", "guide", "na", "unknown"):
                value = _number(value)
            _set(made, path, value)
        return _without_empty(made)

    def tell(self, problems: tuple[Problem, ...], at: str = "") -> None:
        """Each problem at its field, or above the form with its place."""
        for problem in problems:
            rest = problem.where.removeprefix(at).strip("/").replace("/", "-")
            name = next((each for each in self.paths if rest and each.startswith(rest)), None)
            self.add_error(name, str(problem.sentence) if name else str(problem))


def _at(part: Any, path: Path) -> Any:
    for key in path:
        try:
            part = part[key]
        except (KeyError, IndexError):
            return None
    return part


def _set(part: Any, path: Path, value: Any) -> None:
    for key, following in pairwise(path):
        if isinstance(key, int):
            while len(part) <= key:
                part.append({})
            part = part[key]
        else:
            part = part.setdefault(key, [] if isinstance(following, int) else {})
    part[path[-1]] = value


def _number(text: str) -> Any:
    text = text.strip().replace(",", ".")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _without_empty(values: Any) -> Any:
    """Without empty texts, and without rows of choices or advice that lost their text."""
    if isinstance(values, list):
        return [_without_empty(each) for each in values]
    if not isinstance(values, dict):
        return values
    kept = {key: _without_empty(value) for key, value in values.items()}
    for key in ("options", "advice"):
        if key in kept:
            kept[key] = [each for each in kept[key] if each.get("text")]
    for key in ("bands", "link_bands"):
        if key in kept:
            kept[key] = [each for each in kept[key] if each]
    if set(kept.get("visible_if") or ()) == {"at_least"}:
        del kept["visible_if"]
    return {key: value for key, value in kept.items() if value not in (None, "", {}, [])}
