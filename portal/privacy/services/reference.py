"""Texts, periods and the register that come with the portal: added where they are missing, never changed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Model

from portal.privacy.models import Activity, ConsentText, RetentionRule

FILE = Path(__file__).resolve().parent.parent / "data" / "reference.json"
KINDS: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("texts", ConsentText, ("purpose", "version")),
    ("periods", RetentionRule, ("key", "valid_from")),
    ("activities", Activity, ("key", "valid_from")),
)


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def load(*, using: str = "default") -> int:
    """Add what is missing; what stands, and what an office changed, stays. Returns how many rows were added."""
    added = 0
    for name, model, keys in KINDS:
        rows = model._default_manager.using(using)
        known = {tuple(map(str, each)) for each in rows.values_list(*keys)}
        new = [
            model(**each)
            for each in _data()[name]
            if tuple(str(each[key]) for key in keys) not in known
        ]
        rows.bulk_create(new)
        added += len(new)
    return added
