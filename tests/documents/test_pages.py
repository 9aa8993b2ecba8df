"""The pages of one document and their bytes (documents §5.4, §16.2)."""

import hashlib
import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from documents.models import Attachment, Copy
from documents.services import NewAttachment, attach_later, shelve
from documents.states import ScanState
from quipux import clock
from quipux.files import store
from quipux.history.models import Entry
from tests import factories

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)


@pytest.fixture
def document(ana, bruno):
    return factories.make_document(bruno, to=[ana], at=AT, subject="Informe de gestión",
                                   attachments=[("Datos reunión.csv", b"a;b\n1;2\n")])  # fmt: skip


@pytest.fixture
def copy(document, ana):
    return factories.copy_of(document, ana)


def pages_of(copy: Copy) -> list[str]:
    """Every address of a copy, its bytes included."""
    base = f"/documentos/{copy.uuid}/"
    annexes = [f"{base}anexos/{annex.uuid}/" for annex in Attachment.objects.filter(document=copy.document_id)]
    return [base, f"{base}anexos/", f"{base}recorrido/", f"{base}archivo/", *annexes]


def body(response) -> bytes:
    """Every byte of an answer; reading to the end closes its file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def visit(entered, address: str) -> int:
    """The status of a GET read to its end."""
    response = entered.get(address)
    body(response)
    return response.status_code


def test_general_information_shows_the_document_as_it_was_frozen(client, ana, copy, document):
    page = client(ana).get(f"/documentos/{copy.uuid}/").content.decode()
    for text in (document.number, "Informe de gestión", "Bruno Salas", "Director, Dirección Nacional de Provisión",
                 "Ana Torres", "En Trámite", "Memorando", "2026-05-20 10:30:00 (GMT-5)",
                 document.verification_code, "Usuario actual: <b>Ana Torres</b>"):  # fmt: skip
        assert text in page


def test_the_head_carries_the_last_reassignment_comment(client, ana, bruno, copy):
    copy = factories.reassign(copy, bruno, comment="Primero")
    copy = factories.reassign(copy, ana, comment="Prepare la respuesta")
    page = client(ana).get(f"/documentos/{copy.uuid}/anexos/").content.decode()
    assert "Prepare la respuesta" in page
    assert "Primero" not in page


def test_the_recorrido_has_its_columns_and_the_newest_entry_first(client, ana, bruno, copy):
    factories.reassign(copy, bruno, at=AT + timedelta(days=3), comment="Para su informe")
    page = client(bruno).get(f"/documentos/{copy.uuid}/recorrido/").content.decode()
    headings = re.findall(r'<th scope="col"[^>]*>(?:<abbr[^>]*>)?([^<]+)', page)
    assert headings == ["Área", "Fecha Hora", "Acción", "De", "Para", "No. días", "Comentario"]
    assert page.index("Reasignar") < page.index("Envío Electrónico")
    assert '<td class="govuk-table__cell govuk-table__cell--numeric" data-rotulo="No. días"><span>3</span></td>' in page
    assert "Aún no ha sido revisado" in page


def test_two_entries_of_one_second_keep_the_order_of_their_sequence(client, ana, bruno, copy):
    copy = factories.reassign(copy, bruno, at=AT, comment="primera")
    factories.reassign(copy, ana, at=AT, comment="segunda")
    page = client(ana).get(f"/documentos/{copy.uuid}/recorrido/").content.decode()
    cells = re.findall(r'data-rotulo="Comentario"><span>([^<]+)', page)
    assert cells == ["segunda", "primera"]


def test_a_long_recorrido_takes_no_more_queries_than_a_short_one(
    client, ana, bruno, copy, django_assert_max_num_queries
):
    entered, taken = client(ana), []
    for _ in range(2):
        with django_assert_max_num_queries(40) as queries:
            assert entered.get(f"/documentos/{copy.uuid}/recorrido/").status_code == 200
        taken.append(len(queries))
        for _ in range(5):
            copy = factories.reassign(factories.reassign(copy, bruno), ana)
    assert taken[0] == taken[1]


def test_without_annexes_the_tab_says_so(client, ana, bruno):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana]), ana)
    page = client(ana).get(f"/documentos/{copy.uuid}/anexos/").content.decode()
    assert "No se encontraron archivos anexos al documento" in page


def test_annexes_added_later_are_apart_and_only_on_their_copy(client, ana, bruno, elsa, document, copy):
    other = factories.copy_of(factories.make_document(bruno, to=[elsa, ana], at=AT), elsa)
    mine = factories.copy_of(other.document, ana)
    stored = store.save(b"extra", media_type="text/plain")
    attach_later(mine, NewAttachment("posterior.txt", stored), actor=ana.actor)
    page = client(ana).get(f"/documentos/{mine.uuid}/anexos/").content.decode()
    assert page.index("Archivos subidos posterior a la firma") < page.index("posterior.txt")
    assert "posterior.txt" not in client(elsa).get(f"/documentos/{other.uuid}/anexos/").content.decode()
    annex = Attachment.objects.get(name="posterior.txt")
    assert client(elsa).get(f"/documentos/{other.uuid}/anexos/{annex.uuid}/").status_code == 404


def test_regresar_leads_to_the_filtered_list_and_nowhere_else(client, ana, copy):
    entered = client(ana)
    listed = entered.get("/bandejas/recibidos/", {"texto": "informe", "orden": "asunto"}).content.decode()
    link = re.search(r'href="(/documentos/[^"]+)"', listed)[1].replace("&amp;", "&")
    page = entered.get(link).content.decode()
    assert 'href="/bandejas/recibidos/?texto=informe&amp;orden=asunto" class="govuk-back-link"' in page
    tab = re.search(r'href="([^"]+recorrido/[^"]*)"', page)[1].replace("&amp;", "&")
    assert "texto=informe" in entered.get(tab).content.decode()
    for hostile in ("https://malo.example/", "//malo.example/bandejas/recibidos/", "javascript:alert(1)", "/admin/"):
        page = entered.get(f"/documentos/{copy.uuid}/", {"volver": hostile}).content.decode()
        assert 'href="/bandejas/recibidos/" class="govuk-back-link"' in page


# Reading marks ---------------------------------------------------------------------------------------


def test_only_the_holders_own_opening_marks_read(client, ana, bruno, copy):
    assert client(bruno).get(f"/documentos/{copy.uuid}/").status_code == 200  # De may read it
    assert not Copy.objects.get(pk=copy.pk).is_read
    entered = client(ana)
    for address in pages_of(copy)[1:]:
        assert visit(entered, address) == 200
    assert entered.head(f"/documentos/{copy.uuid}/").status_code == 200
    assert entered.get(f"/documentos/{copy.uuid}/", headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert not Copy.objects.get(pk=copy.pk).is_read
    page = entered.get(f"/documentos/{copy.uuid}/").content.decode()
    assert Copy.objects.get(pk=copy.pk).is_read
    assert "sin leer de" not in page  # the menu beside it already knows


def test_a_reassigned_copy_is_unread_for_its_new_holder(client, ana, bruno, copy):
    client(ana).get(f"/documentos/{copy.uuid}/")
    factories.reassign(Copy.objects.get(pk=copy.pk), bruno)
    assert not Copy.objects.get(pk=copy.pk).is_read
    client(ana).get(f"/documentos/{copy.uuid}/")  # reads on, as who reassigned it
    assert not Copy.objects.get(pk=copy.pk).is_read


def test_s_20_no_page_writes_except_that_mark(client, ana, copy):
    entered = client(ana)
    entered.get(f"/documentos/{copy.uuid}/")
    with connection.execute_wrapper(_refuse_writes):
        for address in [*pages_of(copy), "/bandejas/recibidos/", "/bandejas/enviados/"]:
            assert visit(entered, address) == 200


def _refuse_writes(execute, sql, params, many, context):
    verb = sql.split(None, 1)[0].upper()
    allowed = (
        'UPDATE "documents_copy" SET "is_read"',
        'UPDATE "documents_informed" SET "read_at"',
        'INSERT INTO "accesslog_accessentry"',
        "INSERT INTO limits_pageuse",  # how many pages a person opens (S-25)
    )
    assert verb in ("SELECT", "EXECUTE", "SAVEPOINT", "RELEASE") or any(one in sql for one in allowed), sql
    return execute(sql, params, many, context)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_pages_accept_reading_only(client, ana, copy, method):
    for address in pages_of(copy):
        assert getattr(client(ana), method)(address).status_code == 405


# Who reads -------------------------------------------------------------------------------------------


def test_s_17_a_strangers_document_and_an_unknown_one_are_the_same_404(client, carla, diego, elsa, copy):
    unknown = f"/documentos/{uuid4()}/"
    for person in (carla, diego, elsa):
        entered = client(person)
        missing = entered.get(unknown)
        assert missing.status_code == 404
        for address in pages_of(copy):
            response = entered.get(address)
            assert response.status_code == 404
            assert response.content == missing.content
            assert _headers(response) == _headers(missing)
    assert not Copy.objects.get(pk=copy.pk).is_read


def _headers(response):
    return {name: value for name, value in response.items() if name != "Content-Security-Policy"}


def test_s_17_neither_a_leaver_nor_an_operator_nor_nobody_reads(client, luis, sofia, copy):
    for address in pages_of(copy):
        assert client(luis).get(address)["Location"] == "/sin-puesto/"
        assert client(sofia).get(address).status_code == 403
        assert client.get(address)["Location"].startswith("/ingresar/?next=/documentos/")


def test_s_18_a_confidential_document_is_for_its_holder_its_sender_and_who_was_granted(client, ana, bruno, elsa, diego):
    document = factories.make_document(bruno, to=[ana], subject="Canario reservado", confidential=True)
    copy = factories.copy_of(document, ana)
    factories.inform(copy, elsa)
    assert [client(p).get(f"/documentos/{copy.uuid}/").status_code for p in (ana, bruno, elsa, diego)] == [
        200, 200, 200, 404]  # fmt: skip
    factories.reassign(copy, elsa)
    assert client(ana).get(f"/documentos/{copy.uuid}/").status_code == 200  # her own delivered copy
    for address in ("/bandejas/recibidos/", "/bandejas/enviados/", f"/documentos/{copy.uuid}/"):
        assert "Canario" not in client(diego).get(address).content.decode()


def test_who_took_part_goes_on_reading_a_public_document(client, ana, bruno, elsa, diego, copy):
    copy = factories.reassign(copy, elsa)
    factories.inform(copy, diego)
    shelve(copy, actor=elsa.actor)
    for person in (ana, bruno, elsa, diego):
        assert client(person).get(f"/documentos/{copy.uuid}/").status_code == 200


def test_the_recipient_of_another_institution_reads_the_own_copy_and_not_the_original(client, bruno, carla):
    document = factories.make_document(bruno, to=[carla])
    assert client(carla).get(f"/documentos/{factories.copy_of(document, carla).uuid}/").status_code == 200
    assert client(carla).get(f"/documentos/{factories.original_of(document).uuid}/").status_code == 404
    assert client(bruno).get(f"/documentos/{factories.copy_of(document, carla).uuid}/").status_code == 404


def test_a_draft_is_read_by_its_holder_only(client, ana, bruno):
    original = factories.original_of(factories.make_draft(bruno, to=[ana]))
    page = client(bruno).get(f"/documentos/{original.uuid}/")
    assert original.document.temporary_number in page.content.decode()
    assert client(ana).get(f"/documentos/{original.uuid}/").status_code == 404
    assert client(bruno).get(f"/documentos/{original.uuid}/archivo/").status_code == 404


# Bytes -----------------------------------------------------------------------------------------------


def test_the_official_pdf_leaves_byte_for_byte_as_an_isolated_attachment(client, ana, copy, document):
    response = client(ana).get(f"/documentos/{copy.uuid}/archivo/")
    assert body(response) == factories.TINY_PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{document.number}.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["ETag"] == f'"{hashlib.sha256(factories.TINY_PDF).hexdigest()}"'


def test_an_annex_leaves_under_its_own_name_and_by_ranges(client, ana, copy):
    annex = Attachment.objects.get(document=copy.document)
    address = f"/documentos/{copy.uuid}/anexos/{annex.uuid}/"
    response = client(ana).get(address)
    assert body(response) == b"a;b\n1;2\n"
    assert "filename*=utf-8''Datos%20reuni%C3%B3n.csv" in response["Content-Disposition"]
    part = client(ana).get(address, headers={"Range": "bytes=4-"})
    assert part.status_code == 206
    assert body(part) == b"1;2\n"


@pytest.mark.parametrize("change", [{"scan_state": ScanState.PENDING}, {"scan_state": ScanState.INFECTED},
                                    {"removed_at": AT}])  # fmt: skip
def test_an_annex_that_is_not_clean_or_was_removed_is_never_served(client, ana, copy, change):
    Attachment.objects.filter(document=copy.document).update(**change)
    annex = Attachment.objects.get(document=copy.document)
    assert client(ana).get(f"/documentos/{copy.uuid}/anexos/{annex.uuid}/").status_code == 404
    page = client(ana).get(f"/documentos/{copy.uuid}/anexos/").content.decode()
    assert str(annex.uuid) not in page


def test_an_annex_of_another_document_is_not_reached_through_the_own_one(client, ana, bruno, diego, copy):
    foreign = factories.make_document(bruno, to=[diego], attachments=[("ajeno.txt", b"ajeno")]).attachments.get()
    assert client(ana).get(f"/documentos/{copy.uuid}/anexos/{foreign.uuid}/").status_code == 404


def test_s_21_what_people_write_is_shown_as_text(client, ana, bruno):
    payload = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    document = factories.make_document(bruno, to=[ana], subject=payload, reference=payload[:100],
                                       attachments=[(payload, b"x")])  # fmt: skip
    copy = factories.reassign(factories.copy_of(document, ana), bruno, comment=payload)
    entered = client(bruno)
    for address in [*pages_of(copy)[:3], "/bandejas/recibidos/", "/bandejas/enviados/",
                    "/bandejas/recibidos/?texto=" + payload.replace("'", "%27")]:  # fmt: skip
        page = entered.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page


def test_a_deadline_stands_in_the_sheet_as_a_day(client, ana, bruno, copy):
    copy = factories.reassign(copy, bruno, deadline=date(2026, 6, 1))
    assert (
        '<time datetime="2026-06-01">2026-06-01</time>'
        in client(bruno).get(f"/documentos/{copy.uuid}/").content.decode()
    )


def test_every_entry_of_the_recorrido_is_of_its_own_copy(client, ana, bruno, document, copy):
    original = factories.original_of(document)
    assert Entry.objects.of(original).count() == 3 + document.copies.count() - 1
    page = client(ana).get(f"/documentos/{copy.uuid}/recorrido/").content.decode()
    assert page.count('data-rotulo="Acción"') == Entry.objects.of(copy).count() == 2
