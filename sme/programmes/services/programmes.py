"""Acts on programmes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, pagecache, text
from sme.programmes import rules
from sme.programmes.models import Programme
from sme.programmes.services import writing

PROGRAMME_FIELDS = frozenset(
    {
        "slug",
        "title_vi",
        "title_en",
        "legal_basis",
        "is_legal_basis_verified",
        "summary_vi",
        "summary_en",
        "support_vi",
        "support_en",
        "office_parent",
        "office",
        "note",
        "starts_on",
        "ends_on",
        "state",
        "needs_two_officers",
    }
)
TAKEN = _("Another programme has this address.")


def create_programme(
    *, slug: str, title_vi: str, starts_on: date, actor: User, is_demo: bool = False, **fields: Any
) -> Programme:
    """Add a programme (days in Vietnam; ``ends_on`` is the last one).

    Refuses a slug that is taken and days in the wrong order.
    """
    writing.only(fields, PROGRAMME_FIELDS)
    rules.check_days(None, None, starts_on, fields.get("ends_on"))
    programme = Programme(
        slug=text.slug(slug), title_vi=title_vi, starts_on=starts_on, is_demo=is_demo, **fields
    )
    with transaction.atomic():
        writing.insert(programme, "slug_taken", TAKEN, "slug")
        audit.record(programme, "programmes.create_programme", actor=actor)
        pagecache.renew()
    return programme


def change_programme(
    programme: Programme, *, expected_version: int, actor: User, **fields: Any
) -> Programme:
    """Change a programme's facts or state. Refuses a stale version and days in the wrong order."""
    writing.only(fields, PROGRAMME_FIELDS)
    with transaction.atomic():
        now = Programme.objects.select_for_update().get(pk=programme.pk)
        starts_on = fields.get("starts_on", now.starts_on)
        rules.check_days(None, None, starts_on, fields.get("ends_on", now.ends_on))
        before = {name: getattr(now, name) for name in fields}
        writing.update(now, expected_version, fields, "slug_taken", TAKEN, "slug")
        changed = writing.changes(before, fields)
        audit.record(now, "programmes.change_programme", actor=actor, data={"changes": changed})
        pagecache.renew()
    return now
