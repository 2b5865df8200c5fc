"""Facts that upper rooms tell about an enterprise; they are their business, so no actor and no audit here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from portal.privacy import services as looks
from portal.shared import audit
from sme.enterprises.models import Enterprise


def record_readiness(
    enterprise: Enterprise,
    *,
    level: int | None,
    day: date | None,
    framework: str = "",
    percent: float | None = None,
) -> None:
    """Its latest readiness level (``None`` takes it back), the day, the framework's key and the score in per cent."""
    Enterprise.objects.filter(pk=enterprise.pk).update(
        readiness_level=level,
        readiness_on=day,
        readiness_framework=framework[:80],
        readiness_percent=None if percent is None else round(percent),
    )


def record_listings(enterprise: Enterprise, *, live_products: int) -> None:
    """How many of its products are on sale on marketplaces now."""
    Enterprise.objects.filter(pk=enterprise.pk).update(live_products=live_products)


def record_export(
    *, count: int, filters: Sequence[str], actor: Any, ids: Iterable[int] = ()
) -> None:
    """Remember that a person took a list away: how many rows, narrowed by which filters (not by what), of whom."""
    looks.note_list(actor, "enterprises.export", "enterprise", ids)
    audit.record(
        actor, "enterprises.export", actor=actor, data={"count": count, "filters": list(filters)}
    )
