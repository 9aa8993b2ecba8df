"""The index of the search and the work to do on it; whatever changes a document marks it in the same transaction."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

MARKING = """
CREATE FUNCTION documents_search_mark_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO documents_searchmark (document_id) SELECT id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION documents_search_mark_theirs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO documents_searchmark (document_id) SELECT DISTINCT document_id FROM changed;
    RETURN NULL;
END $$;
"""
UNMARKING = """
DROP FUNCTION documents_search_mark_documents;
DROP FUNCTION documents_search_mark_theirs;
"""
MARKED = (("documents_document", "documents"), ("documents_party", "theirs"), ("documents_attachment", "theirs"))


def trigger(table, whose, event):
    """After a statement that inserts, updates or deletes rows of ``table``."""
    rows = "OLD" if event == "DELETE" else "NEW"
    name = f"search_mark_{event.lower()}"
    made = (f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed "
            f"FOR EACH STATEMENT EXECUTE FUNCTION documents_search_mark_{whose}()")  # fmt: skip
    return migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}")


TRIGGERS = [trigger(table, whose, event) for table, whose in MARKED
            for event in ("INSERT", "UPDATE", "DELETE") if (whose, event) != ("documents", "DELETE")]  # fmt: skip
# Copies change all the time, their numbers almost never.
NUMBERED = """
CREATE FUNCTION documents_search_mark_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO documents_searchmark (document_id) VALUES (NEW.document_id);
    RETURN NULL;
END $$;
CREATE TRIGGER search_mark_number AFTER UPDATE ON documents_copy FOR EACH ROW
    WHEN (NEW.number IS DISTINCT FROM OLD.number) EXECUTE FUNCTION documents_search_mark_copy();
"""
UNNUMBERED = """
DROP TRIGGER search_mark_number ON documents_copy;
DROP FUNCTION documents_search_mark_copy;
"""
# What was written before there was an index.
EXISTING = "INSERT INTO documents_searchmark (document_id) SELECT id FROM documents_document"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_search_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document_id", models.BigIntegerField(verbose_name="documento")),
                (
                    "marked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="marcado"),
                ),
            ],
            options={
                "verbose_name": "documento por indexar",
                "verbose_name_plural": "documentos por indexar",
            },
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None, verbose_name="números"
                    ),
                ),
                ("code_text", models.TextField(blank=True, verbose_name="números juntos")),
                ("senders", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="remitentes")),
                (
                    "receivers",
                    django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="destinatarios"),
                ),
                ("head", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="datos")),
                ("whole", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="contenido")),
                (
                    "copy",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_row",
                        to="documents.copy",
                        verbose_name="copia",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_rows",
                        to="documents.document",
                        verbose_name="documento",
                    ),
                ),
            ],
            options={
                "verbose_name": "fila de búsqueda",
                "verbose_name_plural": "filas de búsqueda",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(models.F("codes"), name="search_codes"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("code_text", "gin_trgm_ops"), name="search_code_parts"
                    ),
                    django.contrib.postgres.indexes.GinIndex(models.F("senders"), name="search_senders"),
                    django.contrib.postgres.indexes.GinIndex(models.F("receivers"), name="search_receivers"),
                    django.contrib.postgres.indexes.GinIndex(models.F("head"), name="search_head"),
                    django.contrib.postgres.indexes.GinIndex(models.F("whole"), name="search_whole"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("copy__isnull", True)),
                        fields=("document",),
                        name="search_one_row_per_document",
                    )
                ],
            },
        ),
        migrations.RunSQL(MARKING, UNMARKING),
        *TRIGGERS,
        migrations.RunSQL(NUMBERED, UNNUMBERED),
        migrations.RunSQL(EXISTING, migrations.RunSQL.noop),
    ]
