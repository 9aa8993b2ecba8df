"""`manage.py doctor` and `prepare_storage` (contract.md 1)."""

from io import StringIO

import boto3
import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from moto import mock_aws

from quipux import doctor
from quipux.configuration import storage


def report() -> str:
    """What the command prints; its exit code is checked by the callers."""
    out = StringIO()
    call_command("doctor", stdout=out, no_color=True)
    return out.getvalue()


def test_a_healthy_installation_has_one_green_line_per_part_and_exit_code_zero(db):
    lines = report().splitlines()
    assert len(lines) == len(doctor.CHECKS)
    assert all(line.startswith("bien ") for line in lines)


def test_a_broken_storage_is_told_the_rest_goes_on_and_the_exit_code_is_one(db, settings, tmp_path):
    wall = tmp_path / "not-a-folder"
    wall.write_text("")
    settings.STORAGES = settings.STORAGES | {
        "backups": storage({"kind": "file", "path": str(wall)}, prefix="respaldos")
    }
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", stdout=out, no_color=True)
    assert stopped.value.code == 1
    failed = [line for line in out.getvalue().splitlines() if line.startswith("FALLA")]
    assert [line.split("  ")[1] for line in failed] == ["Almacén de respaldos"]
    assert len(out.getvalue().splitlines()) == len(doctor.CHECKS)


def test_recognised_authorities_are_counted_and_a_wrong_folder_is_told(db, settings, tmp_path):
    settings.QUIPUX_ACCEPT_TEST_CA = False
    assert "toda firma se rechaza" in doctor.CHECKS["Firma electrónica"]()
    settings.QUIPUX_ACCEPT_TEST_CA = True
    assert doctor.CHECKS["Firma electrónica"]() == "funciona; entidades reconocidas: 1"
    (tmp_path / "raiz.pem").write_text("nada")
    settings.QUIPUX_SIGNATURE_TRUST_ROOTS = str(tmp_path)
    with pytest.raises(doctor.Unhealthy, match="no es un certificado"):
        doctor.CHECKS["Firma electrónica"]()


def test_missing_readers_are_told_with_the_line_that_installs_them(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda program: None if program == "7z" else f"/usr/bin/{program}")
    with pytest.raises(doctor.Unhealthy, match="apt-get install p7zip-full"):
        doctor.CHECKS["Lectores de ZIP"]()


def test_a_clock_apart_from_the_databases_is_told(db, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(doctor.timezone, "now", lambda: later)
    with pytest.raises(doctor.Unhealthy, match="active la sincronización"):
        doctor.CHECKS["Reloj"]()


def test_prepare_storage_makes_the_bucket_once(settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "llave")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secreto")
    place = {"kind": "s3", "bucket": "quipux", "endpoint": None, "region": "us-east-1"}
    with mock_aws():
        settings.STORAGES = settings.STORAGES | {"default": storage(place, prefix="documentos")}
        settings.CONFIGURATION = settings.CONFIGURATION | {"STORAGE_URL": place}
        for _ in range(2):
            call_command("prepare_storage", stdout=StringIO())
        names = [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]]
        assert names == ["quipux"]
        assert storages["default"].bucket_name == "quipux"


def test_prepare_storage_makes_the_folder(settings, tmp_path):
    settings.CONFIGURATION = settings.CONFIGURATION | {"STORAGE_URL": {"kind": "file", "path": str(tmp_path / "a/b")}}
    call_command("prepare_storage", stdout=StringIO())
    assert (tmp_path / "a/b").is_dir()
