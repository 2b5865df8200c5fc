"""What an officer chooses before a list is taken away: columns, format, a name for the choice."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField
from portal.shared.forms import RadioCards


class ExportForm(forms.Form):
    """Which columns, in which format; saved under a name if one is given."""

    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    file_format = forms.ChoiceField(
        label=_("Format"),
        initial="xlsx",
        choices=[("xlsx", _("Excel workbook (.xlsx)")), ("csv", _("Text table (.csv)"))],
        widget=RadioCards(hints={"csv": _("For other programs; UTF-8.")}),
    )
    save_as = CleanCharField(
        label=_("Save these columns under a name"),
        required=False,
        max_length=80,
        help_text=_("Empty: not saved. The same name replaces your earlier set."),
    )
    is_shared = forms.BooleanField(label=_("Share the set in the office"), required=False)

    def __init__(self, *args: Any, columns: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["columns"]
        field.choices = list(columns)
