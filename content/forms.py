"""What a visitor types: into the search, and below a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.forms import RadioCards
from portal.shared.text import clean


class SearchForm(forms.Form):
    """One line of words; whatever is typed is read as far as it can be."""

    q = forms.CharField(label=_("Search"), required=False, strip=True)

    def query(self) -> str:
        """The cleaned words, at most 200 characters; empty when there are none."""
        return clean(self["q"].value() or "")[:200]


class FeedbackForm(forms.Form):
    """Whether a page helped. ``website`` is seen by nobody; what fills it in is a machine."""

    useful = forms.ChoiceField(
        label=_("Was this page useful?"),
        choices=[("yes", _("Yes, it helped")), ("no", _("Not yet"))],
        widget=RadioCards,
        error_messages={"required": _("Choose one of the two.")},
    )
    sentence = forms.CharField(
        label=_("What was missing or wrong?"),
        help_text=_("One sentence is enough. Please write no names and no phone numbers."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300, "data-counter": ""}),
    )
    website = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
