"""Many addresses at once: the text that was pasted, and for each product address whose it is and since when."""

import hashlib
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock, text
from portal.shared.formfields import VietnameseDateField
from sme.enterprises.forms.picker import EnterpriseField
from sme.marketplaces import rules
from sme.marketplaces.models import Product
from sme.marketplaces.rules.pasting import MOST, Pasted

LONGEST = 200_000


class PasteForm(forms.Form):
    """The text; for officers, whose addresses they are."""

    enterprise = EnterpriseField(label=_("Whose products are they?"))
    pasted = forms.CharField(
        label=_("Addresses"),
        max_length=LONGEST,
        strip=False,
        help_text=_(
            "Copy them from anywhere: one a line, up to 200. Numbers, prices and names around them do no harm."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, among: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if among is None:
            del self.fields["enterprise"]
        else:
            cast(EnterpriseField, self.fields["enterprise"]).among = among

    def clean_pasted(self) -> str:
        """At most 200 lines that hold anything."""
        pasted: str = self.cleaned_data["pasted"]
        lines = [line for line in pasted.splitlines() if text.clean(line)]
        if not lines:
            raise forms.ValidationError(_("Paste at least one address."))
        if len(lines) > MOST:
            raise forms.ValidationError(
                _("These are %(count)d lines; at most 200 at once. Paste the rest afterwards.")
                % {"count": len(lines)}
            )
        return pasted


class PastedRowForm(forms.Form):
    """One product address: record it or not, for which product, how far it is, since when."""

    take = forms.BooleanField(label=_("Record it"), required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    name = forms.CharField(
        label=_("Name of the new product"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("How far is it?"), choices=())
    on = VietnameseDateField(label=_("Since which day"))

    def __init__(
        self, row: Pasted, products: list[Product], data: Any = None, **kwargs: Any
    ) -> None:
        self.row, self.known = row, {str(each.pk): each for each in products}
        prefix = prefix_of(row)
        bound = data if data is not None and f"{prefix}-state" in data else None
        super().__init__(bound, prefix=prefix, auto_id=f"{prefix}_%s", **kwargs)
        self.use_required_attribute = False
        new = ("", _("A new product"))
        choice = cast(forms.ChoiceField, self.fields["product"])
        choice.choices = [new, *((str(each.pk), each.name_vi) for each in products)]
        words = dict(rules.ListingState.choices)
        states = cast(forms.ChoiceField, self.fields["state"])
        states.choices = [(str(each), words[each]) for each in rules.MOVES[None]]
        self.initial = {
            "take": True,
            "product": _same(row, products),
            "name": row.name,
            "state": rules.ListingState.LIVE,
            "on": clock.today(),
            **kwargs.get("initial", {}),
        }

    def clean_name(self) -> str:
        """Clean text."""
        return text.clean(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """A new product has a name."""
        given = super().clean() or {}
        if given.get("take") and not given.get("product") and not given.get("name"):
            self.add_error("name", _("Enter the product's name."))
        return given

    @property
    def is_taken(self) -> bool:
        """The person wants it recorded."""
        return self.is_bound and bool(self["take"].value())

    @property
    def chosen(self) -> Product | None:
        """The product that was chosen; ``None`` for a new one."""
        return self.known.get(self.cleaned_data["product"])


def prefix_of(row: Pasted) -> str:
    """What ties the fields of a row to its address, wherever in the text it stands."""
    return f"r{hashlib.sha256(row.key.encode()).hexdigest()[:12]}"


def _same(row: Pasted, products: list[Product]) -> str:
    """The product whose name stands in the address, if one does."""
    wanted = text.fold(row.name)
    known = [each for each in products if wanted and text.fold(each.name_vi) in wanted]
    return str(max(known, key=lambda each: len(each.name_vi)).pk) if known else ""
