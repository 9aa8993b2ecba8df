"""Safe by default: what a production gets without asking (safety.md 2.1, 2.2)."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from django.utils.module_loading import import_string
from whitenoise.storage import CompressedManifestStaticFilesStorage

from quipux import content_policy
from quipux.bootstrap.environment import ROOT
from quipux.bootstrap.verify import production
from quipux.logs import JsonFormatter

_NAMES = [
    "SECURE",
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
    "USE_X_FORWARDED_HOST",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "X_FRAME_OPTIONS",
    "SECURE_REFERRER_POLICY",
    "CSRF_TRUSTED_ORIGINS",
    "CELERY_ACCEPT_CONTENT",
    "CELERY_TASK_SERIALIZER",
    "PASSWORD_HASHERS",
    "SECURE_PROXY_SSL_HEADER",
    "QUIPUX_PUBLIC_URL",
]


def in_production(**changes) -> dict:
    """The named settings as a new process with a production's variables reads them."""
    code = (
        "import json, quipux.settings as s\n"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {_NAMES!r}}} | {{'static': s.STORAGES['staticfiles']['BACKEND']}}))"
    )
    environ = {"PATH": os.environ["PATH"], **production(dict(os.environ)), **changes}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_production_is_safe_without_asking():
    values = in_production()
    assert values["SECURE"] is True
    assert values["DEBUG"] is False
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SECURE_HSTS_SECONDS"] == 31_536_000
    assert values["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert values["SESSION_COOKIE_NAME"] == "__Host-quipux"
    assert values["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert values["SESSION_COOKIE_SECURE"] is values["CSRF_COOKIE_SECURE"] is values["SESSION_COOKIE_HTTPONLY"] is True
    assert values["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert values["USE_X_FORWARDED_HOST"] is False
    assert (values["X_FRAME_OPTIONS"], values["SECURE_REFERRER_POLICY"]) == ("DENY", "same-origin")
    assert values["CELERY_ACCEPT_CONTENT"] == ["json"]
    assert values["PASSWORD_HASHERS"][0].endswith(".Argon2PasswordHasher")
    assert issubclass(import_string(values["static"]), CompressedManifestStaticFilesStorage)


def test_the_proxys_word_about_tls_counts_only_with_a_configured_proxy():
    assert in_production()["SECURE_PROXY_SSL_HEADER"] is None
    assert in_production(QUIPUX_PROXY_ADDRESSES="10.0.0.5")["SECURE_PROXY_SSL_HEADER"] is not None


def test_links_in_mails_come_from_the_settings_and_never_from_a_request():
    assert in_production(QUIPUX_PUBLIC_URL="")["QUIPUX_PUBLIC_URL"] == "https://quipux.ejemplo.gob.ec"


def test_a_query_a_lock_and_an_idle_transaction_have_limits_in_the_database_itself(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select name, setting::int from pg_settings where name like any (array['%%_timeout'])")
        limits = dict(cursor.fetchall())
    assert limits["statement_timeout"] == settings.QUIPUX_STATEMENT_TIMEOUT * 1000
    assert limits["lock_timeout"] == settings.QUIPUX_LOCK_TIMEOUT * 1000
    assert limits["idle_in_transaction_session_timeout"] == settings.QUIPUX_IDLE_TIMEOUT * 1000


def test_the_content_policy_is_the_one_of_the_specification():
    expected = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    assert "; ".join(f"{name} {' '.join(values)}" for name, values in content_policy.STRICT.items()) == expected


def test_no_exception_to_the_content_policy_allows_anything_unsafe():
    for policy in (content_policy.STRICT, *content_policy.BY_PREFIX.values()):
        assert not [value for values in policy.values() for value in values if "unsafe" in value or value == "*"]
        assert policy["default-src"] == ["'none'"]


def test_every_scheduled_task_is_declared_by_an_app():
    from quipux.checks import scheduled_tasks_exist

    assert scheduled_tasks_exist(None) == []


def test_a_scheduled_task_nobody_declares_is_found():
    from quipux.checks import scheduled_tasks_exist

    with override_settings(CELERY_BEAT_SCHEDULE={"x": {"task": "backups.tasks.nobody"}, "y": {"task": "no.such"}}):
        assert [error.id for error in scheduled_tasks_exist(None)] == ["quipux.E001", "quipux.E001"]


def test_the_profile_of_the_seed_raises_a_warning():
    with override_settings(QUIPUX_PASSWORD_PROFILE="semilla"):
        found = run_checks(include_deployment_checks=True, tags=None)
    assert "quipux.W001" in [warning.id for warning in found]


def test_demonstration_and_unreal_addresses_are_told_by_the_deployment_checks():
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    assert {"quipux.E003", "quipux.W002"} <= found


def test_a_production_refuses_a_database_with_the_demo_password(db, settings):
    from django.contrib.auth.hashers import make_password

    from accounts.models import User
    from quipux.checks import nobody_has_the_demo_password
    from quipux.demo import logins

    settings.SECURE = True
    assert nobody_has_the_demo_password(None, ["default"]) == []
    person = User.objects.create(identity_number=logins.ROLES[0][0], password=make_password(logins.PASSWORD))
    assert [error.id for error in nobody_has_the_demo_password(None, ["default"])] == ["quipux.E004"]
    with pytest.raises(SystemCheckError, match=r"quipux\.E004"):
        call_command("migrate", verbosity=0, skip_checks=False)
    person.set_password("otra clave, ya propia")
    person.save()
    assert nobody_has_the_demo_password(None, ["default"]) == []


def test_without_deployment_the_checks_are_silent():
    told = [message for message in run_checks() if not message.is_silenced()]
    assert [message for message in told if Tags.database not in getattr(message, "tags", ())] == []


class TestLog:
    """One line of JSON with ids and without people (safety.md 2.10)."""

    def line(self, message, *arguments, error=None, **extra) -> dict:
        info = (type(error), error, error.__traceback__) if error else None
        record = logging.LogRecord("quipux.prueba", logging.INFO, __file__, 1, message, arguments, info)
        vars(record).update(extra)
        text = JsonFormatter().format(record)
        assert "\n" not in text
        return json.loads(text)

    def test_ids_are_kept(self):
        line = self.line("part %s built", 7, backup_id=41315)
        assert (line["message"], line["backup_id"], line["level"]) == ("part 7 built", 41315, "INFO")

    @pytest.mark.parametrize("secret", ["1710034065", "1760001550001", "ana.torres@msd.example"])
    def test_what_identifies_a_person_is_masked_everywhere(self, secret):
        try:
            raise ValueError(f"Key (cedula)=({secret})\nDETAIL: the whole row: Ana Torres")
        except ValueError as error:
            line = self.line(f"refused {secret}", error=error, who=secret)
        assert secret not in json.dumps(line)
        assert "Ana Torres" not in json.dumps(line)
        assert line["error"]["type"] == "ValueError"
        assert "test_settings.py" in line["error"]["at"][0]
