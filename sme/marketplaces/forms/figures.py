"""What people ask of the figure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import VietnameseDateField


class FigureForm(forms.Form):
    """The day for which the figure is asked."""

    as_of = VietnameseDateField(label=_("As at the day"), required=False)
