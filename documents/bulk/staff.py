"""Institutions, áreas, people and their posts, and what every document repeats of them."""

from django.db import connection, transaction
from psycopg2.extras import execute_values

from documents.bulk.inserting import insert
from documents.bulk.plan import Plan
from documents.bulk.wording import BODIES, POSTS, SUBJECTS, cedula, full_names
from documents.models import Copy
from documents.states import CopyState
from institutions.models import Appointment, Area, Grant, Institution
from quipux import clock

BUSY_TITLE = "Receptor con mucha carga"
# Beside the product's tables while it works; whoever finds this schema knows that a load was cut short.
SCHEMA = """
CREATE SCHEMA seed_bulk;
CREATE UNLOGGED TABLE seed_bulk.year (year int, first bigint, next bigint, begins timestamptz, seconds bigint);
CREATE UNLOGGED TABLE seed_bulk.type (place int, id bigint, abbreviation text);
CREATE UNLOGGED TABLE seed_bulk.area (place int PRIMARY KEY, id bigint, sigla text, institution bigint,
    institution_sigla text, root bigint);
CREATE UNLOGGED TABLE seed_bulk.person (place int PRIMARY KEY, cedula text, given text, surnames text, title text);
CREATE UNLOGGED TABLE seed_bulk.post (place int PRIMARY KEY, id bigint, institution bigint, area bigint, name text,
    title text, area_name text, institution_name text, city text, person bigint, uuid uuid, actor_json text, target_json text,
    words tsvector, names tsvector);
CREATE UNLOGGED TABLE seed_bulk.subject (place int PRIMARY KEY, text text, vector tsvector);
CREATE UNLOGGED TABLE seed_bulk.body (place int PRIMARY KEY, html text, vector tsvector);
CREATE UNLOGGED TABLE seed_bulk.abroad (n bigint PRIMARY KEY, institution bigint, year int, value int);
"""
INSTITUTIONS = insert(Institution, {
    "uuid": "gen_random_uuid()", "name": "'Institución de Pruebas ' || %(run)s || '-' || i",
    "sigla": "'PRB' || %(run)s || chr(65 + i)", "ruc": "lpad((1790000000 + %(run)s * 100 + i)::text, 10, '0') || '001'",
}, "generate_series(0, %(institutions)s - 1) AS i")  # fmt: skip
ROOTS = insert(Area, {
    "institution_id": "institution.id", "name": "institution.name", "sigla": "institution.sigla",
}, "institutions_institution AS institution WHERE institution.sigla LIKE 'PRB' || %(run)s || '_'")  # fmt: skip
AREAS = insert(Area, {
    "institution_id": "root.institution_id", "parent_id": "root.id", "name": "'Dirección de Pruebas ' || 1 + a / %(institutions)s",
    "sigla": "'D' || lpad((1 + a / %(institutions)s)::text, 2, '0')",
}, """generate_series(0, %(areas)s - 1) AS a
    JOIN institutions_area AS root ON root.sigla = 'PRB' || %(run)s || chr(65 + a %% %(institutions)s)
        AND root.parent_id IS NULL ORDER BY a""")  # fmt: skip
KEEP_AREAS = """
    INSERT INTO seed_bulk.area
    SELECT a, area.id, area.sigla, root.institution_id, root.sigla, root.id FROM generate_series(0, %(areas)s - 1) AS a
    JOIN institutions_area AS root ON root.sigla = 'PRB' || %(run)s || chr(65 + a %% %(institutions)s) AND root.parent_id IS NULL
    JOIN institutions_area AS area ON area.parent_id = root.id
        AND area.sigla = 'D' || lpad((1 + a / %(institutions)s)::text, 2, '0')
"""
PEOPLE = """
    INSERT INTO accounts_user (uuid, password, is_superuser, identity_kind, identity_number, given_names, surnames,
        academic_title, email, sumilla, gets_mails, opens_drafts_to_edit, opens_file_at_once, uses_shortcuts,
        gets_daily_summary, is_active, is_staff, created_at)
    SELECT gen_random_uuid(), '!', false, 'cedula', cedula, given, surnames, '', '', '', false, false, false, true, false,
        true, false, now() FROM seed_bulk.person ORDER BY place
"""
APPOINTMENTS = insert(Appointment, {
    "uuid": "gen_random_uuid()", "person_id": "person.id", "institution_id": "area.institution", "area_id": "area.id",
    "title": "wanted.title", "heading_title": "wanted.title", "state": "'active'", "starts_on": "%(first_day)s",
    "profile": "CASE WHEN wanted.place BETWEEN %(areas)s AND 2 * %(areas)s - 1 THEN 'jefe' ELSE 'normal' END",
}, """seed_bulk.person AS wanted JOIN accounts_user AS person ON person.identity_number = wanted.cedula
    JOIN seed_bulk.area AS area ON area.place = wanted.place %% %(areas)s ORDER BY wanted.place""")  # fmt: skip
# What the Recorrido says of who acted or received, as its canonical JSON orders it.
POST = """
    INSERT INTO seed_bulk.post
    SELECT wanted.place, post.id, post.institution_id, post.area_id, known.name, post.title, area.name, institution.name,
        area.city, person.id, post.uuid,
        format('"actor_appointment":"%%s","actor_area":%%s,"actor_id":%%s,"actor_name":%%s,"actor_position":%%s',
               post.uuid, to_json(area.name), person.id, to_json(known.name), to_json(post.title)),
        format('{"appointment":"%%s","area":%%s,"name":%%s,"position":%%s,"user_id":%%s}',
               post.uuid, to_json(area.name), to_json(known.name), to_json(post.title), person.id),
        documents_search_vector(concat_ws(' ', known.name, post.title, area.name, institution.name)),
        setweight(documents_search_vector(concat_ws(' ', known.name, post.title)), 'B')
    FROM seed_bulk.person AS wanted
    JOIN accounts_user AS person ON person.identity_number = wanted.cedula
    JOIN institutions_appointment AS post ON post.person_id = person.id
    JOIN institutions_area AS area ON area.id = post.area_id
    JOIN institutions_institution AS institution ON institution.id = post.institution_id
    CROSS JOIN LATERAL (SELECT concat_ws(' ', person.given_names, person.surnames) AS name) AS known
"""
GRANTS = insert(
    Grant, {"appointment_id": "id", "permission": "'create_outgoing'", "granted_at": "now()"}, "seed_bulk.post"
)
TYPES = """
    INSERT INTO seed_bulk.type
    SELECT listed.place - 1, type.id, type.abbreviation FROM unnest(%(type_slugs)s) WITH ORDINALITY AS listed (slug, place)
    JOIN documents_documenttype AS type ON type.slug = listed.slug
"""
VECTORS = """
    UPDATE seed_bulk.subject SET vector = setweight(documents_search_vector(text), 'A');
    UPDATE seed_bulk.body SET vector = setweight(documents_search_vector(html), 'C');
"""


def engage(plan: Plan) -> None:
    """Make institutions, áreas, people and posts, and the tables that the documents are drawn from."""
    values = plan.values() | {"first_day": clock.today().replace(year=clock.today().year - 10, month=1, day=1)}
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        _list(cursor, "year", [(y.year, y.first, y.next, y.begins, y.seconds) for y in plan.years()])
        _list(cursor, "person", _people(cursor, plan))
        _list(cursor, "subject (place, text)", enumerate(SUBJECTS))
        _list(cursor, "body (place, html)", enumerate(BODIES))
        for statement in (INSTITUTIONS, ROOTS, AREAS, KEEP_AREAS, PEOPLE, APPOINTMENTS, POST, GRANTS, TYPES):
            cursor.execute(statement, values)
        cursor.execute(VECTORS)
        cursor.execute("ANALYZE seed_bulk.post, seed_bulk.subject, seed_bulk.body, seed_bulk.area")


def _list(cursor, table, rows):
    execute_values(cursor.cursor, f"INSERT INTO seed_bulk.{table} VALUES %s", list(rows), page_size=2000)  # noqa: S608


def _people(cursor, plan):
    """Rows of ``seed_bulk.person``, with cédulas that nobody has yet."""
    cursor.execute("SELECT identity_number FROM accounts_user")
    taken, found, n = {number for (number,) in cursor.fetchall()}, [], 0
    while len(found) < plan.people:
        if (number := cedula(n)) not in taken:
            place = len(found)
            title = f"{POSTS[place % len(POSTS)]} {1 + place // plan.areas}" if place else BUSY_TITLE
            found.append((place, number, *full_names(place), title))
        n += 1
    return found


def busiest_post() -> Appointment | None:
    """Who holds the most copies in Recibidos; None where nobody has any. It reads every copy."""
    return next(iter(busiest_posts(1)), None)


def busiest_posts(most: int) -> list[Appointment]:
    """Those who hold the most copies in Recibidos, who holds most first. It reads every copy."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"SELECT holder_id FROM {Copy._meta.db_table} WHERE state = %s AND holder_id IS NOT NULL "  # noqa: S608
                       "GROUP BY holder_id ORDER BY count(*) DESC, holder_id LIMIT %s", [CopyState.IN_PROCESS, most])  # fmt: skip
        keys = [key for (key,) in cursor.fetchall()]
    found = Appointment.objects.with_names().in_bulk(keys)
    return [found[key] for key in keys]
