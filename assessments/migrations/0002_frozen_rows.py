"""The database itself refuses to change what is frozen: published versions and results.

Deleting is guarded by the foreign keys of what stands on them. On SQLite a later migration that rebuilds one of
these tables drops its triggers and must call ``freeze`` again; a test watches that they are there.
"""

from django.db import migrations

FROZEN_COLUMNS = "document checksum name framework_id criteria_count unverified_count max_points top_level published_at"


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    changed = " OR ".join(
        f"OLD.{c} IS NOT NEW.{c}" if vendor == "sqlite" else f"OLD.{c} IS DISTINCT FROM NEW.{c}"
        for c in FROZEN_COLUMNS.split()
    )
    guards = {
        "version": (
            "assessments_frameworkversion",
            f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed})",
            "a published version is frozen",
        ),
        "result": ("assessments_result", "TRUE", "a result is frozen"),
    }
    for name, (table, condition, words) in guards.items():
        for statement in STATEMENTS[vendor]:
            schema_editor.execute(
                statement.format(name=name, table=table, condition=condition, words=words)
            )


def thaw(apps, schema_editor):
    for name, table in (("version", "assessments_frameworkversion"), ("result", "assessments_result")):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS assessments_{name}_frozen ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS assessments_{name}_frozen()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS assessments_{name}_frozen")


STATEMENTS = {
    "sqlite": [
        "CREATE TRIGGER assessments_{name}_frozen BEFORE UPDATE ON {table} WHEN {condition} "
        "BEGIN SELECT RAISE(ABORT, '{words}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION assessments_{name}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER assessments_{name}_frozen BEFORE UPDATE ON {table} FOR EACH ROW "
        "WHEN ({condition}) EXECUTE FUNCTION assessments_{name}_frozen()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
