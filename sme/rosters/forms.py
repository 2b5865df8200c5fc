"""What an officer chooses before an export: columns, format, and the official look."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField
from portal.shared.forms import RadioCards
from sme.rosters import rules


class ExportForm(forms.Form):
    """Which columns, in which format, and whether with the national heading."""

    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    file_format = forms.ChoiceField(
        label=_("Format"),
        initial="xlsx",
        choices=[("xlsx", _("Excel workbook (.xlsx)")), ("csv", _("Text table (.csv)"))],
        widget=RadioCards(
            hints={
                "xlsx": _(
                    "Typed cells, ready to print, with a summary and a sheet that explains it."
                ),
                "csv": _("For other programs; UTF-8."),
            }
        ),
    )
    template = forms.ChoiceField(
        label=_("Look"),
        required=False,
        help_text=_(
            "A template of the office is filled as it is: it decides on the columns, and the file does not come back."
        ),
    )
    is_official = forms.BooleanField(
        label=_("With the national heading, title and signatures"), required=False, initial=True
    )

    returns = forms.BooleanField(
        label=_("May come back edited"),
        required=False,
        initial=True,
        help_text=_(
            "State, day, reason and note are open for editing, all other cells are locked. Excel files only."
        ),
    )

    save_as = CleanCharField(
        label=_("Save these columns under a name"),
        max_length=80,
        required=False,
        help_text=_("Empty: not saved. The same name replaces your earlier set."),
    )
    is_shared = forms.BooleanField(label=_("Share the set in the office"), required=False)

    def __init__(
        self,
        *args: Any,
        columns: Iterable[tuple[str, str]],
        templates: Iterable[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = list(columns)
        self.fields["columns"].initial = list(rules.USUAL)
        offered = [(str(pk), name) for pk, name in templates]
        self.fields["template"].choices = [("", _("The portal's own look")), *offered]
        if not offered:
            del self.fields["template"]


class TemplateForm(forms.Form):
    """A department's workbook with its name."""

    name = CleanCharField(
        label=_("Name of the template"),
        max_length=80,
        help_text=_(
            "For example “Form 02 of the department”. The same name replaces the earlier version."
        ),
    )
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("Excel (.xlsx) without macros, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
