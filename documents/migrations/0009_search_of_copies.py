"""An anexo of a text that was not saved yet belongs to no document; a copy may have a reference of its own."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION documents_search_mark_theirs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO documents_searchmark (document_id) SELECT DISTINCT document_id FROM changed{where};
    RETURN NULL;
END $$;
"""
WITH_SESSIONS = FUNCTION.format(where=" WHERE document_id IS NOT NULL")
WITHOUT_SESSIONS = FUNCTION.format(where="")
TRIGGER = """
DROP TRIGGER search_mark_number ON documents_copy;
CREATE TRIGGER search_mark_number AFTER UPDATE ON documents_copy FOR EACH ROW
    WHEN ({changed}) EXECUTE FUNCTION documents_search_mark_copy();
"""
NUMBER = "NEW.number IS DISTINCT FROM OLD.number"
NUMBERED = TRIGGER.format(changed=f"{NUMBER} OR NEW.own_reference IS DISTINCT FROM OLD.own_reference")


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_attachments_to_read")]

    operations = [
        migrations.RunSQL(WITH_SESSIONS, WITHOUT_SESSIONS),
        migrations.RunSQL(NUMBERED, TRIGGER.format(changed=NUMBER)),
    ]
