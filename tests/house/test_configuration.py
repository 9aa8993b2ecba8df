"""The environment: right values are read, wrong ones stop the start with a sentence (contract.md 4)."""

import os
import re
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest
from django.conf import settings

from quipux.bootstrap.verify import production
from quipux.configuration import VARIABLES, ConfigurationError, broker, read, storage
from quipux.configuration.variables import REQUIRED

ROOT = Path(settings.BASE_DIR)
NUMBER = ("", "cero", "-1", "1.5", "99999999999999999999")
MAIL = ("soporte", "a@b", "a b@c.ec", "a@c.ec, d@e.ec", "@c.ec")
SWITCH = ("quizás", "2", "verdadero")
WRONG = {
    "SECRET_KEY": ("corta", "a" * 60, "django-insecure-" + "abcdefghijklmnopqrstuvwxyz" * 2),
    "SECRET_KEY_FALLBACKS": ("corta", "otra " + "abcdefghijklmnopqrstuvwxyz" * 2),
    "DEBUG": SWITCH,
    "ALLOWED_HOSTS": ("*", ".ejemplo.ec", "https://quipux.ec", "quipux.ec:8000", " , "),
    "DATABASE_URL": ("sqlite:///db", "postgres://db:5432/", "mysql://u@db/quipux", "db"),
    "REDIS_URL": ("localhost:6379", "http://redis", "redis://", "unix://"),
    "CELERY_BROKER_URL": ("amqp://rabbit", "memory://", "unix:///tmp/redis.sock"),
    "STORAGE_URL": ("datos", "./datos", "s3://", "s3://uno/dos", "s3://uno?clave=x", "ftp://a/b", "file://host/x"),
    "EMAIL_URL": ("correo.ec", "http://correo.ec", "smtp://", "imap://correo.ec"),
    "QUIPUX_DEMO": SWITCH,
    "QUIPUX_PUBLIC_URL": ("quipux.ec", "http://quipux.ec", "https://", "https://quipux.ec/?a=1"),
    "QUIPUX_PROXY_ADDRESSES": ("nginx", "10.0.0.300", "10.0.0.1/8"),
    "QUIPUX_FROM_EMAIL": MAIL,
    "QUIPUX_LOG_LEVEL": ("info", "TODO"),
    "QUIPUX_STATEMENT_TIMEOUT": ("0", *NUMBER[1:]),
    "QUIPUX_LOCK_TIMEOUT": ("0", *NUMBER[1:]),
    "QUIPUX_IDLE_TIMEOUT": ("0", *NUMBER[1:]),
    "QUIPUX_ADMIN_PATH": ("admin", "/", "/a/b/", "/Admin/", "/static/"),
    "QUIPUX_ADMIN_NETWORKS": ("mi-red", "10.0.0.0/33"),
    "QUIPUX_HEALTH_TOKEN": ("corta", "con espacios en medio de la ficha"),
    "QUIPUX_ACCESS_LOG_MONTHS": ("11", "241", "doce"),
    "QUIPUX_SYSTEM_BACKUP_FOLDER": ("copias", "./copias", "s3://copias"),
    "QUIPUX_SYSTEM_BACKUP_BUCKET": ("copias", "/mnt/copias", "s3://uno/dos"),
    "QUIPUX_SYSTEM_BACKUP_KEY": ("age1corta", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"),
    "QUIPUX_SYSTEM_BACKUP_KEEP": ("7", "7,5", "7,5,0", "siete,5,12"),
    "QUIPUX_ANCHOR_EMAIL": MAIL,
    "QUIPUX_ANCHOR_STORAGE": ("anclas", "s3://anclas"),
    "QUIPUX_PASSWORD_PROFILE": ("débil", "SEGURA"),
    "QUIPUX_OPERATOR_NAME": ("  ",),
    "QUIPUX_SUPPORT_EMAIL": MAIL,
    "QUIPUX_ALERT_EMAIL": MAIL,
    "QUIPUX_RECOVERY_MINUTES": ("4", "1441", "media"),
    "QUIPUX_ACTIVATION_HOURS": ("0", "721", "tres"),
    "QUIPUX_MERGE_UNDO_DAYS": ("0", "366", "treinta"),
    "QUIPUX_INCIDENT_AUTHORITY_DAYS": ("0", "31", "cinco"),
    "QUIPUX_INCIDENT_PEOPLE_DAYS": ("0", "31", "tres"),
    "QUIPUX_CITIZEN_LOGIN": SWITCH,
    "QUIPUX_IDENTITY_SOURCE": ("registro", "NONE", "http://registro.ec", "https://registro.ec/?a=b"),
    "QUIPUX_IDENTITY_SOURCE_TOKEN": ("corta", "con espacios en medio de la ficha"),
    "QUIPUX_TOTP_GRACE_DAYS": ("-1", "61", "siete"),
    "QUIPUX_TOTP_EVERYBODY": SWITCH,
    "QUIPUX_SINGLE_SESSION": SWITCH,
    "QUIPUX_IDLE_MINUTES": ("4", "721", "una"),
    "QUIPUX_IDLE_MINUTES_ADMIN": ("4", "721", "media"),
    "QUIPUX_SESSION_HOURS": ("0", "25", "doce"),
    "QUIPUX_RECIPIENTS_MAX": ("0", *NUMBER[1:]),
    "QUIPUX_EXPORT_MAX_ROWS": ("0", *NUMBER[1:]),
    "QUIPUX_AUTOSAVE_SECONDS": ("4", *NUMBER[1:]),
    "QUIPUX_ENVIRONMENT": ("capacitación", "Training", "training,production"),
    "QUIPUX_OTHER_ENVIRONMENT_URL": ("capacitacion.gob.ec", "http://capacitacion.gob.ec", "https://a.ec/?b=c"),
    "QUIPUX_ELIGIBILITY": ("todas", "APC_ONLY"),
    "QUIPUX_IMPLANTATION_DAYS": ("0", "366", *NUMBER[1:]),
    "QUIPUX_IMPLANTATION_DAY_KIND": ("laborables", "WORKING"),
    "QUIPUX_EXTENSION_MAX": ("11", *NUMBER[1:]),
    "QUIPUX_LAPSE_DAYS": ("0", *NUMBER[1:]),
    "QUIPUX_TENANT_PURGE_DAYS": ("0", *NUMBER[1:]),
    "QUIPUX_COURSE_HOURS": ("0", *NUMBER[1:]),
    "QUIPUX_FOCAL_RATIO": ("0", *NUMBER[1:]),
    "QUIPUX_REVIEW_DAYS": ("0", *NUMBER[1:]),
    "QUIPUX_OBSERVED_DAYS": ("0", *NUMBER[1:]),
    "QUIPUX_VERIFY_DAYS": ("0", *NUMBER[1:]),
    "QUIPUX_SIGNATURE_PROVIDERS": ("token", "desktop;server_p12", " , "),
    "QUIPUX_SIGNATURE_DESKTOP_URL": (
        "firmaec",
        "firmaec://firmar?ficha={ficha}",
        "javascript:abrir('{direccion}{ficha}{documentos}')",
        "firmaec://{direccion}/{ficha}/{documentos}/{clave}",
        "firmaec://{direccion/{ficha}/{documentos}",
    ),
    "QUIPUX_SIGNATURE_TOKEN_MINUTES": ("4", "241", *NUMBER[1:]),
    "QUIPUX_ATTACHMENT_MAX_MB": ("0", "1001", "25 MB", *NUMBER[1:]),
    "QUIPUX_ATTACHMENTS_TOTAL_MB": ("0", "10001", *NUMBER[1:]),
    "QUIPUX_ATTACHMENTS_MAX": ("0", "1001", *NUMBER[1:]),
    "QUIPUX_ATTACHMENT_TYPES": ("exe", "pdf,html", "pdf;docx", " , "),
    "QUIPUX_SCANNER": ("clamav", "NONE", "quipux/scanning", "a..b"),
    "QUIPUX_CLAMD_ADDRESS": ("/run/clamd.ctl", "tcp://antivirus", "tcp://antivirus:puerto", "unix://", "http://a:3310"),
    "QUIPUX_SIGNATURE_TRUST_ROOTS": ("entidades", "./entidades", "file:///etc"),
    "QUIPUX_SIGNATURE_REVOCATION": ("blanda", "SOFT"),
    "QUIPUX_SIGNATURE_TSA_URL": ("sello.ec", "ftp://sello.ec", "https://", "https://a:b@sello.ec", "https://s.ec/#a"),
    "QUIPUX_SIGNATURE_IDENTITY_SOURCES": ("cedula", "serialNumber;1.2.3", "1", ","),
    "QUIPUX_SIGNATURE_INTERNAL_HOSTS": ("ocsp:80", "http://ocsp", "a b"),
    "QUIPUX_ACCEPT_TEST_CA": SWITCH,
    "QUIPUX_MINIMUM_DOCUMENTS": NUMBER[1:],
    "QUIPUX_VALIDITY_PERSONAL_DAYS": ("0", "366", *NUMBER[1:]),
    "QUIPUX_VALIDITY_INSTITUTIONAL_DAYS": ("0", "366", *NUMBER[1:]),
    "QUIPUX_PROMISE_PERSONAL": ("5", "5,6,7", "cinco,seis", "0,6"),
    "QUIPUX_PROMISE_INSTITUTIONAL": ("4", "4;5", "4,"),
    "QUIPUX_HIGH_DEMAND_MONTHS": ("0", "13", "dic"),
    "QUIPUX_MAX_REQUESTS_30_DAYS": ("0", *NUMBER[1:]),
    "QUIPUX_BACKUP_AUTHORIZER": SWITCH,
    "QUIPUX_TWO_OPERATORS": SWITCH,
    "QUIPUX_PART_SIZE": ("999999", "4000000001", "1G", *NUMBER[1:]),
    "QUIPUX_NIGHT_WINDOW": ("22:00", "22-06", "24:00-06:00", "22:60-06:00", "22:00-22:00", "22h00-06h00"),
    "QUIPUX_NIGHT_REQUESTS": ("0", *NUMBER[1:]),
    "QUIPUX_NIGHT_DOCUMENTS": ("0", *NUMBER[1:]),
    "QUIPUX_NIGHT_BYTES": ("0", *NUMBER[1:]),
    "QUIPUX_NIGHT_INSTITUTION_SHARE": ("0", "1.1", "0,30", "30%"),
    "QUIPUX_DOCUMENT_TRIES": ("0", "21", "tres"),
    "QUIPUX_BACKUP_ATTEMPTS": ("0", "51", "cinco"),
    "QUIPUX_RETRY_NIGHTS": ("31", "tres", "-1"),
    "QUIPUX_LEASE_SECONDS": ("1", "3601", "2 min"),
    "QUIPUX_PDF_CHILDREN": ("0", "17", "dos"),
    "QUIPUX_BULK_MAX": ("0", "2001", "muchos"),
    "QUIPUX_UNDO_SECONDS": ("-1", "601", "luego"),
    "QUIPUX_DELEGATION_INSTITUTION_WIDE": SWITCH,
    "QUIPUX_BACKUPS_AT_ONCE": ("0", "1001", "todos"),
    "QUIPUX_PARTS_AT_ONCE": ("0", "65", "todas"),
    "QUIPUX_DISK_FREE_SHARE": ("0.95", "15%", "-0.1"),
    "QUIPUX_DISK_FREE_FACTOR": ("0.9", "11", "dos"),
    "QUIPUX_PURGE_HOURS": ("0", "8761", "3 días"),
    "QUIPUX_TICKET_HOURS": ("73", "-1", "doce"),
    "QUIPUX_DELIVERY": ("nginx", "S3"),
}
CASES = [(name, value) for name, values in WRONG.items() for value in values if value]


@pytest.fixture
def installation() -> dict[str, str]:
    """The environment of a sound production installation."""
    needed = {name: v.example for name, v in VARIABLES.items() if v.default is REQUIRED}
    return needed | production({}) | {"STORAGE_URL": "/var/lib/quipux"}


def test_every_variable_has_wrong_values_that_are_tried():
    assert set(WRONG) == set(VARIABLES)


@pytest.mark.parametrize("name", [name for name in VARIABLES if name != "SECRET_KEY"])
def test_the_example_of_every_variable_is_accepted(name, installation):
    variable = VARIABLES[name]
    assert read(installation | {name: variable.example})[name] == variable.parse(variable.example)


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_value_stops_the_start_and_names_variable_and_example(name, value, installation):
    with pytest.raises(ConfigurationError) as stopped:
        read(installation | {name: value})
    sentence = str(stopped.value)
    assert f"La variable {name} no es válida: " in sentence
    assert f"Ejemplo válido: {name}={VARIABLES[name].example}" in sentence
    if len(value) > 4 and value not in VARIABLES[name].example:
        assert f"={value}\n" not in sentence + "\n", "a wrong value may be a password: it is never repeated"


@pytest.mark.parametrize("name", [name for name, v in VARIABLES.items() if v.default is REQUIRED])
def test_a_missing_or_empty_required_variable_stops_the_start(name, installation):
    for environ in ({k: v for k, v in installation.items() if k != name}, installation | {name: ""}):
        with pytest.raises(ConfigurationError, match=f"La variable {name} no es válida: es obligatoria"):
            read(environ)


def test_all_wrong_values_are_told_at_once(installation):
    with pytest.raises(ConfigurationError) as stopped:
        read(installation | {"DEBUG": "quizás", "QUIPUX_PART_SIZE": "1"})
    assert "DEBUG" in str(stopped.value)
    assert "QUIPUX_PART_SIZE" in str(stopped.value)


def test_the_demo_key_is_refused_outside_the_demo(installation):
    key = "demo-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        read(installation | {"SECRET_KEY": key})
    assert read(installation | {"SECRET_KEY": key, "QUIPUX_DEMO": "1", "ALLOWED_HOSTS": "localhost"})


def test_the_key_of_the_examples_is_refused_because_everybody_knows_it(installation):
    VARIABLES["SECRET_KEY"].parse(VARIABLES["SECRET_KEY"].example)
    with pytest.raises(ConfigurationError, match="es la del ejemplo"):
        read(installation | {"SECRET_KEY": VARIABLES["SECRET_KEY"].example})


def test_the_demo_serves_this_machine_only(installation):
    with pytest.raises(ConfigurationError, match="QUIPUX_DEMO"):
        read(installation | {"QUIPUX_DEMO": "1", "ALLOWED_HOSTS": "localhost,quipux.ejemplo.gob.ec"})


def test_the_demo_has_both_environments(installation):
    demo = installation | {"QUIPUX_DEMO": "1", "ALLOWED_HOSTS": "localhost"}
    for one in ("training", "production"):
        with pytest.raises(ConfigurationError, match="QUIPUX_ENVIRONMENT no es válida: la demostración"):
            read(demo | {"QUIPUX_ENVIRONMENT": one})
    assert read(demo)["QUIPUX_ENVIRONMENT"] == "both"


def test_the_other_deployment_is_not_this_one(installation):
    own = {"QUIPUX_ENVIRONMENT": "training", "QUIPUX_PUBLIC_URL": "https://capacitacion.ejemplo.gob.ec"}
    with pytest.raises(ConfigurationError, match="QUIPUX_OTHER_ENVIRONMENT_URL no es válida: es la de esta misma"):
        read(installation | own | {"QUIPUX_OTHER_ENVIRONMENT_URL": own["QUIPUX_PUBLIC_URL"] + "/"})
    assert read(installation | own | {"QUIPUX_OTHER_ENVIRONMENT_URL": "https://quipux.ejemplo.gob.ec"})


def test_a_delivery_that_the_storage_cannot_give_is_refused(installation):
    with pytest.raises(ConfigurationError, match="QUIPUX_DELIVERY"):
        read(installation | {"QUIPUX_DELIVERY": "s3", "STORAGE_URL": "/var/lib/quipux"})


def test_defaults_are_those_of_the_specification(installation):
    values = read(installation)
    assert values["QUIPUX_PART_SIZE"] == 1_000_000_000
    assert values["QUIPUX_MINIMUM_DOCUMENTS"] == 21
    assert (values["QUIPUX_VALIDITY_PERSONAL_DAYS"], values["QUIPUX_VALIDITY_INSTITUTIONAL_DAYS"]) == (7, 4)
    assert values["QUIPUX_NIGHT_WINDOW"] == (time(22), time(6))
    assert (values["QUIPUX_PROMISE_PERSONAL"], values["QUIPUX_PROMISE_INSTITUTIONAL"]) == ((5, 6), (4, 5))
    assert values["QUIPUX_HIGH_DEMAND_MONTHS"] == (12, 1, 2)
    assert values["QUIPUX_TWO_OPERATORS"] is True
    assert values["QUIPUX_OPERATOR_NAME"] == "SUBSECRETARÍA DE GOBIERNO ELECTRÓNICO"


def test_a_typographic_dash_in_the_night_window_is_understood(installation):
    assert read(installation | {"QUIPUX_NIGHT_WINDOW": "21:30 – 05:15"})["QUIPUX_NIGHT_WINDOW"] == (
        time(21, 30),
        time(5, 15),
    )


def test_the_queue_follows_redis_when_it_has_no_address_of_its_own():
    assert broker("redis://redis:6379/0") == "redis://redis:6379/0"
    assert broker("unix:///run/redis.sock?db=2") == "redis+socket:///run/redis.sock?virtual_host=2"


def test_neither_kind_of_storage_has_a_public_address():
    folder = storage({"kind": "file", "path": "/datos"}, prefix="respaldos")["OPTIONS"]
    assert folder == {"location": "/datos/respaldos", "base_url": None}
    bucket = storage({"kind": "s3", "bucket": "q", "endpoint": None, "region": None}, prefix="respaldos")["OPTIONS"]
    assert bucket["querystring_auth"] is True
    assert bucket["querystring_expire"] == 60
    assert bucket["default_acl"] is None


def test_a_start_with_wrong_variables_ends_with_sentences_and_no_traceback(installation):
    environ = {"PATH": os.environ["PATH"], **installation, "DEBUG": "quizás", "SECRET_KEY": ""}
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "La variable DEBUG no es válida" in done.stderr
    assert "La variable SECRET_KEY no es válida: es obligatoria" in done.stderr


def test_the_example_file_names_every_variable_and_is_valid():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = dict(match.groups() for line in lines if (match := re.match(r"#? ?([A-Z][A-Z0-9_]+)=(.*)$", line)))
    assert set(named) == set(VARIABLES) | {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    for name, value in named.items():
        if value and name in VARIABLES:
            VARIABLES[name].parse(value)
