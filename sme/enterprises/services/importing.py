"""Lists of enterprises that come in: the kind of list that the engine of imports knows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.shared.imports import Context, ImportKind, Judged, ReadRow, Verdict
from sme.enterprises import permissions
from sme.enterprises.rules import Kind
from sme.enterprises.services import import_undoing as undoing
from sme.enterprises.services import import_writing as writing
from sme.enterprises.services.import_judging import Judge, run_of
from sme.enterprises.uploads import FIELDS, NOTES
from sme.places import selectors as places


class EnterpriseImport(ImportKind):
    """Enterprises, co-operatives, household businesses and facilities as communes send them."""

    key = "enterprises"
    label = gettext_lazy("enterprises")
    noun = gettext_lazy(
        "Lists of enterprises, co-operatives and household businesses, as communes and departments send them."
    )
    fields = FIELDS
    head_template = "enterprises/_import_head.html"

    def can_use(self, user: Any) -> bool:
        """Officers and administrators."""
        return permissions.can_register_for_others(user)

    def extra_fields(self, user: Any) -> dict[str, forms.Field]:
        """What is true of the whole list and stands in no column."""
        found = places.choices_for(user)
        communes = [each for each in found if each.level == "commune"]
        only = communes[0].pk if len(communes) == 1 else ""
        return {
            "place": forms.ChoiceField(
                label=gettext_lazy("Commune or ward of rows that name none"),
                required=False,
                choices=[("", "–"), *((each.pk, each.full_name) for each in communes)],
                initial=only,
                help_text=gettext_lazy(
                    "Choose it when the list is of one commune and has no such column."
                ),
            ),
            "kind": forms.ChoiceField(
                label=gettext_lazy("Kind of rows that tell none"),
                required=False,
                choices=[("", "–"), *Kind.choices],
                help_text=gettext_lazy("For a list that holds, say, household businesses only."),
            ),
        }

    def notes(self) -> Sequence[str]:
        """For the template's sheet that explains it."""
        return [str(each) for each in NOTES]

    def target_url(self, target_id: int) -> str:
        """The record's page."""
        return reverse("enterprises:detail", args=[target_id])

    def result_url(self, ctx: Context) -> str:
        """The list."""
        return reverse("enterprises:list")

    # --- reading and judging --------------------------------------------------------------------------------

    def read(self, raw: Mapping[str, Any], ctx: Context) -> ReadRow:
        """See ``uploads``."""
        return run_of(ctx).reader.read(raw)

    def judge(self, rows: Sequence[ReadRow], ctx: Context) -> list[Judged]:
        """What would happen to each row."""
        return Judge(run_of(ctx), rows).all()

    # --- writing --------------------------------------------------------------------------------------------

    def apply(self, pairs: Sequence[tuple[ReadRow, Judged]], ctx: Context) -> Any:
        """See ``import_writing``."""
        run = run_of(ctx)
        new = [row.values for row, judged in pairs if judged.verdict == Verdict.NEW]
        changing = [
            (row.values, judged.target_id)
            for row, judged in pairs
            if judged.verdict == Verdict.CHANGES and judged.target_id
        ]
        made = writing.enter_rows(new, run.units, actor=ctx.actor)
        changed = writing.change_rows(
            changing, run.units, run.neighbours.places, actor=ctx.actor, batch_id=ctx.batch_id
        )
        return {"made": made, "changed": changed}

    def undo(self, data: Any, ctx: Context) -> None:
        """Take one call of ``apply`` back."""
        undoing.put_back(data["changed"], actor=ctx.actor, batch_id=ctx.batch_id)
        undoing.take_away(data["made"])
