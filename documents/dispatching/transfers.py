"""Enviar Físico: the paper changes hands inside the institution, with three signatures (documents §10.4, D-59)."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.template.loader import render_to_string

from documents import permissions
from documents.dispatching import history
from documents.models import Attachment, Copy, PhysicalTransfer
from documents.rendering.context import institution_values
from documents.services.receivers import Receiver
from documents.states import Condition, Medium
from institutions.models import Appointment
from quipux import clock, pdf
from quipux.errors import Forbidden, Invalid
from quipux.history import recorder
from quipux.web.formatting import timestamp_text

LONGEST_COMMENT = 110


@transaction.atomic
def hand_over(copy: Copy, receiver: Appointment, *, actor, responsible: str, condition: str = Condition.GOOD,
              comment: str = "", sheet: uuid.UUID | None = None) -> PhysicalTransfer:  # fmt: skip
    """Write down that the paper of a copy is handed to somebody; the holder does not change.

    Args:
        receiver: an active official of the actor's institution, other than the actor.
        responsible: name of who carries it.
        condition: one of `Condition`.
        sheet: what is handed over together shares it; a new one when omitted.

    Raises:
        Forbidden: the copy is not the actor's to hand over.
        Invalid: the receiver, the name or the comment is not acceptable.
    """
    copy = Copy.objects.locked(copy.pk, "document__type", "document__area__parent", "holder__person")
    if not permissions.can_hand_over(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    _check(receiver, actor, responsible, comment)
    receiver = Appointment.objects.with_names().get(pk=receiver.pk)
    row = PhysicalTransfer.objects.create(
        sheet=sheet or uuid.uuid4(), copy=copy, giver=actor.appointment, receiver=receiver,
        giver_label=_label(actor.user, actor.appointment), receiver_label=_label(receiver.person, receiver),
        responsible=responsible.strip(), condition=condition, comment=comment.strip(), at=clock.now())  # fmt: skip
    words = f"Responsable de traslado: {row.responsible}. Estado: {row.get_condition_display()}."
    recorder.record(copy, history.HAND_OVER, actor=actor, target=Receiver(receiver),
                    comment="\n".join(filter(None, [words, row.comment])), details={"transfer": str(row.sheet)})  # fmt: skip
    return row


def _check(receiver, actor, responsible, comment):
    if receiver.pk == actor.appointment.pk:
        raise Invalid("Elija a otra persona: los papeles ya están con usted.")
    if not receiver.is_working or receiver.institution_id != actor.appointment.institution_id:
        raise Invalid(f"No puede elegir a {receiver.person.full_name}: no es un servidor activo de su institución.")
    if not responsible.strip():
        raise Invalid("Escriba el responsable de traslado.", responsible="Escriba el responsable de traslado.")
    if len(comment.strip()) > LONGEST_COMMENT:
        told = f"El comentario tiene {len(comment.strip())} caracteres; el máximo es {LONGEST_COMMENT}."
        raise Invalid(told, comment=told)


def _label(person, post):
    return f"{person.full_name}\n{post.title}\n{post.area.name}"


def sheet_rows(sheet: uuid.UUID, actor) -> list[PhysicalTransfer]:
    """What was handed over with one sheet; to who gave or took it, and to who sees one of its copies."""
    rows = list(PhysicalTransfer.objects.filter(sheet=sheet).order_by("pk").select_related(
        "copy__document__type", "giver__institution", "giver__area"))  # fmt: skip
    post = permissions.post_of(actor)
    if not rows or post is None:
        return []
    part_of_it = post.pk in (rows[0].giver_id, rows[0].receiver_id)
    seen = _visible(rows, actor, at_least=1)
    return rows if part_of_it else [row for row in rows if row.copy_id in seen]


def _visible(rows, actor, at_least):
    keys = [row.copy_id for row in rows]
    return set(Copy.objects.visible_to(actor, at_least=at_least).filter(pk__in=keys).values_list("pk", flat=True))


def transfer_pdf(rows: Sequence[PhysicalTransfer], actor) -> bytes:
    """«Traspaso de documentos físicos», with the boxes of who gives, who carries and who receives.

    Args:
        rows: of one sheet, at least one; of a confidential copy that the actor does not read whole, the number alone.

    Raises:
        PdfError: the page could not be made.
    """
    first, read, papers = rows[0], _visible(rows, actor, at_least=permissions.READS), _physical_attachments(rows)
    return pdf.render(render_to_string("documents/pdf/transfer.html", {
        "title": "Traspaso de documentos físicos", "institution": institution_values(first.giver.institution),
        "plain": False, "draft": False, "training": first.giver.institution.is_training, "verification": None,
        "at": timestamp_text(first.at), "condition": first.get_condition_display(), "comment": first.comment,
        "giver": first.giver_label.split("\n"), "receiver": first.receiver_label.split("\n"),
        "responsible": first.responsible,
        "rows": [_printed(row, papers[row.copy.document_id], is_read=row.copy_id in read) for row in rows],
    }), created=first.at)  # fmt: skip


def _physical_attachments(rows):
    """Document → names of what it brought on paper."""
    kept = Attachment.objects.filter(document__in=[row.copy.document_id for row in rows], removed_at=None, copy=None,
                                     medium=Medium.PHYSICAL)  # fmt: skip
    found = defaultdict(list)
    for document, name in kept.order_by("pk").values_list("document", "name"):
        found[document].append(name)
    return found


def _printed(row, papers, *, is_read):
    copy = row.copy
    secret = copy.is_confidential and not is_read
    return {
        "number": copy.number or copy.document.temporary_number,
        "type": "" if secret else copy.shown_type_label,
        "subject": "Documento confidencial" if secret else copy.document.subject,
        "attachments": [] if secret else papers,
    }
