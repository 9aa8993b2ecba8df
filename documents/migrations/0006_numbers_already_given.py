"""Writes down the numbers given before they had rows of their own (documents §2.1, IssuedNumber)."""

from django.db import migrations

# INSTITUCIÓN-ÁREA-AÑO-SECUENCIAL-TIPO was the only format; siglas may hold a dash, so it is read from its end.
_WRITE = r"""
    INSERT INTO documents_issuednumber
        (institution_id, counter_id, value, text, document_id, status, reason, annulled_by, issued_at, issued_by)
    SELECT given.institution_id, counter.id, given.parts[2]::integer, given.number, given.id, 'used', '', '',
           given.at, given.by
    FROM (
        SELECT document.id, document.number, document.area_id, document.type_id, area.institution_id,
               COALESCE(document.frozen_at, document.document_date, document.registered_at) AS at,
               TRIM(person.given_names || ' ' || person.surnames) AS by,
               REGEXP_MATCH(document.number, '-([0-9]{4})-([0-9]{4,9})-[^-]*$') AS parts
        FROM documents_document document
        JOIN institutions_area area ON area.id = document.area_id
        JOIN institutions_appointment post ON post.id = document.author_id
        JOIN accounts_user person ON person.id = post.person_id
        WHERE document.number <> '') given
    JOIN documents_numbercounter counter
      ON counter.area_id = given.area_id AND counter.type_id = given.type_id
     AND counter.year = given.parts[1]::integer
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_numbering"), ("accounts", "0001_initial"), ("institutions", "0001_initial")]

    # Taken back, the rows stay: they are true, and the migration before this one takes their table away.
    operations = [migrations.RunSQL(_WRITE, migrations.RunSQL.noop)]
