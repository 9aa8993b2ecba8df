"""Journeys of paper copies: begun, confirmed, taken back, begun again (documents §10.4, D-60)."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from documents import permissions
from documents.dispatching import history
from documents.dispatching.evidence import keep_evidence
from documents.models import Copy, PaperDispatch
from documents.services import telling
from documents.services.receivers import receiver_of
from documents.states import CopyRole, DispatchState, ReturnReason
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

NEW, COMPLETED = "Nuevo despacho", "Datos del despacho"
ALREADY_DELIVERED = "El documento ya consta como entregado; no necesita otro despacho."


def begin(copy: Copy, *, actor, carrier: str = "", guide: str = "", day: date | None = None) -> PaperDispatch:
    """Write down that a copy travels; call it in the transaction that lets it leave.

    Args:
        day: when it left; today when omitted.
    """
    PaperDispatch.objects.filter(copy=copy, is_current=True).update(is_current=False)
    return PaperDispatch.objects.create(copy=copy, carrier=carrier.strip(), guide=guide.strip(), sent_on=day or clock.today(),
                                        sent_by=actor.appointment, created_at=clock.now())  # fmt: skip


@transaction.atomic
def dispatch_again(copy: Copy, *, actor, carrier: str = "", guide: str = "", day: date | None = None,
                   comment: str = "") -> PaperDispatch:  # fmt: skip
    """Registrar despacho: a new journey of what came back; of what still travels, its guía.

    Raises:
        Forbidden: the actor does not print for the área of De.
        Invalid: the day is in the future.
        NotAllowedNow: it never went out on paper, or was delivered.
    """
    copy, current = _locked(copy)
    if not permissions.can_dispatch_again(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    _check_day(day, since=current.sent_on if current else None)
    if current and current.state == DispatchState.DELIVERED:
        raise NotAllowedNow(ALREADY_DELIVERED)
    if current and current.state == DispatchState.SENT:
        found, told = _completed(current, carrier, guide, day), COMPLETED
    else:
        found, told = begin(copy, actor=actor, carrier=carrier, guide=guide, day=day), NEW
    _record(copy, history.DISPATCH, actor, "\n".join(filter(None, [f"{told}: {words_of(found)}", comment])))
    return found


@transaction.atomic
def confirm_delivery(copy: Copy, *, actor, day: date, received_by: str = "", evidence: UploadedFile | None = None,
                     comment: str = "") -> PaperDispatch:  # fmt: skip
    """Entregado: when, to whom, with what proof.

    Args:
        day: when it was delivered, not before it was sent.
        received_by: who took it, as the proof says.
        evidence: the signed guía or a photograph of it; it becomes an anexo of this copy alone.

    Raises:
        Forbidden, NotAllowedNow: it is not the actor's to follow, or it is known already what became of it.
        Invalid: the day is impossible, or the file may not be kept.
    """
    copy, current = _locked(copy)
    _check_follows(copy, current, actor)
    _check_day(day, since=current.sent_on)
    kept = keep_evidence(copy, evidence, actor=actor) if evidence else None
    values = {"day": day, "received_by": received_by.strip(), "evidence": kept}
    who = f" Recibió: {received_by.strip()}." if received_by.strip() else ""
    words = "\n".join(filter(None, [f"Entregado el {day.isoformat()}.{who}", comment]))
    [current] = perform(Move(current, "confirm", values), actor=actor, subject=copy, entries=[
        Entry(history.DELIVERED, comment=words, target=receiver_of(copy.party))])  # fmt: skip
    _record_on_original(copy, history.DELIVERED, actor, words)
    return current


@transaction.atomic
def mark_returned(copy: Copy, *, actor, reason: str, note: str = "", comment: str = "") -> PaperDispatch:
    """Devolver: the paper came back; the copy stays Enviado, and who signed and the secretary are told.

    Args:
        reason: one of `ReturnReason`; for ``other`` the ``note`` says which.

    Raises:
        Invalid: no reason was given.
        Forbidden, NotAllowedNow: it is not the actor's to follow, or it came back before.
    """
    copy, current = _locked(copy)
    _check_follows(copy, current, actor)
    if reason == ReturnReason.OTHER and not note.strip():
        raise Invalid("Escriba por qué fue devuelto.", note="Escriba por qué fue devuelto.")
    values = {"day": clock.today(), "reason": reason, "note": note.strip()}
    words = "\n".join(filter(None, [f"{ReturnReason(reason).label}. {note.strip()}".strip(), comment]))
    [current] = perform(Move(current, "take_back", values), actor=actor, subject=copy, entries=[
        Entry(history.RETURNED, comment=words, target=receiver_of(copy.party))])  # fmt: skip
    _record_on_original(copy, history.RETURNED, actor, words)
    _tell_return(copy, current, actor)
    return current


def words_of(dispatch: PaperDispatch) -> str:
    """«Correos, guía EC-001, enviado el 2026-05-20»."""
    guide = f"guía {dispatch.guide}" if dispatch.guide else "sin guía"
    return ", ".join(filter(None, [dispatch.carrier, guide, f"enviado el {dispatch.sent_on.isoformat()}"]))


def _locked(copy) -> tuple[Copy, PaperDispatch | None]:
    """The copy under lock, and its newest journey."""
    copy = Copy.objects.locked(
        copy.pk, "document__area__parent", "holder__person", "party__person", "party__appointment__person",
        "party__appointment__area")  # fmt: skip
    if not permissions.went_out_on_paper(copy):
        raise NotAllowedNow("El documento no salió en papel.")
    current = PaperDispatch.objects.filter(copy=copy, is_current=True).select_related("copy__document__area").first()
    return copy, current


def _check_follows(copy, current, actor):
    if not permissions.can_follow(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if current is None:
        raise NotAllowedNow("El documento no tiene ningún despacho registrado. Registre primero su despacho.")


def _check_day(day, *, since):
    if day is None:
        return
    if day > clock.today():
        raise Invalid("La fecha no puede ser posterior a hoy.", day="La fecha no puede ser posterior a hoy.")
    if since and day < since:
        told = f"La fecha no puede ser anterior al envío ({since.isoformat()})."
        raise Invalid(told, day=told)


def _completed(dispatch, carrier, guide, day):
    dispatch.carrier, dispatch.guide = carrier.strip() or dispatch.carrier, guide.strip() or dispatch.guide
    dispatch.sent_on = day or dispatch.sent_on
    dispatch.save(update_fields=["carrier", "guide", "sent_on"])
    return dispatch


def _record(copy, action, actor, words):
    recorder.record(copy, action, actor=actor, comment=words, target=receiver_of(copy.party))
    _record_on_original(copy, action, actor, words)


def _record_on_original(copy, action, actor, words):
    original = Copy.objects.get(document=copy.document_id, role=CopyRole.ORIGINAL)
    recorder.record(original, action, actor=actor, comment=words, target=receiver_of(copy.party),
                    details={"copy": str(copy.uuid)})  # fmt: skip


def _tell_return(copy, dispatch, actor):
    """De, who holds the copy, and who prints for the área of De; not who did it."""
    posts = {post.pk: post for post in [copy.holder, *_secretaries(copy.document.area)]}
    posts.pop(actor.appointment.pk, None)
    for post in posts.values():
        telling.tell(post, telling.RETURNED, copy, actor=actor, key=f"devolucion-{dispatch.uuid}",
                     url="" if post.pk == copy.holder_id else reverse("documents:dispatches"))  # fmt: skip


def _secretaries(area):
    return Appointment.objects.filter(area=permissions.printing_area(area), grants__permission="print_dispatch",
                                      state__in=AppointmentState.working()).select_related("person")  # fmt: skip
