"""Lists of products, and of where they are sold: two kinds of list that the engine of imports knows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.shared.formfields import VietnameseDateField
from portal.shared.imports import Context, ImportField, ImportKind, Judged, ReadRow
from sme.marketplaces import permissions, rules
from sme.marketplaces.services import import_undoing, import_writing
from sme.marketplaces.services.import_finding import Run, run_of
from sme.marketplaces.services.import_judging import Judge
from sme.marketplaces.uploads import (
    LISTING_FIELDS,
    LISTING_NOTES,
    PRODUCT_FIELDS,
    PRODUCT_NOTES,
)


class _Day(VietnameseDateField):
    """A day as the list keeps it: ISO text."""

    def clean(self, value: Any) -> Any:
        """The day of the cell, as text."""
        day = super().clean(value)
        return day.isoformat() if isinstance(day, date) else ""


class ProductImport(ImportKind):
    """Products as departments keep them: OCOP lists, lists of specialities."""

    key = "products"
    label = gettext_lazy("products")
    noun = gettext_lazy("Lists of products of businesses that are in the registry.")
    fields: Sequence[ImportField] = PRODUCT_FIELDS
    head_template = "marketplaces/_import_head.html"
    has_addresses = False
    words: Sequence[Any] = PRODUCT_NOTES

    def can_use(self, user: Any) -> bool:
        """Officers and administrators."""
        return permissions.can_see_figures(user)

    def notes(self) -> Sequence[str]:
        """For the template's sheet that explains it."""
        return [str(each) for each in self.words]

    def target_url(self, target_id: int) -> str:
        """The product's page."""
        return reverse("marketplaces:product", args=[target_id])

    def result_url(self, ctx: Context) -> str:
        """The list."""
        return reverse("marketplaces:products")

    def _run(self, ctx: Context) -> Run:
        return run_of(ctx, has_addresses=self.has_addresses)

    def read(self, raw: Mapping[str, Any], ctx: Context) -> ReadRow:
        """See ``uploads``."""
        return self._run(ctx).reader.read(raw)

    def judge(self, rows: Sequence[ReadRow], ctx: Context) -> list[Judged]:
        """What would happen to each row."""
        return Judge(self._run(ctx), rows).all()

    def apply(self, pairs: Sequence[tuple[ReadRow, Judged]], ctx: Context) -> Any:
        """See ``import_writing``."""
        return import_writing.write([row for row, _judged in pairs], self._run(ctx))

    def undo(self, data: Any, ctx: Context) -> None:
        """See ``import_undoing``."""
        import_undoing.take_back(data, ctx)


class ListingImport(ProductImport):
    """Where products are sold: each row a product and its address, perhaps its state since a day."""

    key = "listings"
    label = gettext_lazy("listings")
    noun = gettext_lazy(
        "Lists of products on marketplaces: whose, what, at which address, since when."
    )
    fields = LISTING_FIELDS
    has_addresses = True
    words = LISTING_NOTES

    def extra_fields(self, user: Any) -> dict[str, forms.Field]:
        """What is true of rows that tell no state, and what becomes of addresses that two claim."""
        states = [(each.value, each.label) for each in rules.MOVES[None]]
        return {
            "state": forms.ChoiceField(
                label=gettext_lazy("State of rows that tell none"),
                required=False,
                choices=[("", gettext_lazy("Leave it open")), *states],
            ),
            "day": _Day(
                label=gettext_lazy("Since which day, for rows that tell none"),
                required=False,
                help_text=gettext_lazy("The day for which the list was made up."),
            ),
            "conflicts": forms.ChoiceField(
                label=gettext_lazy("Addresses that are recorded for another product"),
                choices=[
                    ("write", gettext_lazy("Write the claim down; the office decides")),
                    ("leave", gettext_lazy("Leave these rows out as wrong")),
                ],
                initial="write",
            ),
        }

    def result_url(self, ctx: Context) -> str:
        """The list."""
        return reverse("marketplaces:list")
