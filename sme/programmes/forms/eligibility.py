"""The form in which officers say who may join a cohort."""

from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import VietnameseDateField
from portal.shared.forms import RadioCards
from sme.enterprises import selectors as enterprises
from sme.enterprises.rules import Kind, SizeClass
from sme.places import selectors as places
from sme.programmes import selectors
from sme.programmes.models import Cohort
from sme.programmes.rules import RuleKind

SIZES = [each for each in SizeClass.choices if each[0] != SizeClass.UNKNOWN]
ANY = "*"
LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 6))]


class RulesForm(forms.Form):
    """One field for each kind of rule; what is left empty asks nothing."""

    kind = forms.MultipleChoiceField(
        label=_("Kind"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    size = forms.MultipleChoiceField(
        label=_("Size class"), choices=SIZES, required=False, widget=forms.CheckboxSelectMultiple
    )
    level_from = forms.ChoiceField(label=_("Readiness level from"), choices=LEVELS, required=False)
    level_to = forms.ChoiceField(label=_("Readiness level to"), choices=LEVELS, required=False)
    listed = forms.ChoiceField(
        label=_("Products on marketplaces"),
        choices=[
            ("", _("Does not matter")),
            ("yes", _("Sells on a marketplace already")),
            ("no", _("Sells on no marketplace yet")),
        ],
        required=False,
        widget=RadioCards,
    )
    assessed = forms.ChoiceField(label=_("Readiness check before applying"), required=False)
    assessed_since = VietnameseDateField(
        label=_("Answered since"),
        required=False,
        help_text=_("An older result does not count: the check has to be answered again."),
    )
    women_led = forms.BooleanField(label=_("Only those led by a woman"), required=False)
    first_time = forms.BooleanField(
        label=_("Only those that have not completed an earlier cohort of this programme"),
        required=False,
    )
    ceiling = forms.ChoiceField(
        label=_("Something is left of this year's ceiling of support"), required=False
    )
    sector = forms.MultipleChoiceField(
        label=_("Sector"), required=False, widget=forms.CheckboxSelectMultiple
    )
    place: Any = forms.ModelMultipleChoiceField(
        label=_("Commune or ward"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        standing = {each.kind: each.wanted for each in cohort.rules.on(clock.today())}
        super().__init__(*args, **{"initial": _initial(standing), **kwargs})
        self.fields["ceiling"].choices = [
            ("", _("Does not matter")),
            *(
                (each.key, each.title)
                for each in selectors.support_rules_on()
                if each.per == "year"
            ),
        ]
        self.fields["assessed"].choices = [
            ("", _("Does not matter")),
            (ANY, _("Any questionnaire on readiness")),
            *selectors.questionnaires(),
        ]
        self.fields["sector"].choices = enterprises.sector_choices()[1:]
        self.fields["place"].queryset = places.communes_on(clock.today())

    def clean(self) -> dict[str, Any]:
        """Levels in their order."""
        values = super().clean() or {}
        if values.get("assessed_since") and not values.get("assessed"):
            self.add_error(
                "assessed",
                forms.ValidationError(
                    _("Choose which questionnaire is meant by this day."), code="which_check"
                ),
            )
        low, high = values.get("level_from"), values.get("level_to")
        if low and high and int(high) < int(low):
            self.add_error(
                "level_to",
                forms.ValidationError(
                    _("The highest level cannot be below the lowest."), code="level_order"
                ),
            )
        return values

    def wanted(self) -> dict[str, Any]:
        """The rules as the service takes them."""
        clean = self.cleaned_data
        rules: dict[str, Any] = {
            name: clean[name] for name in ("kind", "size", "sector") if clean[name]
        }
        if clean["place"]:
            rules[RuleKind.PLACE] = sorted(each.pk for each in clean["place"])
        level = {end: int(clean[f"level_{end}"]) for end in ("from", "to") if clean[f"level_{end}"]}
        if level:
            rules[RuleKind.LEVEL] = level
        if clean["assessed"]:
            since = clean["assessed_since"]
            rules[RuleKind.ASSESSED] = {
                "framework": "" if clean["assessed"] == ANY else clean["assessed"],
                "since": since.isoformat() if since else "",
            }
        if clean["ceiling"]:
            rules[RuleKind.CEILING] = clean["ceiling"]
        if clean["listed"]:
            rules[RuleKind.LISTED] = clean["listed"] == "yes"
        rules |= {name: True for name in ("women_led", "first_time") if clean[name]}
        return rules


def _initial(standing: dict[str, Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: standing[name]
        for name in ("kind", "size", "sector", "place", "women_led", "first_time", "ceiling")
        if name in standing
    }
    for end, level in standing.get(RuleKind.LEVEL, {}).items():
        initial[f"level_{end}"] = str(level)
    if RuleKind.ASSESSED in standing:
        asked = standing[RuleKind.ASSESSED]
        initial["assessed"] = asked["framework"] or ANY
        initial["assessed_since"] = parse_date(asked["since"]) if asked["since"] else None
    if RuleKind.LISTED in standing:
        initial["listed"] = "yes" if standing[RuleKind.LISTED] else "no"
    return initial
