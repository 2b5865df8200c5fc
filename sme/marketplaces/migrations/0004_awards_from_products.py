"""Each product's present OCOP decision becomes the first of its dated ones."""

from typing import Any

from django.db import migrations


def write_awards(apps: Any, schema_editor: Any) -> None:
    """One award for each product that has stars."""
    product = apps.get_model("marketplaces", "Product")
    award = apps.get_model("marketplaces", "OcopAward")
    rows = product.objects.filter(ocop_stars__isnull=False).iterator(chunk_size=1000)
    award.objects.bulk_create(
        (
            award(
                product=each,
                stars=each.ocop_stars,
                decision=each.ocop_decision,
                decided_on=each.ocop_decided_on,
                expires_on=each.ocop_expires_on
                if not each.ocop_decided_on
                or not each.ocop_expires_on
                or each.ocop_expires_on > each.ocop_decided_on
                else None,
            )
            for each in rows
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """Fills the new table."""

    dependencies = [("marketplaces", "0003_papers_ways_and_checks")]
    operations = [migrations.RunPython(write_awards, migrations.RunPython.noop)]
