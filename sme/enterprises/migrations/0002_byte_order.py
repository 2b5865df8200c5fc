"""Sort keys are compared byte by byte on PostgreSQL too, whatever the database's collation."""

from django.db import migrations

TABLE, COLUMN, LENGTH = "enterprises_enterprise", "sort_key", 200


def set_byte_order(apps, schema_editor):
    """SQLite compares bytes by itself."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(
        f'ALTER TABLE {TABLE} ALTER COLUMN {COLUMN} TYPE varchar({LENGTH}) COLLATE "C"'
    )


class Migration(migrations.Migration):
    """Give the sort keys the collation of plain bytes."""

    dependencies = [("enterprises", "0001_initial")]

    operations = [migrations.RunPython(set_byte_order, migrations.RunPython.noop, elidable=False)]
