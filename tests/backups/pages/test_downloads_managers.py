"""Download managers: the .meta4, its personal addresses and their end (backups §3.8, B-53, S-83)."""

import hashlib
import json
import logging
import random
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from backups.models import Backup, BackupPart, DownloadTicket, PartDownload
from backups.services import expiring
from institutions import services as institutions
from quipux import clock
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.logs import JsonFormatter, masked
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.factories import make_documents, make_servant

pytestmark = pytest.mark.django_db
NAMESPACE = "{urn:ietf:params:xml:ns:metalink}"
# RFC 5854, appendix A, as far as these files go: the elements that may stand there, how many and of what form.
SCHEMA = etree.RelaxNG(etree.XML("""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:ietf:params:xml:ns:metalink"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="metalink"><interleave>
    <oneOrMore><ref name="file"/></oneOrMore>
    <optional><element name="generator"><text/></element></optional>
    <optional><element name="origin"><optional><attribute name="dynamic"><data type="boolean"/></attribute></optional>
      <data type="anyURI"/></element></optional>
    <optional><element name="published"><data type="dateTime"/></element></optional>
    <optional><element name="updated"><data type="dateTime"/></element></optional>
  </interleave></element></start>
  <define name="file"><element name="file"><attribute name="name"><data type="string">
      <param name="pattern">[^/\\\\]+</param></data></attribute><interleave>
    <optional><element name="size"><data type="nonNegativeInteger"/></element></optional>
    <zeroOrMore><element name="hash"><optional><attribute name="type"><text/></attribute></optional><text/></element></zeroOrMore>
    <zeroOrMore><element name="url"><optional><attribute name="location"><data type="string">
      <param name="minLength">2</param><param name="maxLength">2</param></data></attribute></optional>
      <optional><attribute name="priority"><data type="positiveInteger"><param name="maxInclusive">999999</param></data>
      </attribute></optional><data type="anyURI"/></element></zeroOrMore>
  </interleave></element></define>
</grammar>"""))  # fmt: skip


def issue(client, person, request):
    answer = client(person).post(reverse("backups:metalink", args=[request.uuid]))
    assert answer.status_code == 200
    return answer


def files_of(answer) -> list[dict]:
    """Name, size, digest and address of each file of a .meta4 that keeps the schema."""
    tree = etree.fromstring(answer.content)
    SCHEMA.assertValid(tree)
    return [{"name": file.get("name"), "size": int(file.findtext(f"{NAMESPACE}size")),
             "sha256": file.findtext(f"{NAMESPACE}hash"), "url": file.findtext(f"{NAMESPACE}url")}
            for file in tree.iter(f"{NAMESPACE}file")]  # fmt: skip


def paths_of(answer) -> list[str]:
    return [urlsplit(file["url"]).path for file in files_of(answer)]


def fetch(path, **headers):
    """As a download manager asks: without any session."""
    answer = Client().get(path, headers=headers)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_b_53_the_metalink_keeps_its_schema_and_names_every_part_once(client, ana, split):
    answer = issue(client, ana, split)
    name = split.archive_name
    assert answer["Content-Type"] == "application/metalink4+xml"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.meta4"'
    assert answer["Cache-Control"] == "no-store"
    found = files_of(answer)
    parts = list(BackupPart.objects.filter(backup__request=split))
    assert [(f["name"], f["size"], f["sha256"]) for f in found] == [
        (names, part.bytes, part.sha256)
        for names, part in zip([f"{name}.z01", f"{name}.z02", f"{name}.zip"], parts, strict=True)
    ]
    tokens = {path.split("/")[3] for path in paths_of(answer)}
    assert len(tokens) == 1
    assert re.fullmatch(r"[\w-]{22}", tokens.pop())  # 128 bits
    assert client(ana).get(reverse("backups:metalink", args=[split.uuid])).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_b_53_aria2_downloads_every_part_and_both_families_pass_the_sums(client, ana, split, live_server, tmp_path):
    own = client(ana)
    answer = own.post(
        reverse("backups:metalink", args=[split.uuid]), headers={"Host": urlsplit(live_server.url).netloc}
    )
    meta4 = tmp_path / f"{split.archive_name}.meta4"
    meta4.write_bytes(answer.content)
    assert files_of(answer)[0]["url"].startswith(live_server.url)
    said = making.run("aria2c", "--no-conf", "--quiet=false", "--split=4", "--min-split-size=1M", "--check-integrity=true",
                      f"--dir={tmp_path}", meta4)  # fmt: skip
    assert said.count("OK") >= 3
    (tmp_path / "SHA256SUMS").write_bytes(own.get(reverse("backups:sums", args=[split.uuid])).content)
    assert making.run("sha256sum", "-c", "--ignore-missing", "SHA256SUMS", cwd=tmp_path).count(": OK") == 3
    root = making.join_and_extract(tmp_path / f"{split.archive_name}.zip", tmp_path / "abierto")
    assert (root / "index.html").exists()
    token = paths_of(answer)[0].split("/")[3]
    other = tmp_path / "otra"
    other.mkdir()
    for number in (1, 2, 3):
        name = f"{split.archive_name}_parte{number:02d}.zip"
        (other / name).write_bytes(fetch(reverse("backups:ticket_part", args=[token, name]))[1])
    (other / "SHA256SUMS").write_bytes((tmp_path / "SHA256SUMS").read_bytes())
    assert making.run("sha256sum", "-c", "--ignore-missing", "SHA256SUMS", cwd=other).count(": OK") == 3


def test_b_53_a_ticket_downloads_by_ranges_and_is_written_down_for_its_person(client, ana, split):
    path = paths_of(issue(client, ana, split))[0]
    part = BackupPart.objects.get(backup__request=split, number=1)
    cut = random.Random(3).randrange(1, part.bytes - 1)
    first, head = fetch(path, Range=f"bytes=0-{cut - 1}")
    assert (first.status_code, first["ETag"], first["Accept-Ranges"]) == (206, f'"{part.sha256}"', "bytes")
    second, tail = fetch(path, Range=f"bytes={cut}-", **{"If-Range": first["ETag"]})
    assert second.status_code == 206
    assert hashlib.sha256(head + tail).hexdigest() == part.sha256
    assert set(PartDownload.objects.values_list("part", "person")) == {(part.pk, ana.user.pk)}
    [entry] = Entry.objects.of(split).filter(action="downloaded")
    assert (entry.actor_name, entry.comment) == (
        ana.user.full_name, "El usuario ingresó a la descarga de su respaldo. Parte 1 de 3.")  # fmt: skip
    page = Page(client(ana).get(reverse("backups:download", args=[split.uuid])))
    assert page.rows("Partes del respaldo")[0][4].startswith("Descargada ")


def refused(paths) -> bool:
    """Every address answers as one that nobody ever issued."""
    invented = Client().get(reverse("backups:ticket_part", args=["A" * 22, "respaldo_1.zip"]))
    answers = [Client().get(path) for path in paths]
    return invented.status_code == 404 and all(
        (a.status_code, a.content, a["Referrer-Policy"]) == (404, invented.content, "no-referrer") for a in answers
    )


def test_b_53_after_twelve_hours_each_address_is_refused(client, ana, split):
    now = clock.now()
    with clock.frozen_at(now):
        paths = paths_of(issue(client, ana, split))
    with clock.frozen_at(now + timedelta(hours=12) - timedelta(seconds=1)):
        assert [fetch(path)[0].status_code for path in paths] == [200] * 3
    with clock.frozen_at(now + timedelta(hours=12)):
        assert refused(paths)


def test_b_53_after_anular_enlaces_each_address_is_refused(client, ana, split):
    mine, answer = client(ana), issue(client, ana, split)
    page = Page(mine.get(reverse("backups:download", args=[split.uuid])))
    assert "Enlaces vigentes" in page.text
    assert "sin usar" in page.text
    assert fetch(paths_of(answer)[0])[0].status_code == 200
    assert "sin usar" not in Page(mine.get(reverse("backups:download", args=[split.uuid]))).text
    done = mine.post(reverse("backups:revoke_tickets", args=[split.uuid]), follow=True)
    assert "Los enlaces fueron anulados." in Page(done).text
    assert "Enlaces vigentes" not in Page(done).text
    assert refused(paths_of(answer))


def test_b_53_after_the_expiry_each_address_is_refused(client, ana, single):
    backup = Backup.objects.get(request=single)
    with clock.frozen_at(backup.expires_at - timedelta(hours=1)):
        [path] = paths_of(issue(client, ana, single))
        assert fetch(path)[0].status_code == 200
    with clock.frozen_at(backup.expires_at):
        answer = Client().get(path)
        assert (answer.status_code, answer["Referrer-Policy"]) == (410, "no-referrer")
        expiring._expire(backup.pk)
        assert fetch(path)[0].status_code == 410


def test_b_54_a_person_who_may_not_enter_or_left_the_post_has_no_ticket_left(client, ana, bruno):
    other = make_servant(ana.appointment.area, "Irene Paz", title="Analista")
    irene = servant(other)
    make_documents(21, irene, to=[bruno], at=making.at_noon(making.FIRST))
    request = making.send_request(irene)
    making.build(request)
    [path] = paths_of(issue(client, irene, request))
    type(other.person).objects.filter(pk=other.person.pk).update(is_active=False)
    assert refused([path])
    type(other.person).objects.filter(pk=other.person.pk).update(is_active=True)
    assert fetch(path)[0].status_code == 200
    institutions.deactivate(other, last_day=clock.today(), actor=SYSTEM)
    assert fetch(path)[0].status_code == 200, "the «Salida» keeps the own backup"
    backup = Backup.objects.get(request=request)
    with clock.frozen_at(backup.expires_at):
        assert fetch(path)[0].status_code == 404


def test_b_53_a_ticket_opens_the_parts_of_its_own_backup_only(client, ana, carla, single, bruno):
    [path] = paths_of(issue(client, ana, single))
    head, _, _ = path.rpartition("/")
    for name in ("respaldo_999999.zip", "SHA256SUMS", f"{single.archive_name}.z01"):
        assert refused([f"{head}/{name}"])
    assert Client().get(f"{head}/..%2F..%2Fmanage.py").status_code == 404
    assert Client().post(path).status_code == 405
    for stranger in (bruno, carla):
        assert client(stranger).post(reverse("backups:metalink", args=[single.uuid])).status_code == 404
        assert client(stranger).post(reverse("backups:revoke_tickets", args=[single.uuid])).status_code == 404
    assert fetch(path)[0].status_code == 200


def test_without_tickets_the_metalink_carries_the_addresses_of_the_session(client, ana, split, settings):
    settings.QUIPUX_TICKET_HOURS = 0
    paths = paths_of(issue(client, ana, split))
    assert paths == [reverse("backups:part", args=[split.uuid, number]) for number in (1, 2, 3)]
    assert DownloadTicket.objects.count() == 0
    assert Client().get(paths[0]).url.startswith("/ingresar/")
    assert "piden ingresar al sistema" in Page(client(ana).get(reverse("backups:download", args=[split.uuid]))).text


# Never logged -----------------------------------------------------------------------------------------


class Lines(logging.Handler):
    """Every line as the product's own log writes it."""

    def __init__(self):
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in ("django.request", "django.server", "quipux.security")]
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)
    assert all(one.propagate for one in loggers)


def test_s_83_neither_the_log_nor_the_database_holds_a_ticket(client, ana, single, log):
    [path] = paths_of(issue(client, ana, single))
    token = path.split("/")[3]
    fetch(path)
    BackupPart.objects.filter(backup__request=single).update(storage_key="no/existe")
    assert fetch(path)[0].status_code == 409
    client(ana).post(reverse("backups:revoke_tickets", args=[single.uuid]))
    assert fetch(path)[0].status_code == 404
    assert any("ticket_refused" in line for line in log)
    assert any("Not Found: /respaldos/enlace/•••/" in line for line in log)
    assert token not in "\n".join(log)
    ticket = DownloadTicket.objects.get()
    assert ticket.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in json.dumps([str(v) for v in DownloadTicket.objects.values_list()])


def test_s_83_what_the_web_server_says_of_a_broken_request_is_masked_too():
    said = 'Error handling request GET "/respaldos/enlace/AbC-_123/respaldo_7.zip" HTTP/1.1'
    assert masked(said) == 'Error handling request GET "/respaldos/enlace/•••/respaldo_7.zip" HTTP/1.1'
    assert masked("/respaldos/x/enlaces/anular/") == "/respaldos/x/enlaces/anular/"
