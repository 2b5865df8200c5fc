"""Loading marketplaces as data; what an administrator has changed since is left alone."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.shared import audit
from sme.marketplaces.models import Marketplace

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "marketplaces.json"


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    several = ("hosts", "short_hosts", "product_patterns", "shop_patterns")
    fields = {name: value for name, value in row.items() if name not in several}
    return {**fields, **{name: "\n".join(row.get(name, [])) for name in several}}


@transaction.atomic
def load_marketplaces(file: Path = SHIPPED) -> dict[str, int]:
    """Add the marketplaces of a file that are not there yet (by key); returns counts.

    The file's shape is that of ``data/marketplaces.json``. One that exists is kept as it is: it may
    have been edited in the administration since.
    """
    rows = json.loads(file.read_text("utf-8"))["marketplaces"]
    known = set(Marketplace.objects.values_list("key", flat=True))
    added = 0
    for row in rows:
        if row["key"] in known:
            continue
        marketplace = Marketplace(**_fields(row))
        marketplace.full_clean(validate_constraints=False)
        marketplace.save()
        audit.record(marketplace, "marketplaces.load", actor=None, data=audit.BY_SYSTEM)
        added += 1
    return {"added": added, "kept": len(rows) - added}
