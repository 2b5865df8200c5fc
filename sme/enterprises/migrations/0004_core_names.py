"""Records that were there before get the name by which duplicates are found."""

from django.db import migrations

from sme.enterprises.rules import core_name


def fill(apps, schema_editor):
    """In batches; a fresh database has none."""
    Enterprise = apps.get_model("enterprises", "Enterprise")
    batch = []
    for enterprise in Enterprise.objects.only("pk", "name").iterator(chunk_size=2000):
        enterprise.core_name = core_name(enterprise.name)
        batch.append(enterprise)
        if len(batch) == 2000:
            Enterprise.objects.bulk_update(batch, ["core_name"])
            batch = []
    Enterprise.objects.bulk_update(batch, ["core_name"])


class Migration(migrations.Migration):
    """Fill ``core_name``."""

    dependencies = [("enterprises", "0003_identity_people_duplicates_quality")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
