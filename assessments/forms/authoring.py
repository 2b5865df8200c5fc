"""Forms of a draft's words, weights and advice: made from the part of the document that is changed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.documents import LABELS, DocumentForm
from assessments.rules import Counting, Kind, conditions
from assessments.rules.definition import Criterion
from sme.enterprises.rules import SizeClass
from sme.enterprises.selectors import sector_choices

OWN_BANDS = (
    ("bands", Kind.RATIO),
    ("bands", Kind.NUMBER),
    ("bands", Kind.TOOLS),
    ("link_bands", Kind.TOOLS),
)
"""Where bands can be begun; a share without its own counts by those of the questionnaire."""


class CriterionForm(DocumentForm):
    """One question of a draft. *earlier*: the questions before it, which it may depend on."""

    def __init__(
        self, part: dict[str, Any], data: Any = None, *, earlier: Sequence[Criterion] = ()
    ) -> None:
        self.earlier = earlier
        super().__init__(part, data)

    def build(self) -> None:
        """By how it is answered."""
        self._asked(self.part["kind"])
        self._counted()
        self._asked_of()
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

    def _asked_of(self) -> None:
        """Who is asked: modules for sizes and sectors, and what an earlier answer must be."""
        self.group(_("Who is asked; nothing chosen: everybody"))
        for key, choices in (("sizes", SizeClass.choices), ("sectors", sector_choices()[1:])):
            field = forms.MultipleChoiceField(
                label=LABELS[key],
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self._put((key,), field)
        if conditions.is_plain(self.part.get("visible_if")):
            before = [("", "–"), *((c.code, f"{c.code} {c.asks}"[:90]) for c in self.earlier)]
            label = LABELS["criterion"]
            self._put(
                ("visible_if", "criterion"),
                forms.ChoiceField(label=label, choices=before, required=False),
            )
            self.line("visible_if", "at_least")

    def _chosen(self, kind: str) -> None:
        if kind not in (Kind.RATIO, Kind.NUMBER):
            for number in range(len(self.part.get("options", ())) + 1):
                self._choice(kind, number)
        for key, heading in (("bands", _("Bands")), ("link_bands", _("Bands of linked tools"))):
            if self.part.get(key) or (key, kind) in OWN_BANDS:
                self.group(heading)
                for number in range(len(self.part.get(key, ())) + 1):
                    self.line(key, number, "upto")
                    self.line(key, number, "points")

    def _choice(self, kind: str, number: int) -> None:
        self.group(_("To choose: %(n)d") % {"n": number})
        self.words("options", number, "text")
        if kind != Kind.TOOLS:
            self.line("options", number, "points")
        if kind == Kind.SEVERAL_OF:
            self.flag("options", number, "exclusive", default=False)

    def clean(self) -> dict[str, Any]:
        """A new choice with points needs its words; a condition needs its question."""
        values = super().clean() or {}
        new = len(self.part.get("options", ()))
        if values.get(f"options-{new}-points") and not values.get(f"options-{new}-text-vi"):
            self.add_error(f"options-{new}-text-vi", _("Write what there is to choose."))
        if values.get("visible_if-at_least") and not values.get("visible_if-criterion"):
            self.add_error("visible_if-criterion", _("Choose the earlier question."))
        return values

    def edited(self) -> dict[str, Any]:
        """The part; a question that depends on another one waits for at least one point there."""
        made = super().edited()
        if made.get("visible_if", {}).get("criterion"):
            made["visible_if"].setdefault("at_least", 1)
        return made


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
