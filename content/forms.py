"""What a visitor types into the search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.text import clean


class SearchForm(forms.Form):
    """One line of words; whatever is typed is read as far as it can be."""

    q = forms.CharField(label=_("Search"), required=False, strip=True)

    def query(self) -> str:
        """The cleaned words, at most 200 characters; empty when there are none."""
        return clean(self["q"].value() or "")[:200]
