"""What people type about papers."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Certificate, Product


class PaperForm(forms.Form):
    """A paper: what it is, who issued it, how long it holds, for which product."""

    kind = forms.ChoiceField(label=_("Kind of paper"))
    title = CleanCharField(
        label=_("What is it called?"),
        max_length=120,
        required=False,
        help_text=_("Only needed if the list above does not have it."),
    )
    product = forms.ModelChoiceField(
        label=_("For which product?"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("The whole enterprise"),
    )
    number = CleanCharField(label=_("Number of the paper"), max_length=60, required=False)
    issuer = CleanCharField(label=_("Issued by"), max_length=160, required=False)
    issued_on = VietnameseDateField(label=_("Issued on"), required=False, latest=clock.today)
    valid_to = VietnameseDateField(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day, as printed on it. Empty: it does not end."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # told with the sentence of the check
        help_text=_("PDF or picture, at most 10 MB. Only you and the office see it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [("", _("Choose")), *rules.PaperKind.choices]
        product = cast(forms.ModelChoiceField, self.fields["product"])
        product.queryset = Product.objects.filter(enterprise=enterprise)

    @classmethod
    def of(cls, paper: Certificate, *data: Any) -> "PaperForm":
        """The form filled with a paper."""
        names = ("kind", "title", "product", "number", "issuer", "issued_on", "valid_to")
        return cls(paper.enterprise, *data, initial={name: getattr(paper, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """A name where the kind has none, and days in their order."""
        values = super().clean() or {}
        is_nameless = "title" not in self.errors and not values.get("title")
        if values.get("kind") == rules.PaperKind.OTHER and is_nameless:
            self.add_error(
                "title",
                forms.ValidationError(_("Enter what this paper is called."), code="title"),
            )
        first, last = values.get("issued_on"), values.get("valid_to")
        if first and last and last < first:
            self.add_error(
                "valid_to",
                forms.ValidationError(_("Enter a day after it was issued."), code="order"),
            )
        return values
