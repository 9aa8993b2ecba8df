"""Anybody may ask whether a file belonged to a backup; the answer names nobody (backups §3.13)."""

import hashlib
import zipfile
from datetime import timedelta

import pgtrigger
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backups.models import Backup, BackupPart, ManifestEntry
from backups.recognition import recognise
from backups.services import expiring
from quipux import clock
from quipux.limits.models import Use
from tests.backups import making
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
PAGE = "/verificar/respaldo/"
UNKNOWN = "No encontramos esa huella en los respaldos emitidos."


def ask(digest, **environ) -> Page:
    return Page(Client(**environ).get(PAGE, {"huella": digest}))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digests_of(request, folder) -> dict[str, str]:
    """Digest of everything the check must know, from the bytes that a person has in hand."""
    making.download(Backup.objects.select_related("request").get(request=request), folder)
    found = {path.name: sha256(path.read_bytes()) for path in folder.iterdir()}
    for path in list(folder.iterdir()):
        if path.suffix == ".zip" and ("_parte" in path.name or len(found) == 1):
            with zipfile.ZipFile(path) as opened:
                for name in opened.namelist():
                    inside = name.partition("/")[2]
                    if inside.startswith("data/documentos/") or inside in ("manifest-sha256.txt", "ACTA_RESPALDO.pdf"):
                        found[inside] = sha256(opened.read(name))
    return found


def line_of(request, state) -> str:
    day = clock.local(Backup.objects.get(request=request).finished_at).date()
    return (f"Este archivo forma parte del respaldo No. {request.number} de Ministerio de Ejemplo, generado el {day}. "
            f"{state}")  # fmt: skip


@pytest.mark.parametrize("kind", ["single", "split"])
def test_b_59_everything_of_a_backup_is_recognised_before_and_after_the_purge(kind, request, ana, tmp_path):
    asked = request.getfixturevalue(kind)
    known = digests_of(asked, tmp_path)
    names = set(known)
    assert {"manifest-sha256.txt", "ACTA_RESPALDO.pdf", f"{asked.archive_name}.zip"} <= names
    assert any(name.endswith("documento.pdf") for name in names)
    assert any(name.endswith("pagina.html") for name in names)
    if kind == "split":
        assert {f"{asked.archive_name}.z01", f"{asked.archive_name}_parte03.zip"} <= names
    for digest in known.values():
        found, more = recognise(digest)
        assert ([one.number for one in found], more) == ([asked.number], 0)
    page = ask(known["ACTA_RESPALDO.pdf"])
    assert line_of(asked, "vigente") in page.text
    for secret in (ana.user.full_name, ana.user.surnames, ana.user.identity_number, "data/documentos", "Especialista"):
        assert secret not in page.response.content.decode()
    backup = Backup.objects.get(request=asked)
    with clock.frozen_at(backup.expires_at):
        assert line_of(asked, "vencido") in ask(known["ACTA_RESPALDO.pdf"]).text
        expiring._expire(backup.pk)
    with clock.frozen_at(backup.expires_at + timedelta(days=4)):
        expiring._purge(making.fresh(backup))
        assert Backup.objects.get(pk=backup.pk).purged_at
        for place, digest in enumerate(known.values()):
            assert line_of(asked, "vencido") in ask(digest, REMOTE_ADDR=f"192.0.2.{place}").text


def test_b_59_an_altered_file_is_not_recognised(single, tmp_path):
    part = making.download(Backup.objects.select_related("request").get(request=single), tmp_path)
    data = part.read_bytes()
    assert UNKNOWN in ask(sha256(data[:-1] + b"x")).text
    assert UNKNOWN not in ask(sha256(data)).text


def test_a_digest_is_understood_as_people_paste_it_and_anything_else_is_explained(single):
    digest = BackupPart.objects.get(backup__request=single).sha256
    for text in (digest.upper(), f"  {digest}\n", f"sha256:{digest}", f"{digest[:32]} {digest[32:]}"):
        assert line_of(single, "vigente") in ask(text).text
    for text in ("", "hola", digest[:-1], digest + "0", "'; DROP TABLE"):
        answer = Client().get(PAGE, {"huella": text})
        assert answer.status_code == 422
        [(sentence, target)] = Page(answer).errors()
        assert sentence.startswith("Escriba la huella SHA-256: 64 caracteres")
        assert target == "#id_huella"
    assert Use.objects.get().count == 4


def test_s_85_only_a_get_is_answered_so_no_body_can_carry_a_file(single):
    assert Client().post(PAGE, {"huella": "0" * 64, "archivo": ContentFile(b"x", "x.pdf")}).status_code == 405
    page = Page(Client().get(PAGE))
    form = page.find("form", action=PAGE)
    assert form.get("method") == "get"
    assert [field.get("type") for field in form.iter("input")] == ["text"]
    chooser = page.find("input", type="file")
    assert (chooser.get("name"), chooser.get("form")) == (None, None)
    assert "Elija un archivo: se calcula su huella en este navegador y no se envía el archivo." in page.text


def test_s_85_sixty_questions_a_minute_and_address_are_answered(single, settings):
    settings.QUIPUX_PROXY_ADDRESSES = ("10.0.0.5",)
    digest = "0" * 64
    with clock.frozen_at(clock.now().replace(second=1)):
        statuses = [Client().get(PAGE, {"huella": digest}).status_code for _ in range(61)]
        assert statuses == [200] * 60 + [429]
        refused = Client().get(PAGE, {"huella": digest})
        assert (refused["Retry-After"], "Espere 1 minuto." in Page(refused).text) == ("60", True)
        assert Client().get(PAGE).status_code == 200
        # Through the proxy each person has an address; what the person claims besides is not believed.
        through = {"REMOTE_ADDR": "10.0.0.5", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 192.0.2.7"}
        assert Client(**through).get(PAGE, {"huella": digest}).status_code == 200
        claimed = {"HTTP_X_FORWARDED_FOR": "192.0.2.9"}
        assert Client(**claimed).get(PAGE, {"huella": digest}).status_code == 429
    with clock.frozen_at(clock.now().replace(second=1) + timedelta(minutes=1)):
        assert Client().get(PAGE, {"huella": digest}).status_code == 200


def many(backup, count) -> str:
    """The same content in ``count`` backups, written by the database: copies of one, with numbers of their own."""
    digest = sha256(b"circular")
    with connection.cursor() as cursor, pgtrigger.ignore():  # the machine's triggers say nothing about copies
        request = {"number": "number + n", "uuid": "gen_random_uuid()", "idempotency_key": "null"}
        job = {"request_id": "request_id + n * 100000"}
        for table, parent, keys in (("backups_backuprequest", "id", request), ("backups_backup", "id", job)):
            copy_rows(cursor, table, parent, keys | {"id": "id + n * 100000"}, count)
        cursor.execute("INSERT INTO backups_manifestentry (backup_id, sha256, bytes) SELECT %s + n * 100000, %s, 8 "
                       "FROM generate_series(1, %s) n", [backup.pk, digest, count])  # fmt: skip
        cursor.execute("ANALYZE backups_manifestentry")
    return digest


def copy_rows(cursor, table, parent, changed, count):
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in cursor.fetchall()]
    values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, %s) n "
                   f"WHERE {parent} = (SELECT max(id) FROM {table} WHERE id < 100000)", [count])  # fmt: skip


def test_a_file_of_many_backups_lists_the_twenty_newest_and_says_how_many_more(single):
    backup = Backup.objects.get(request=single)
    digest = many(backup, 25)
    page = ask(digest)
    lines = [item for item in page.all("li") if "forma parte del respaldo" in "".join(item.itertext())]
    assert len(lines) == 20
    assert f"No. {single.number + 25} de" in "".join(lines[0].itertext())
    assert f"No. {single.number + 6} de" in "".join(lines[-1].itertext())
    assert "y 5 más" in page.text


def test_with_300_000_rows_an_answer_takes_a_few_queries_and_no_table_is_scanned(single):
    backup = Backup.objects.get(request=single)
    digest = many(backup, 300)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO backups_manifestentry (backup_id, sha256, bytes) SELECT %s, "
                       "encode(sha256(n::text::bytea), 'hex'), 8 FROM generate_series(1, 300000) n", [backup.pk])  # fmt: skip
        cursor.execute("ANALYZE backups_manifestentry")
        cursor.execute("EXPLAIN SELECT * FROM backups_manifestentry WHERE sha256 = %s ORDER BY backup_id DESC LIMIT 20",
                       [digest])  # fmt: skip
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index" in plan
    assert "Seq Scan" not in plan
    for asked, most in ((digest, 8), (sha256(b"1"), 8), (sha256(b"nadie"), 8)):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(PAGE, {"huella": asked}).status_code == 200
        assert len(queries) <= most
    assert ManifestEntry.objects.count() > 300_000


def test_the_portal_the_acta_and_the_leame_lead_here(single, settings, tmp_path):
    assert (
        Page(Client().get("/")).links()["verificar un archivo de un respaldo"] == reverse("verification:backup") == PAGE
    )
    path = making.download(Backup.objects.select_related("request").get(request=single), tmp_path)
    with zipfile.ZipFile(path) as opened:
        readme = opened.read(f"{single.archive_name}/LEAME.txt").decode()
        (tmp_path / "acta.pdf").write_bytes(opened.read(f"{single.archive_name}/ACTA_RESPALDO.pdf"))
    assert f"{settings.QUIPUX_PUBLIC_URL}{PAGE}" in readme
    assert f"{settings.QUIPUX_PUBLIC_URL}{PAGE}" in making.run("pdftotext", tmp_path / "acta.pdf", "-")
