"""`manage.py doctor` names each of a dozen injected misconfigurations, each in one line, and still tells the rest."""

import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

from quipux import doctor
from quipux.celery import app
from quipux.configuration import storage
from tests import factories

NOWHERE = "127.0.0.1"
CLOSED_PORT = 1  # nothing listens there


@pytest.fixture
def wall(tmp_path):
    """A file where a folder should be."""
    place = tmp_path / "pared"
    place.write_text("")
    return {"kind": "file", "path": str(place)}


@pytest.fixture
def lonely_path(tmp_path, monkeypatch):
    """A PATH with one program that fails."""
    program = tmp_path / "fc-match"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


def _settings(settings, monkeypatch, **_):
    settings.QUIPUX_PROXY_ADDRESSES, settings.SECRET_KEY = (), "corta"
    settings.SECURE = True


def _old_database(monkeypatch, **_):
    monkeypatch.setattr(doctor, "_OLDEST_POSTGRES", 990_000)


def _migrations(**_):
    MigrationRecorder.Migration.objects.filter(app="portal").delete()


def _broker(monkeypatch, **_):
    monkeypatch.setitem(app.conf, "broker_url", f"redis://{NOWHERE}:{CLOSED_PORT}/0")
    monkeypatch.setitem(app.conf, "broker_write_url", f"redis://{NOWHERE}:{CLOSED_PORT}/0")


def _store(alias, prefix):
    def inject(settings, wall, **_):
        settings.STORAGES = settings.STORAGES | {alias: storage(wall, prefix=prefix)}

    return inject


def _trust(settings, tmp_path, **_):
    (tmp_path / "raiz.pem").write_text("nada")
    settings.QUIPUX_SIGNATURE_TRUST_ROOTS = str(tmp_path)


def _scanner(settings, tmp_path, **_):
    settings.QUIPUX_SCANNER = "quipux.scanning.clamd.scan"
    settings.QUIPUX_CLAMD_ADDRESS = f"unix://{tmp_path}/nadie"


def _mail_server(settings, **_):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = NOWHERE, CLOSED_PORT


def _support(settings, **_):
    settings.SECURE, settings.QUIPUX_SUPPORT_EMAIL = True, "soporte@quipux.invalid"


def _superuser(**_):
    factories.make_user("Raíz Total", is_superuser=True)


def _fonts(request, **_):
    request.getfixturevalue("lonely_path")


INJECTED = {
    "Configuración": (_settings, "SECRET_KEY"),
    "Base de datos": (_old_database, "se necesita PostgreSQL 15"),
    "Migraciones": (_migrations, "ejecute «manage.py migrate»"),
    "Cola de tareas": (_broker, ""),
    "Almacén de documentos": (_store("default", "documentos"), ""),
    "Almacén de respaldos": (_store("backups", "respaldos"), ""),
    "Fuentes": (_fonts, "instale fonts-dejavu-core"),
    "Firma electrónica": (_trust, "no es un certificado"),
    "Antivirus": (_scanner, "revise que ClamAV esté en marcha"),
    "Correo": (_mail_server, "revise EMAIL_URL"),
    "Correo de soporte": (_support, "QUIPUX_SUPPORT_EMAIL"),
    "Operadores": (_superuser, "is_superuser"),
}


@pytest.mark.parametrize("name", INJECTED)
def test_each_of_twelve_misconfigurations_is_named_in_one_line(
    db, name, request, settings, monkeypatch, tmp_path, wall
):
    inject, words = INJECTED[name]
    inject(request=request, settings=settings, monkeypatch=monkeypatch, tmp_path=tmp_path, wall=wall)
    out = StringIO()
    check = name.removesuffix(" de soporte")
    monkeypatch.setattr(doctor, "CHECKS", {check: doctor.CHECKS[check], "Operadores": doctor.CHECKS["Operadores"]})
    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", stdout=out, no_color=True)
    assert stopped.value.code == 1
    [line] = [line for line in out.getvalue().splitlines() if line.startswith("FALLA")]
    assert check in line
    assert words in line
    assert os.linesep not in line
