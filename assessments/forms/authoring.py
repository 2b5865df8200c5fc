"""Forms of a draft's words, weights and advice: made from the part of the document that is changed."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.rules import Counting, Kind, Likeness, Problem, crossing
from assessments.rules.definition import Definition
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


class CriterionForm(DocumentForm):
    """One question of a draft."""

    def build(self) -> None:
        """By how it is answered."""
        self._asked(self.part["kind"])
        self._counted()
        self._chosen(self.part["kind"])
        for number in range(len(self.part.get("advice", ())) + 1):
            self.group(_("Advice: %(n)d") % {"n": number + 1})
            self.words("advice", number, "text")
            for key in ("upto", "guide", "effort"):
                self.line("advice", number, key)

    def _asked(self, kind: str) -> None:
        self.group(_("Words"))
        self.words("title", required=True)
        for key in ("question", "help", "example", "note"):
            self.words(key)
        if kind == Kind.RATIO:
            self.words("numerator", required=True)
            self.words("denominator", required=True)
        if kind == Kind.NUMBER:
            self.words("unit")

    def _counted(self) -> None:
        self.group(_("Counting"))
        self.line("weight")
        self.line("raw_max")
        for key in ("na", "unknown"):
            choices = [*Counting.choices]
            self._put((key,), forms.ChoiceField(label=LABELS[key], choices=choices, required=False))
        self.flag("required", default=True)
        self.flag("evidence", default=False)
        self.flag("verified", default=True)

    def _chosen(self, kind: str) -> None:
        for number in range(len(self.part.get("options", ()))):
            self.group(_("To choose: %(n)d") % {"n": number})
            self.words("options", number, "text")
            if kind != Kind.TOOLS:
                self.line("options", number, "points")
        for key, heading in (("bands", _("Bands")), ("link_bands", _("Bands of linked tools"))):
            if self.part.get(key):
                self.group(heading)
                for number in range(len(self.part[key])):
                    self.line(key, number, "upto")
                    self.line(key, number, "points")


class FrameForm(DocumentForm):
    """What stands around the questions of a draft: titles, levels, pillars, rules."""

    def build(self) -> None:
        """In the order of the document."""
        self.group(_("The questionnaire"))
        self.words("title", required=True)
        self.words("summary")
        self.words("source")
        self.line("minutes")
        for number, level in enumerate(self.part["levels"]):
            self.group(_("Level %(n)d") % {"n": level["level"]})
            self.words("levels", number, "name", required=True)
            self.words("levels", number, "meaning")
        for number, pillar in enumerate(self.part["pillars"]):
            self.group(_("Pillar %(code)s") % {"code": pillar["code"]})
            self.words("pillars", number, "title", required=True)
            self.words("pillars", number, "summary")
            for inner in range(len(pillar["indicators"])):
                self.words("pillars", number, "indicators", inner, "title", required=True)
        self.group(_("A pillar's level: up to this share of its points, in per cent"))
        for number in range(len(self.part.get("pillar_bands", ()))):
            self.line("pillar_bands", number, "upto")
        for number, rule in enumerate(self.part["overall_rules"]):
            self.group(_("The whole is at level %(n)d if") % {"n": rule["level"]})
            for key in ("total_over", "pillars_at_least", "pillar_level"):
                self.line("overall_rules", number, key)


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
    return {key: value for key, value in kept.items() if value not in (None, "", {}, [])}
