"""Acts on an office's templates: uploading, replacing, removing, and filling one with a roster."""

from collections.abc import Sequence
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.privacy import services as looks
from portal.shared import audit, files, text
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import filling
from sme.programmes.models import Cohort, EnrolmentQuerySet
from sme.rosters import exports, rules, selectors
from sme.rosters.models import RosterTemplate
from sme.rosters.permissions import can_change_template

MOST_TEMPLATES = 30


def add_template(name: str, upload: Any, *, actor: User) -> RosterTemplate:
    """Keep a department's workbook for the officer's office; the same name is its next version.

    Refuses what is no ``.xlsx`` or does not pass the checks of uploads, a template with problems (each named by its
    cell), an empty name, and more than thirty names in one office.
    """
    name = text.clean(name)[:80]
    if not name:
        raise RuleBroken("name_missing", _("Give the template a name."), "name")
    if not actor.is_officer:
        raise RuleBroken("not_allowed", _("Only officers keep templates."))
    content, file_name, found = _checked(upload)
    office = selectors.office_of(actor)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        same = RosterTemplate.objects.select_for_update().of_offices(office).filter(name=name)
        earlier = same.order_by("-version").first()
        if earlier is None and selectors.templates_of(actor).count() >= MOST_TEMPLATES:
            raise RuleBroken("too_many_templates", _("Remove a template first."), "name")
        same.filter(is_current=True).update(is_current=False)
        made = RosterTemplate.objects.create(
            name=name,
            version=earlier.version + 1 if earlier else 1,
            office=office,
            file=ContentFile(content, name="template.xlsx"),
            file_name=file_name,
            names={
                "row": sorted(set(found.in_row.values())),
                "once": sorted(set(found.once.values())),
                "at": f"{found.sheet} · {found.row}",
                "notes": [str(each) for each in found.notes],
            },
            added_by=actor,
        )
        audit.record(made, "rosters.add_template", actor=actor, data={"version": made.version})
    return made


def _checked(upload: Any) -> tuple[bytes, str, filling.Plan]:
    try:
        checked = files.check_upload(upload, (files.XLSX,))
        found = filling.plan(upload, once=rules.ONCE, row_names=rules.KEYS)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.sentence, "file") from None
    if found.problems:
        raise RuleBroken("template_problems", "\n".join(found.problems[:10]), "file")
    upload.seek(0)
    return upload.read(), checked.name, found


def remove_template(template: RosterTemplate, *, actor: User) -> None:
    """Offer the template no longer; its versions are kept. Refuses another office's."""
    if not can_change_template(actor, template):
        raise RuleBroken("not_allowed", _("This template belongs to another office."))
    with transaction.atomic():
        RosterTemplate.objects.filter(pk=template.pk).update(is_current=False)
        audit.record(template, "rosters.remove_template", actor=actor, data={})


def deliver_filled(
    template: RosterTemplate,
    enrolments: EnrolmentQuerySet,
    stream: IO[bytes],
    *,
    cohort: Cohort,
    query: str,
    filters: Sequence[tuple[str, str]],
    actor: User,
) -> int:
    """Fill the template with a roster and note who took it; returns the number of rows.

    Refuses more rows than ``rules.AT_MOST``.
    """
    if enrolments.order_by().count() > rules.AT_MOST:
        raise RuleBroken(
            "template_too_long",
            _("A template takes at most %(most)d rows. Set a filter, or export without it.")
            % {"most": rules.AT_MOST},
            "template",
        )
    names = [name for name in template.names["row"] if name in rules.KEYS]
    rows = exports.template_rows(enrolments, sorted({*names, "live_products"}))
    products = sum(row["live_products"] or 0 for row in rows)
    values = exports.template_values(cohort, len(rows), products, filters=filters, by=str(actor))
    with template.file.open("rb") as kept:
        filling.fill(kept, stream, once=values, row_names=names, rows=rows)
    data: dict[str, Any] = {
        "format": "xlsx",
        "rows": len(rows),
        "columns": names,
        "template": template.pk,
        "filtered_by": sorted({pair.partition("=")[0] for pair in query.split("&") if pair}),
    }
    whose = enrolments.order_by().values_list("enterprise_id", flat=True)
    looks.note_list(actor, "rosters.export", "enterprise", whose)
    audit.record(cohort, "rosters.export", actor=actor, data=data)
    return len(rows)
