"""Freezing the headline figure when it is reported."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.marketplaces import selectors
from sme.marketplaces.models import ReportedFigure


@transaction.atomic
def report_figure(
    as_of: date, *, verified: bool = False, note: str = "", actor: User
) -> ReportedFigure:
    """Keep the figure as at a day, as it is known now, with its parts and rows, for ever.

    ``note`` says where it is reported ("Báo cáo quý IV gửi Sở"). Refuses a day in the future.
    """
    if as_of > clock.today():
        raise RuleBroken(
            "day_future",
            _("%(day)s is in the future. A figure is reported for a day that has come.")
            % {"day": f"{as_of:%d/%m/%Y}"},
            field="as_of",
        )
    now = clock.now()
    reading = selectors.Reading(selectors.Question(as_of, now, verified))
    figure = reading.figure()
    parts = {
        by: [[p.key, p.label, p.products, p.enterprises] for p in reading.figure(by).parts]
        for by in selectors.GROUPS
    }
    rows = [row.to_plain() for row in selectors.Rows(reading).with_addresses()]
    kept = ReportedFigure.objects.create(
        as_of=as_of,
        known_at=now,
        verified=verified,
        products=figure.products,
        enterprises=figure.enterprises,
        parts=parts,
        rows=rows,
        checksum=checksum_of(as_of, verified, parts, rows),
        note=text.clean(note)[:200],
        reported_by=actor,
    )
    audit.record(
        kept,
        "marketplaces.report_figure",
        actor=actor,
        data={"as_of": as_of, "products": kept.products, "enterprises": kept.enterprises},
    )
    return kept


def checksum_of(as_of: date, verified: bool, parts: Any, rows: Any) -> str:
    """SHA-256 over what was frozen, in canonical JSON."""
    whole = {"as_of": as_of.isoformat(), "verified": verified, "parts": parts, "rows": rows}
    plain = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def is_intact(kept: ReportedFigure) -> bool:
    """Whether a frozen figure is still what was frozen."""
    return checksum_of(kept.as_of, kept.verified, kept.parts, kept.rows) == kept.checksum
