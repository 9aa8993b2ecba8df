"""How Spanish is read by the search: with stems and accents, with stems without accents, and codes folded."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION es_unaccent (COPY = pg_catalog.spanish);
ALTER TEXT SEARCH CONFIGURATION es_unaccent
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, spanish_stem;
"""
# Capital letters are often typed without accents: «RESOLUCION» gets back what the stemmer needs.
ACCENTED = r"""
CREATE FUNCTION documents_search_accented(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(words, '([csx])ion\M', '\1ión', 'gi')
$$;
"""
# The same as documents.search.words.folded, whatever the collation of the database.
FOLDED = r"""
CREATE FUNCTION documents_search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;
"""
# A vector holds one megabyte: of a text that does not fit, its beginning is found.
VECTOR = """
CREATE FUNCTION documents_search_vector(words text) RETURNS tsvector LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN to_tsvector('spanish', documents_search_accented(coalesce(words, '')))
        || to_tsvector('es_unaccent', coalesce(words, ''));
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN documents_search_vector(left(words, length(words) / 2));
END $$;
"""
WHOLE = """
CREATE FUNCTION documents_search_whole(known tsvector, body text, attached text) RETURNS tsvector
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN known || setweight(documents_search_vector(body), 'C') || strip(documents_search_vector(attached));
EXCEPTION WHEN program_limit_exceeded THEN
    IF length(coalesce(attached, '')) > 1000 THEN
        RETURN documents_search_whole(known, body, left(attached, length(attached) / 2));
    END IF;
    RETURN documents_search_whole(known, left(body, length(body) / 2), attached);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION es_unaccent"),
        migrations.RunSQL(ACCENTED, "DROP FUNCTION documents_search_accented"),
        migrations.RunSQL(FOLDED, "DROP FUNCTION documents_search_folded"),
        migrations.RunSQL(VECTOR, "DROP FUNCTION documents_search_vector"),
        migrations.RunSQL(WHOLE, "DROP FUNCTION documents_search_whole"),
    ]
