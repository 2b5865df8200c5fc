"""What officers type when they look at listings again; what visitors report."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.marketplaces import rules
from sme.marketplaces.models import Listing
from sme.marketplaces.rules import sampling

S = rules.ListingState


class EvidenceField(forms.FileField):
    """A screenshot; its content is judged by the service."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Screenshot"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("A picture or PDF, at most 10 MB. Officers alone see it."))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.pdf"}))
        super().__init__(**kwargs)


class SeenForm(forms.Form):
    """Seen as recorded; ``state`` is what the page showed when it was opened."""

    state = forms.ChoiceField(choices=S.choices, widget=forms.HiddenInput)
    note = CleanCharField(label=_("Note"), max_length=500, required=False)
    evidence_file = EvidenceField()


class GoneForm(forms.Form):
    """No longer on sale, from a day on."""

    state = forms.ChoiceField(
        label=_("What did you see?"),
        choices=[
            (S.DORMANT, _("The page is there, but nothing can be ordered")),
            (S.DELISTED, _("The page is gone, or it is no longer this product")),
        ],
        initial=S.DELISTED,
        widget=RadioCards,
    )
    effective_on = VietnameseDateField(
        label=_("Since which day"), help_text=_("If nobody knows: the day on which you saw it.")
    )
    note = CleanCharField(label=_("Note"), max_length=500, required=False)
    evidence_file = EvidenceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = clock.today


class AddressForm(forms.Form):
    """Another address for a listing, or a short link that is to be opened first."""

    address = CleanCharField(
        label=_("Address of the product's page"),
        max_length=4000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


class WrongForm(forms.Form):
    """What a visitor says is wrong, and on which marketplace."""

    listing = forms.ChoiceField(label=_("On which marketplace?"), widget=RadioCards)
    note = CleanCharField(
        label=_("What is wrong?"),
        max_length=500,
        help_text=_("For example: the page is gone, it is another product, the shop is another's."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )

    def __init__(self, listings: Sequence[Listing], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(each.pk): each for each in listings}
        field = cast(forms.ChoiceField, self.fields["listing"])
        field.choices = [(k, each.marketplace.name) for k, each in self.by_key.items()]
        if len(listings) == 1:
            self.fields["listing"].initial = listings[0].pk

    @property
    def chosen(self) -> Listing:
        """The listing that is meant; call it on a valid form."""
        return self.by_key[self.cleaned_data["listing"]]


class DrawForm(forms.Form):
    """A new sample."""

    quarter = forms.ChoiceField(label=_("Quarter"))
    size = forms.IntegerField(
        label=_("Rows"),
        min_value=1,
        max_value=sampling.MOST_ROWS,
        initial=50,
        help_text=_(
            "With 50 rows the share is known to about ±8 points when nine of ten are right; with 200, to ±4."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["quarter"]).choices = _quarters()


def _quarters() -> list[tuple[str, str]]:
    """The running quarter and the seven before it."""
    today, found = clock.today(), []
    year, number = today.year, (today.month - 1) // 3 + 1
    for _step in range(8):
        words = gettext("Quarter %(number)s of %(year)s") % {"number": number, "year": year}
        found.append((f"{year}-Q{number}", words))
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    return found


class LookForm(forms.Form):
    """What looking at one row of a sample found."""

    outcome = forms.ChoiceField(choices=[each for each in rules.SampleOutcome.choices if each[0]])
    note = CleanCharField(max_length=300, required=False)
