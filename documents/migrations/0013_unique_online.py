"""Two unique indexes on tables in use, made without stopping who writes to them."""

from django.db import migrations, models

TEMPORARY = models.UniqueConstraint(fields=["institution", "temporary_number"], name="document_temporary_unique",
                                    condition=~models.Q(temporary_number=""))  # fmt: skip
CITIZENS = models.UniqueConstraint(fields=["type", "year"], name="counter_of_citizens_unique",
                                   condition=models.Q(area__isnull=True))  # fmt: skip


def online(table, columns, where, constraint):
    """Make the index first; Django only learns of it."""
    made = f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {constraint.name} ON {table} ({columns}) WHERE {where}"
    return migrations.RunSQL(made, f"DROP INDEX CONCURRENTLY IF EXISTS {constraint.name}")


class Migration(migrations.Migration):
    atomic = False  # an index cannot be made concurrently inside a transaction
    dependencies = [("documents", "0012_report_files")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint("document", TEMPORARY),
                migrations.AddConstraint("numbercounter", CITIZENS),
            ],
            database_operations=[
                online("documents_document", "institution_id, temporary_number", "temporary_number <> ''", TEMPORARY),
                online("documents_numbercounter", "type_id, year", "area_id IS NULL", CITIZENS),
            ],
        ),
    ]
