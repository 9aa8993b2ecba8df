"""The download page and its bytes (backups §3.8, T16; ui §7.11)."""

import hashlib
import random
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from backups.models import Backup, BackupPart, BackupRequest, PartDownload
from backups.services import expiring
from quipux import clock
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.cast import BACKEND, CastClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def url(name, request, *more):
    return reverse(f"backups:{name}", args=[request.uuid, *more])


def taken(client, address, **headers):
    """Status and body of a part, read to its end as a browser does."""
    answer = client.get(address, headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body


def entries(request):
    found = Entry.objects.of(request).filter(action="downloaded")
    return [(entry.label, entry.comment) for entry in found]


def test_b_51_a_set_of_three_shows_every_part_with_names_sizes_and_sums(client, ana, split):
    page = Page(client(ana).get(url("download", split)))
    name, parts = split.archive_name, list(BackupPart.objects.filter(backup__request=split))
    rows = page.rows("Partes del respaldo")
    assert "El respaldo se obtuvo en 3 archivos" in page.text
    assert [row[0] for row in rows] == [
        "Parte 12020-01-06 a 2020-01-06", "Parte 22020-01-06 a 2020-01-06", "Parte 3 (índice)"]  # fmt: skip
    assert [row[1] for row in rows] == [
        f"{name}.z01{name}_parte01.zip", f"{name}.z02{name}_parte02.zip", f"{name}.zip{name}_parte03.zip"]  # fmt: skip
    for row, part in zip(rows, parts, strict=True):
        assert part.sha256 in row[3]
        assert (part.alternative_sha256 or part.sha256) in row[3]
        assert row[4].startswith("Sin descargar")
    assert page.columns("Partes del respaldo") == [
        "No. de Archivo", "Nombre", "Tamaño", "SHA-256", "Descargado", "Acción"]  # fmt: skip
    total = sum(part.bytes for part in parts) / 1024**2
    assert f"Total {total:.2f} M".replace(".", ",") in page.text.replace("Total", "Total ").replace("  ", " ")


def test_b_51_the_instructions_carry_the_real_names_for_three_systems(client, ana, split):
    text = Page(client(ana).get(url("download", split))).text
    name = split.archive_name
    for sentence in (
        "Su respaldo tiene 3 partes. Descárguelas todas en la misma carpeta, una después de otra, y abra la que termina "
        "en .zip.",
        f"Para unir los archivos en uno solo ejecutar: zip -s 0 {name}.zip --out {name}_unificado.zip",
        "En otros sistemas operativos este proceso es automático.",
        f"Con 7-Zip abra {name}.zip y presione Extraer.",
        f'for f in {name}_parte*.zip; do unzip -o -q "$f"; done',
        "shasum -a 256 -c SHA256SUMS", "sha256sum -c --ignore-missing SHA256SUMS", "Get-FileHash -Algorithm SHA256",
    ):  # fmt: skip
        assert sentence in text
    assert [heading in text for heading in ("Windows", "macOS", "Linux")] == [True] * 3


def test_b_51_a_single_file_shows_one_name_and_nothing_about_joining(client, ana, single):
    mine = client(ana)
    page = Page(mine.get(url("download", single)))
    [row] = page.rows("Partes del respaldo")
    assert row[1] == f"{single.archive_name}.zip"
    assert "El respaldo se obtuvo en 1 archivo" in page.text
    assert not any(word in page.text for word in ("unificado", "independiente", "_parte01", "Para unir"))
    assert mine.get(url("independent_part", single, 1)).status_code == 404


def test_the_joined_set_and_the_sums_downloaded_as_the_page_says_are_sound(client, ana, split, tmp_path):
    mine, name = client(ana), split.archive_name
    for number, file in enumerate((f"{name}.z01", f"{name}.z02", f"{name}.zip"), start=1):
        answer, body = taken(mine, url("part", split, number))
        assert answer["Content-Disposition"] == f'attachment; filename="{file}"'
        (tmp_path / file).write_bytes(body)
        answer, body = taken(mine, url("independent_part", split, number))
        assert answer["Content-Disposition"] == f'attachment; filename="{name}_parte{number:02d}.zip"'
        (tmp_path / f"{name}_parte{number:02d}.zip").write_bytes(body)
    sums = mine.get(url("sums", split))
    assert sums["Content-Type"] == "text/plain; charset=utf-8"
    (tmp_path / "SHA256SUMS").write_bytes(sums.content)
    checked = making.run("sha256sum", "-c", "SHA256SUMS", cwd=tmp_path)
    assert checked.count(": OK") == 6
    root = making.join_and_extract(tmp_path / f"{name}.zip", tmp_path / "joined")
    for number in (1, 2, 3):
        making.run("unzip", "-o", "-q", f"{name}_parte{number:02d}.zip", "-d", tmp_path / "alone", cwd=tmp_path)
    assert making.tree(root) == making.tree(tmp_path / "alone" / name)


def test_b_52_a_part_cut_anywhere_resumes_and_the_row_turns_downloaded(client, ana, split):
    mine, address = client(ana), url("part", split, 1)
    part = BackupPart.objects.get(backup__request=split, number=1)
    cut = random.Random(5).randrange(1, part.bytes - 1)
    first, head = taken(mine, address, Range=f"bytes=0-{cut - 1}")
    assert (first.status_code, first["ETag"], first["Accept-Ranges"]) == (206, f'"{part.sha256}"', "bytes")
    assert first["Content-Type"] == "application/zip"
    assert first["Cache-Control"] == "no-store"
    started = Page(mine.get(url("download", split))).rows("Partes del respaldo")[0][4]
    assert started.startswith("Iniciada ")
    second, tail = taken(mine, address, Range=f"bytes={cut}-", **{"If-Range": first["ETag"]})
    assert second.status_code == 206
    assert hashlib.sha256(head + tail).hexdigest() == part.sha256
    page = Page(mine.get(url("download", split)))
    assert page.rows("Partes del respaldo")[0][4].startswith("Descargada ")
    assert "Faltan 2 de 3 partes por descargar." in Page(mine.get(url("detail", split))).text


@pytest.mark.django_db(transaction=True)
def test_b_52_eight_parallel_ranges_are_one_entry(client, ana, single):
    part = BackupPart.objects.get(backup__request=single)
    step, address, pieces = part.bytes // 8 + 1, url("part", single, 1), {}

    def fetch(position, own):
        try:
            wanted = f"bytes={position * step}-{min((position + 1) * step, part.bytes) - 1}"
            pieces[position] = taken(own, address, Range=wanted)[1]
        finally:
            connection.close()

    threads = [threading.Thread(target=fetch, args=[position, client(ana)]) for position in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hashlib.sha256(b"".join(pieces[position] for position in range(8))).hexdigest() == part.sha256
    sentence = "El usuario ingresó a la descarga de su respaldo. Parte 1 de 1."
    assert entries(single) == [("Descarga de respaldo", sentence)]
    assert PartDownload.objects.filter(part=part, person=ana.user).count() == 8


def test_the_entry_is_written_again_after_a_quarter_of_an_hour_and_for_another_part(client, ana, split):
    mine, now = client(ana), clock.now()
    for minutes, number in ((0, 1), (14, 1), (14, 2), (16, 1)):
        with clock.frozen_at(now + timedelta(minutes=minutes)):
            taken(mine, url("part", split, number))
    written = [comment.rpartition(". ")[2] for _, comment in entries(split)]
    assert written == ["Parte 1 de 3.", "Parte 2 de 3.", "Parte 1 de 3."]


def test_asking_whether_a_part_changed_is_no_download(client, ana, single):
    mine, address = client(ana), url("part", single, 1)
    part = BackupPart.objects.get(backup__request=single)
    assert mine.head(address)["Content-Length"] == str(part.bytes)
    assert mine.get(address, headers={"If-None-Match": f'"{part.sha256}"'}).status_code == 304
    assert mine.get(address, headers={"Range": f"bytes={part.bytes}-"}).status_code == 416
    assert entries(single) == []
    assert PartDownload.objects.count() == 0


def test_both_forms_of_the_index_count_apart(client, ana, split):
    mine = client(ana)
    part = BackupPart.objects.get(backup__request=split, number=3)
    taken(mine, url("part", split, 3), Range="bytes=0-99")
    taken(mine, url("independent_part", split, 3), Range="bytes=100-")
    assert Page(mine.get(url("download", split))).rows("Partes del respaldo")[2][4].startswith("Iniciada ")
    _, body = taken(mine, url("independent_part", split, 3))
    assert hashlib.sha256(body).hexdigest() == part.alternative_sha256
    assert Page(mine.get(url("download", split))).rows("Partes del respaldo")[2][4].startswith("Descargada ")


def test_behind_the_proxy_a_start_is_known_and_no_byte_is_guessed(client, ana, single, settings):
    settings.QUIPUX_DELIVERY = "accel"
    mine = client(ana)
    answer = mine.get(url("part", single, 1))
    assert answer["X-Accel-Redirect"].startswith("/interno/backups/")
    assert len(entries(single)) == 1
    row = PartDownload.objects.get()
    assert (row.is_observed, row.bytes_sent) == (False, 0)
    assert Page(mine.get(url("download", single))).rows("Partes del respaldo")[0][4].startswith("Iniciada ")


def test_b_54_s_54_strangers_get_the_same_404_as_for_a_request_that_does_not_exist(
    client, ana, bruno, carla, single, caplog
):
    nobody = "00000000-0000-4000-8000-000000000000"
    strangers = [client(person) for person in (bruno, carla)]
    citizen = CastClient()
    citizen.force_login(make_user("Gina Paredes"), backend=BACKEND)
    addresses = [("detail",), ("history",), ("progress",), ("download",), ("sums",), ("omissions",), ("part", 1)]
    for stranger in [*strangers, citizen]:
        for name, *more in addresses:
            real = stranger.get(url(name, single, *more))
            unknown = stranger.get(reverse(f"backups:{name}", args=[nobody, *more]))
            assert (real.status_code, unknown.status_code) == (404, 404)
            assert real.content == unknown.content
    assert PartDownload.objects.count() == 0
    refused = [record for record in caplog.records if record.name == "quipux.security"]
    assert len(refused) == len(addresses) * 2 * 3


def test_b_24_s_56_the_aiq_sees_state_and_recorrido_of_a_personal_request_and_no_bytes(client, diego, single):
    his = client(diego)
    page = Page(his.get(url("detail", single)))
    assert "Atendida" in page.text
    assert "Descargar" not in page.links()
    assert "Respaldo generado" in Page(his.get(url("history", single))).text
    for name, *more in (("download",), ("sums",), ("omissions",), ("part", 1)):
        assert his.get(url(name, single, *more)).status_code == 404


def test_b_54_the_operator_is_forbidden_and_the_anonymous_sent_to_the_login(client, sofia, single):
    operator = client(sofia)
    for name, *more in (("detail",), ("download",), ("sums",), ("part", 1)):
        assert operator.get(url(name, single, *more)).status_code == 403
        answer = client.get(url(name, single, *more))
        assert answer.url == f"/ingresar/?next={url(name, single, *more)}"


def test_b_54_no_open_address_serves_the_bytes_of_a_part(client, single):
    key = BackupPart.objects.get(backup__request=single).storage_key
    for prefix in ("/static/", "/media/", "/respaldos/", "/interno/backups/", "/static/../"):
        assert client.get(prefix + key).status_code in (302, 404)


def test_b_55_s_55_the_validity_ends_at_the_second_even_before_the_job(client, ana, bruno):
    with clock.frozen_at(datetime(2017, 2, 8, 15, 0, tzinfo=clock.GUAYAQUIL)):
        making.make_documents(21, ana, to=[bruno], at=making.at_noon(making.FIRST))
        request = making.send_request(ana)
        making.build(request)
    mine = client(ana)
    addresses = [url("download", request), url("part", request, 1), url("sums", request)]
    with clock.frozen_at(datetime(2017, 2, 15, 23, 59, 59, tzinfo=clock.GUAYAQUIL)):
        assert [taken(mine, address)[0].status_code for address in addresses] == [200] * 3
        text = Page(mine.get(addresses[0])).text
        assert "Su respaldo vence hoy a las 23:59 (GMT-5)." in text
    with clock.frozen_at(datetime(2017, 2, 16, 0, 0, 0, tzinfo=clock.GUAYAQUIL)):
        for address in addresses:
            answer = mine.get(address)
            assert answer.status_code == 410
            page = Page(answer)
            sentence = "La vigencia terminó el 2017-02-15. Los archivos se eliminaron. Puede solicitarlo otra vez."
            assert sentence in page.text
            assert page.links()["Solicitar de nuevo"] == f"/respaldos/solicitar/?de={request.uuid}"
        assert "Descargar" not in Page(mine.get(url("detail", request))).links()


def test_b_16_after_the_expiry_the_same_range_is_asked_again_under_a_new_number(client, ana, single):
    mine = client(ana)
    later = single.backup.expires_at + timedelta(hours=1)
    with clock.frozen_at(later):
        expire(single)
        page = Page(mine.get(url("detail", single)))
        assert "Concluyó la vigencia del respaldo" in page.text
        assert "Descargar" not in page.links()
        form = Page(mine.get(page.links()["Solicitar de nuevo"]))
        assert form.fields()["date_from"] == single.date_from.isoformat()
        mine.post("/respaldos/solicitar/", form.fields() | {"accion": "guardar"})
        assert mine.get(url("download", single)).status_code == 410
    assert BackupRequest.objects.order_by("-number").first().number > single.number
    labels = [row[1] for row in Page(mine.get(url("history", single))).rows("Recorrido de la Solicitud")]
    assert labels[:2] == ["Eliminación automática de respaldo", "Respaldo generado"]


def expire(request):
    """The nightly job, on a host whose clock agrees."""
    expiring._expire(Backup.objects.get(request=request).pk)


def test_before_it_is_generated_there_is_nothing_to_download(client, ana, bruno):
    request = making.approved(ana, bruno)
    answer = client(ana).get(url("download", request))
    assert answer.status_code == 409
    sentence = f"Esta acción ya no es posible: la solicitud No. {request.number} está en estado Aprobada."
    assert sentence in Page(answer).text
    assert client(ana).get(url("part", request, 7)).status_code == 409


def test_a_part_whose_bytes_are_gone_is_said_to_be_in_repair(client, ana, single):
    from quipux.files.parts import PartStore

    PartStore().delete(BackupPart.objects.get(backup__request=single).storage_key)
    answer = client(ana).get(url("part", single, 1))
    assert answer.status_code == 409
    assert "Su respaldo está en reparación. Le avisaremos por correo" in Page(answer).text
    assert entries(single) == []
