"""Pages of one document: Información General, Anexos, Recorrido, Copias (documents §5.4)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents import alarms, detail, permissions, rendering, services
from documents.attaching import listing
from documents.models import BodyVersion, Copy
from documents.permissions import BASIC, CONTENT, READS
from documents.receipts.openings import note_opening
from documents.services import folders, metadata
from documents.services.labels import own_labels
from documents.signing.describing import facts_of, waiting_words
from documents.states import DocumentKind
from documents.views.drawing import draw
from documents.views.finding import ISOLATED, copy_at, is_opened, refuse
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.retrying import left_out_without_room


@access.servant
@require_safe
def document(request, uuid):
    """Información General.

    The only GET that writes: the holder's own opening marks the copy read in the same transaction,
    as documents §5.3 asks, and the first one is kept as evidence of the delivery. A browser that fetches
    ahead of its person, and HEAD, open nothing.
    """
    copy = copy_at(request, uuid, BASIC)
    alarms.count_opening(request)
    opened = is_opened(request)
    if opened:
        with left_out_without_room("opening", copy=str(copy.uuid), user=request.user.pk):
            services.mark_read(copy, actor=request.actor)
            note_opening(copy, actor=request.actor)
    if opened and _goes_to_editing(request, copy):
        return redirect("documents:edit", copy.uuid)
    response = draw(request, copy, "document", "documents/document.html", {
        "parties": detail.parties_by_role(copy.document), "annexes": detail.attachments_of(copy).count(),
        "reference": detail.reference_link(copy, request.actor), "answer_days": detail.days_of_answer(copy),
        "has_content": copy.level >= CONTENT, "dated": detail.dated(copy.document),
        "images": detail.images_of(copy) if copy.level >= CONTENT else [],
        "folders": folders.names_of(copy, request.actor) if copy.level >= READS else [],
        "metadata": metadata.told_of(copy, request.actor) if copy.level >= READS else [],
        "labels": own_labels(request.actor).filter(copies=copy) if copy.level >= READS else [],
        "signature": facts_of(copy.document, request.actor), "unsigned": waiting_words(copy.document)})  # fmt: skip
    if opened and request.user.opens_file_at_once and copy.level >= CONTENT and copy.document.official_pdf_id:
        # «Mostrar documento automáticamente»: the file comes by itself, the page stays; no script is needed.
        response["Refresh"] = f"0;url={reverse('documents:official_pdf', args=[copy.uuid])}"
    return response


def _goes_to_editing(request, copy) -> bool:
    """«Redireccionar a edición»: the holder of a draft who comes from elsewhere, not from its own pages."""
    written_here = copy.level == permissions.EDITS and copy.document.kind != DocumentKind.CITIZEN_LETTER
    inside = f"/documentos/{copy.uuid}/" in request.headers.get("Referer", "")
    return request.user.opens_drafts_to_edit and written_here and not inside


@access.servant
@require_safe
def attachments(request, uuid):
    """Anexos signed with the document, and those added later."""
    copy = copy_at(request, uuid, CONTENT)
    first, later = listing.told_apart(copy)
    return draw(request, copy, "attachments", "documents/attachments.html", {"attachments": first, "later": later})


@access.servant
@require_safe
def history(request, uuid):
    """Recorrido of this copy, newest first by sequence; auditors of the institution read it of every copy."""
    audits = request.actor.holds("audit_institution")
    copy = _audited(request, uuid) if audits else copy_at(request, uuid, BASIC)
    comments = copy.level >= READS or (audits and not copy.is_confidential)
    columns, entries = detail.trail(copy, request.actor, with_comments=comments, whole=audits)
    return draw(request, copy, "history", "documents/history.html", {
        "columns": columns, "entries": entries, "printable": copy.level >= BASIC})  # fmt: skip


@access.servant
@require_safe
def route_sheet(request, uuid):
    """Imprimir: the Hoja de Ruta, with comments for who may read them and asks for them."""
    copy = copy_at(request, uuid, BASIC)
    with_comments = copy.level >= READS and request.GET.get("comentarios") == "1"
    content = rendering.route_sheet(copy, with_comments, reads=copy.level >= READS)
    note(request, Event.DOWNLOAD, kind="copy", uuid=copy.uuid, size=len(content))
    name = f"Hoja de Ruta {copy.number or copy.document.temporary_number or 'borrador'}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers=ISOLATED | {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)})  # fmt: skip


def _audited(request, uuid) -> Copy:
    """Any copy of the auditor's institution, purged ones too: what happened, never its contents (documents §16.2)."""
    copies = Copy.objects.filter(uuid=uuid, institution=request.actor.institution).with_level(request.actor)
    copy = copies.for_page().first()
    if copy is None:
        return copy_at(request, uuid, BASIC)
    note(request, Event.READ, kind="copy", uuid=uuid)
    return copy


@access.servant
@require_safe
def copies(request, uuid):
    """Copias: what became of each recipient's copy of an original."""
    copy = copy_at(request, uuid, READS)
    if not copy.is_original:
        refuse(request, uuid)
    rows = detail.copies_table(copy, request.actor)
    return draw(request, copy, "copies", "documents/copies.html", {"columns": detail.COPIES_COLUMNS, "rows": rows})


@access.servant
@require_safe
def differences(request, uuid, old, new):
    """Two saved texts of an original word by word; recipients and hidden drafts never show them."""
    copy = copy_at(request, uuid, CONTENT)
    found = dict(BodyVersion.objects.filter(document=copy.document_id, version__in=[old, new])
                 .values_list("version", "html"))  # fmt: skip
    if not permissions.can_see_versions(copy) or not {old, new} <= found.keys():
        refuse(request, uuid)
    return draw(request, copy, "history", "documents/differences.html", {
        "paragraphs": detail.differences(found[old], found[new]), "old": old, "new": new})  # fmt: skip
