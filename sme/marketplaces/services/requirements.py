"""Loading what marketplaces ask for as data; what an administrator has changed since is left alone."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.shared import audit
from sme.marketplaces.models import Marketplace, Requirement

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "requirements.json"


@transaction.atomic
def load_requirements(file: Path = SHIPPED) -> dict[str, int]:
    """Add the requirements of a file that are not there yet (by key); returns counts.

    The file's shape is that of ``data/requirements.json``. One that exists is kept as it is: it may have been
    edited in the administration since. The marketplaces that the file names must be loaded before.
    """
    rows = json.loads(file.read_text("utf-8"))["requirements"]
    known = set(Requirement.objects.values_list("key", flat=True))
    markets = {market.key: market for market in Marketplace.objects.all()}
    added = 0
    for row in rows:
        if row["key"] in known:
            continue
        requirement = Requirement(**_fields(row, markets))
        requirement.full_clean(validate_constraints=False)
        requirement.save()
        audit.record(requirement, "marketplaces.load_requirement", actor=None, data=audit.BY_SYSTEM)
        added += 1
    return {"added": added, "kept": len(rows) - added}


def _fields(row: dict[str, Any], markets: dict[str, Marketplace]) -> dict[str, Any]:
    market = markets[row["marketplace"]] if row.get("marketplace") else None
    return {**row, "marketplace": market}
