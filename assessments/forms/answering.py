"""The form of one question, made from its criterion; what it cleans is an answer in its kept form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.rules import ONE_OPTION, Counting, Criterion, Kind
from portal.shared.errors import RuleBroken
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import CheckboxCards, RadioCards

NONE, NA, UNKNOWN = "none", "na", "unknown"
INSTEAD = {NA: _("Not applicable to us"), UNKNOWN: _("We don't know")}
# Which control a refusal of the rules belongs to, where it is not the first one.
FIELD_OF = {"linked_unused": "linked", "linked_alone": "linked"}


class AnswerForm(forms.Form):
    """Fields depend on how the criterion is answered; without scripts each question is one send."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    writer = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0, required=False)

    def __init__(self, criterion: Criterion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.answer: rules.Answer | None = None
        if criterion.kind in ONE_OPTION:
            self._one()
        elif criterion.kind == Kind.SEVERAL_OF:
            self._several()
        elif criterion.kind == Kind.TOOLS:
            self._tools()
        elif criterion.kind == Kind.RATIO:
            self._number("numerator", criterion.numerator)
            self._number("denominator", criterion.denominator)
            self._instead()
        else:
            self._number("value", criterion.unit or _("Number"))
            self._instead()

    # --- controls -----------------------------------------------------------------------------------

    def _offered_instead(self) -> list[tuple[str, Any]]:
        offered = {NA: self.criterion.na, UNKNOWN: self.criterion.unknown}
        return [(word, INSTEAD[word]) for word, how in offered.items() if how != Counting.REFUSED]

    def _options(self) -> list[tuple[str, Any]]:
        return [(str(n), option.text) for n, option in enumerate(self.criterion.options)]

    def _one(self) -> None:
        self.fields["option"] = forms.ChoiceField(
            label=self._ladder() or _("Choose what fits best"),
            choices=[*self._options(), *self._offered_instead()],
            widget=RadioCards,
            error_messages={"required": _("Choose an answer, or skip the question for now.")},
        )

    def _ladder(self) -> str:
        """After a yes-or-no question the levels are about the criterion's own title."""
        has_both = self.criterion.kind == Kind.YES_LEVELS and self.criterion.question
        return str(self.criterion.title) if has_both else ""

    def _several(self) -> None:
        self.fields["options"] = forms.MultipleChoiceField(
            label=_("Choose all that apply"),
            choices=[*self._options(), *self._offered_instead()],
            widget=CheckboxCards,
            error_messages={"required": _("Choose at least one, or skip the question for now.")},
        )

    def _tools(self) -> None:
        self.fields["options"] = forms.MultipleChoiceField(
            label=_("Which of these are in use?"),
            choices=[*self._options(), (NONE, _("None of these")), *self._offered_instead()],
            widget=CheckboxCards,
            error_messages={"required": _("Choose at least one, or skip the question for now.")},
        )
        self.fields["linked"] = forms.MultipleChoiceField(
            label=_("Which of them pass data to each other?"),
            choices=self._options(),
            widget=CheckboxCards,
            required=False,
        )

    def _number(self, name: str, label: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "data-size": "number"}
        self.fields[name] = CleanCharField(
            label=str(label),
            max_length=40,
            # Who says that there is no figure need not give one.
            required=not (self.is_bound and self.add_prefix("instead") in self.data),
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Enter a number.")},
        )

    def _instead(self) -> None:
        offered = self._offered_instead()
        if offered:
            self.fields["instead"] = forms.MultipleChoiceField(
                label=_("If there is no figure"),
                choices=offered,
                widget=CheckboxCards,
                required=False,
            )

    @property
    def alone(self) -> str:
        """Choices that stand alone, for the script that takes the others off."""
        own = [str(n) for n, option in enumerate(self.criterion.options) if option.is_exclusive]
        return " ".join([*own, NONE, NA, UNKNOWN])

    # --- values --------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Ask the rules; a refusal lands at its field."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.answer = rules.clean_answer(self.criterion, self._given(cleaned))
        except RuleBroken as broken:
            first = next(name for name in self.fields if name not in AnswerForm.base_fields)
            field = broken.field or FIELD_OF.get(broken.code, first)
            self.add_error(field, forms.ValidationError(broken.sentence, code=broken.code))
        return cleaned

    def _given(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        kind = self.criterion.kind
        if kind in ONE_OPTION:
            chosen = cleaned["option"]
            return {chosen: True} if chosen in INSTEAD else {"option": int(chosen)}
        if kind in (Kind.SEVERAL_OF, Kind.TOOLS):
            return self._given_list(cleaned)
        instead = cleaned.get("instead") or []
        names = ("numerator", "denominator") if kind == Kind.RATIO else ("value",)
        typed = {name: cleaned.get(name, "") for name in names}
        if instead and not any(typed.values()) and len(instead) == 1:
            return {instead[0]: True}
        return {**typed, **dict.fromkeys(instead, True)}

    def _given_list(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        chosen = cleaned["options"]
        words = [word for word in chosen if not word.isdigit()]
        numbers = [int(word) for word in chosen if word.isdigit()]
        linked = [int(word) for word in cleaned.get("linked") or []]
        if NONE in words and (numbers or linked):
            raise RuleBroken(
                "none_and_others",
                _("“%(none)s” cannot be chosen together with others.")
                % {"none": _("None of these")},
            )
        instead = {word: True for word in words if word != NONE}
        if instead and not numbers and not linked and NONE not in words:
            return instead
        if self.criterion.kind == Kind.TOOLS:
            return {"options": numbers, "linked": linked, **instead}
        return {"options": numbers, **instead}

    @staticmethod
    def initial_of(criterion: Criterion, answer: rules.Answer | None) -> dict[str, Any]:
        """What the controls show of a kept answer."""
        if not answer:
            return {}
        words = [word for word in INSTEAD if word in answer]
        if criterion.kind in ONE_OPTION:
            return {"option": words[0] if words else str(answer["option"])}
        if criterion.kind in (Kind.SEVERAL_OF, Kind.TOOLS):
            if words:
                return {"options": words}
            chosen = [str(n) for n in answer["options"]]
            is_none = criterion.kind == Kind.TOOLS and not chosen
            return {
                "options": [NONE] if is_none else chosen,
                "linked": [str(n) for n in answer.get("linked", [])],
            }
        if words:
            return {"instead": words}
        return {name: text.replace(".", ",") for name, text in answer.items()}


class PaperForm(AnswerForm):
    """The same for one question among many on a page; left empty it says nothing."""

    def __init__(self, criterion: Criterion, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            criterion,
            *args,
            prefix=f"q-{criterion.code}",
            empty_permitted=True,
            use_required_attribute=False,
            **kwargs,
        )
        for name in AnswerForm.base_fields:
            del self.fields[name]


class PaperDayForm(forms.Form):
    """When the paper was filled in."""

    filled_on = VietnameseDateField(label=_("Filled in on"))
