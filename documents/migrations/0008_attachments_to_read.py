"""What still has to be read of anexos is found at once; those of a text not saved yet belong to no document."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION documents_search_mark_theirs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO documents_searchmark (document_id) SELECT DISTINCT document_id FROM changed{where};
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_reassignments_as_rows"), ("files", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION.format(where=" WHERE document_id IS NOT NULL"), FUNCTION.format(where="")),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                fields=["id"],
                name="attachment_to_read",
                condition=models.Q(scan_state="clean", text__isnull=True, file__isnull=False),
            ),
        ),
    ]
