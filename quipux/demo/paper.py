"""What Bruno sent on paper these days: one that came back, one that was delivered, one that waits to be printed."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from documents import services
from documents.dispatching import envelopes
from documents.dispatching import services as journeys
from documents.models import Copy, DocumentType
from documents.services.sending import delivering
from documents.states import CopyRole
from quipux import clock, pdf
from quipux.demo.people import Cast

BODY = "<p>En atención a su pedido, remito la información solicitada.</p>"
PROOF = '<html lang="es-EC"><head><title>Guía</title></head><body><h1>Guía MP-2026-031</h1><p>Recibido conforme.</p></body></html>'
PRINTED = ("title", "name", "position", "institution", "address", "city")


def arrange(cast: Cast) -> None:
    """The secretary posts two letters; the window learns that one came back, the messenger brings proof of the other."""
    with _days_ago(6):
        back = _written(cast, cast.gina, "Respuesta a su petición de información pública")
        envelopes.print_envelopes([back], actor=cast.rosa, parts=PRINTED, corrected={
            "address": "Calle Guayas 114 y Olmedo", "city": "Machala", "phone": "(07) 293-0000"})  # fmt: skip
        services.send_paper(back, actor=cast.rosa, carrier="Correos", guide="EC-2026-4471")
    with _days_ago(5):
        there = _written(cast, cast.carla.appointment, "Transferencia de cajas al archivo intermedio")
        services.send_paper(there, actor=cast.rosa, carrier="Mensajería propia", guide="MP-2026-031")
    with _days_ago(3):
        proof = SimpleUploadedFile("guia_MP-2026-031.pdf", pdf.render(PROOF))
        journeys.confirm_delivery(there, actor=cast.rosa, day=clock.today(), received_by="Recepción del Archivo Intermedio",
                                  evidence=proof)  # fmt: skip
    with _days_ago(1):
        journeys.mark_returned(back, actor=cast.elsa, reason="absent", comment="El correo devolvió el sobre.")
        _written(cast, cast.gina, "Alcance a la respuesta de su petición")


def _days_ago(days):
    return clock.frozen_at(clock.now() - timedelta(days=days))


def _written(cast, receiver, subject) -> Copy:
    """Signed by hand; its only copy waits to be printed."""
    draft = services.Draft(type=DocumentType.objects.get(slug="oficio"), subject=subject, body=BODY, to=[receiver])
    original = services.number_and_freeze(services.write(draft, actor=cast.bruno), actor=cast.bruno)
    services.render_official_pdf(original.document)
    delivering.put_batch_to_print(original.document)
    delivering.close(original.document, electronically=False)
    return original.document.copies.get(role=CopyRole.TO)
