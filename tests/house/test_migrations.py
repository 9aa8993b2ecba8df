"""Migrations: none missing, named by hand, and every one can be taken back (design §7.8)."""

import os
import re
import subprocess
import sys
import uuid
from contextlib import suppress
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.house import source

OURS = [config.label for config in apps.get_app_configs()
        if source.ROOT in Path(config.path).parents and ".venv" not in config.path
        and (Path(config.path) / "migrations").is_dir()]  # fmt: skip
NAMES = sorted(f"{path.parent.parent.name}/{path.stem}" for package in source.PACKAGES
               for path in (source.ROOT / package).rglob("migrations/[0-9]*.py"))  # fmt: skip
MACHINE = re.compile(r"_auto_|_and_more$|_alter_\w+_\w+_\w+_\w+_|_remove_\w+_and_|\d{8}")
# Up, down to nothing app by app, up again: in one process, in a database of its own.
ROUND = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
first = connection.introspection.table_names()
for label in {labels!r}:
    call_command("migrate", label, "zero", verbosity=0)
left = connection.introspection.table_names()
call_command("migrate", verbosity=0)
assert connection.introspection.table_names() == first
print(sorted(set(left) & set({tables!r})))
"""


def test_every_migration_is_named_by_hand():
    assert NAMES
    assert [name for name in NAMES if MACHINE.search(name)] == []


def test_the_rule_of_names_sees_those_of_a_machine():
    assert MACHINE.search("accounts/0002_auto_20260101_1200")
    assert MACHINE.search("accounts/0003_user_phone_and_more")
    assert not MACHINE.search("backups/0002_request_number")


def test_each_app_numbers_its_migrations_without_gap_nor_twin():
    numbers = {}
    for name in NAMES:
        app, stem = name.split("/")
        numbers.setdefault(app, []).append(int(stem[:4]))
    assert {app: found for app, found in numbers.items() if found != list(range(1, len(found) + 1))} == {}


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()
    with suppress(SystemExit):  # with --check it ends so when something lacks
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def sql_server(name):
    options = connection.get_connection_params() | {"dbname": name}
    for mine in ("cursor_factory", "options"):
        options.pop(mine, None)
    return psycopg2.connect(**options)


@pytest.fixture
def scratch(django_db_setup) -> str:
    """The address of an empty database of its own."""
    yield from an_empty_database()


@pytest.fixture
def another_scratch(django_db_setup) -> str:
    """One more."""
    yield from an_empty_database()


def an_empty_database():
    name = f"vuelta_{uuid.uuid4().hex[:12]}"
    server = sql_server("postgres")
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield re.sub(r"[^/?]+(\?|$)", rf"{name}\1", os.environ["DATABASE_URL"], count=1)
        cursor.execute(f"DROP DATABASE {name}")
    server.close()


@pytest.mark.long
def test_every_migration_can_be_taken_back_and_done_again(scratch):
    tables = [model._meta.db_table for label in OURS for model in apps.get_app_config(label).get_models()]
    program = ROUND.format(labels=OURS[::-1], tables=tables)
    environment = os.environ | {"DATABASE_URL": scratch, "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    done = subprocess.run([sys.executable, "-c", program], cwd=source.ROOT, env=environment, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr[-2000:]


# Walked as an old installation did, without what was squashed for new ones.
WALK = """
import django; django.setup()
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
load = MigrationLoader.load_disk
def load_older(self):
    load(self)
    last = {key: one.replaces[-1] for key, one in self.disk_migrations.items() if one.replaces}
    for key in [*last]: last[key] = last.get(last[key], last[key])
    self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not one.replaces}
    for one in self.disk_migrations.values(): one.dependencies = [last.get(key, key) for key in one.dependencies]
if WALKED: MigrationLoader.load_disk = load_older
call_command("migrate", verbosity=0)
"""
# Everything of the schema but the order of columns; what migrations write beside it comes last.
SCHEMA = """
    SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
           column_default, is_identity, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index', tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass::text || ' ' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', tgrelid::regclass::text || ' ' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND probin IS NULL
    UNION ALL SELECT 'sequence', sequencename::text, data_type::text FROM pg_sequences WHERE schemaname = 'public'
    UNION ALL SELECT 'statistics', stxname::text, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
    UNION ALL SELECT 'search', cfgname::text, '' FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace
    UNION ALL SELECT 'extension', extname::text, '' FROM pg_extension
    UNION ALL SELECT 'type of document', slug, concat_ws(' ', label, abbreviation, layout) FROM documents_documenttype
    UNION ALL SELECT 'course', slug, concat_ws(' ', name, hours, position) FROM institutions_course
"""


def schema_of(address, *, walked) -> set:
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    program = WALK.replace("WALKED", str(walked))
    done = subprocess.run([sys.executable, "-c", program], cwd=source.ROOT, env=environment, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    server = sql_server(address.rpartition("/")[2].partition("?")[0])
    with server.cursor() as cursor:
        cursor.execute(SCHEMA)
        found = {
            NOT_EMPTY.sub(r"(\1 <> \2)", MADE_UP.sub("…", " ".join(filter(None, row)))) for row in cursor.fetchall()
        }
    server.close()
    return found


# The two ways to say it, by hand and by Django.
NOT_EMPTY = re.compile(r"\(NOT \((\S+) = (''::\w+)\)\)")
# Names that Django makes of the columns and of the migration that wrote them.
MADE_UP = re.compile(r"_[0-9a-f]{8}(_\w+)?\b")


# Of a field that is no more; a later release drops the column.
LEFT_OVER = {"column backups_backuppart.record jsonb YES NO"}


@pytest.mark.long
def test_a_new_installation_has_the_schema_of_one_that_walked_every_migration(scratch, another_scratch):
    whole, walked = schema_of(scratch, walked=False), schema_of(another_scratch, walked=True)
    assert "\n".join(sorted(whole - walked)) == ""
    assert walked - whole == LEFT_OVER
