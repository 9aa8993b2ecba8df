"""What a person without scripts writes, attaches and sends (ui §7.16; U-28, U-29)."""

import re
import subprocess
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Attachment, ComposeSession, Copy, Sending
from documents.services.draft_rows import party_key
from tests import factories
from tests.documents.compose.browsing import NEW, Browser
from tests.documents.compose.making import kind, let_write
from tests.documents.sending.test_acts import address, confirm

THREE = "Primer párrafo.\r\n\r\nSegundo párrafo.\r\n\r\nTercer párrafo."


def test_u_29_a_memorando_of_three_paragraphs_is_written_previewed_and_sent(client, ana, elsa):
    kind("memorando")
    let_write(ana)
    tab = Browser(client(ana)).open(f"{NEW}?tipo=memorando")
    typed = {"asunto": "Tres párrafos", "cuerpo": THREE, "formato": "texto"}
    tab.send("destinatarios", **typed)
    session = ComposeSession.objects.get()
    tab.client.post(
        "/documentos/destinatarios/", {"sesion": session.uuid, "elegir": f"para:{party_key(elsa.appointment)}"}
    )
    tab.open(f"{NEW}?sesion={session.uuid}").send("vista", follow=False, **typed)
    original = Copy.objects.get()
    assert original.document.body == "<p>Primer párrafo.</p><p>Segundo párrafo.</p><p>Tercer párrafo.</p>"
    pdf = tab.client.get(tab.answer["Location"])
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf.content, capture_output=True, check=True).stdout
    body = re.sub(r"(?m)^\s*[BORAD]{1,4}$", "", read.decode())  # the letters of «BORRADOR» lie across the sheet
    assert re.search(r"Primer párrafo\.\s+Segundo párrafo\.\s+Tercer párrafo\.", body)
    assert "¿Firmar electrónicamente?" not in tab.client.get(address("firmar", original)).content.decode()
    assert "Realizados: 1" in confirm(tab.client, "firmar", original).content.decode()
    assert Sending.objects.get().document == original.document


def test_u_28_of_three_files_the_good_one_stays_and_the_others_are_named_with_limit_and_types(client, ana, settings):
    kind("memorando")
    let_write(ana)
    settings.QUIPUX_ATTACHMENT_MAX_MB = 1
    tab = Browser(client(ana)).open(NEW)
    files = [SimpleUploadedFile("acta.pdf", factories.TINY_PDF), SimpleUploadedFile("programa.exe", b"MZ"),
             SimpleUploadedFile("plano.pdf", factories.TINY_PDF + b" " * 2 * 1024**2)]  # fmt: skip
    answer = tab.client.post("/documentos/nuevo/anexos/", {"ficha": tab.fields["ficha"], "medio": "electronic",
                                                           "archivos": files}, follow=True)  # fmt: skip
    page = unescape(answer.content.decode())
    assert list(Attachment.objects.values_list("name", flat=True)) == ["acta.pdf"]
    assert '"acta.pdf" se adjuntó.' in page
    assert re.search(r'"programa.exe" no se adjuntó: el tipo .exe no está permitido. Tipos permitidos: pdf, ', page)
    assert re.search(r'"plano.pdf" no se adjuntó: pesa \d+ MB y el máximo es 1 MB', page)
