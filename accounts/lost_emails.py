"""«Correo perdido»: an administrator who saw the person gives her another address (accounts-portal §8.5)."""

from datetime import timedelta

from django.db import transaction

from accounts import email_changes, history, mailing
from accounts.credentials import Herself
from accounts.models import EmailChange, EmailUse, EmailWay, User
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import SYSTEM

WAIT = timedelta(hours=24)  # from her confirmation to its being in force
OWN = "Nadie cambia su propio correo por esta vía."
EVIDENCE = "Escriba cómo verificó la identidad de la persona."
SECOND = "Lo aprueba un segundo administrador, distinto de quien lo pidió."


@transaction.atomic
def ask(person: User, address: str, *, evidence: str, actor) -> EmailChange:
    """Note the new address of somebody who lost hers; she confirms it there, and it is in force a day later.

    Whether the actor may do it for this person is decided by the caller.

    Raises:
        Forbidden: for oneself.
        Invalid: without evidence, or it is her address already.
        Conflict: somebody else confirmed that address.
    """
    if actor.user.pk == person.pk:
        raise Forbidden(OWN)
    if not evidence.strip():
        raise Invalid(EVIDENCE, evidencia=EVIDENCE)
    return _begin(person, address, evidence.strip(), actor, f"{actor.user.full_name} indicó otro correo para su cuenta de"
                  " Quipux, porque usted dijo haber perdido el anterior.")  # fmt: skip


@transaction.atomic
def ask_signed(person: User, address: str, *, evidence: str) -> EmailChange:
    """The same for a citizen who signed the request with her own certificate; nobody had to see her.

    Args:
        evidence: which request and which certificate.

    Raises:
        Invalid, Conflict: as `ask`.
    """
    return _begin(person, address, evidence, Herself(person), "se presentó una solicitud firmada con su certificado"
                  " electrónico para usar otro correo en su cuenta de Quipux.")  # fmt: skip


def _begin(person, address, evidence, actor, told):
    person = User.objects.select_for_update().get(pk=person.pk)
    if address.lower() == person.verified_email.lower():
        raise Invalid(email_changes.SAME, correo=email_changes.SAME)
    if email_changes.is_taken(address, person):
        raise Conflict(email_changes.TAKEN)
    change = email_changes.begin(person, address, use=EmailUse.PRINCIPAL, way=EmailWay.LOST, asked_by=actor.user,
                                 actor=actor, evidence=evidence)  # fmt: skip
    _warn(change, "pedido", [f"El {mailing.moment()} {told}"])
    return change


def _on_file(person):
    """Every address on file, confirmed or not; a mailbox that somebody else has now is nobody's to warn at (§2.3)."""
    principal = "" if person.email_stale_at else person.email
    return list(dict.fromkeys(found for found in (principal, person.personal_email) if found))


def _warn(change, moment, lines):
    lines = [*lines, "Si no fue usted, use este enlace: se impide el cambio y se cierran sus sesiones."]
    email_changes.warn(change, lines, to=_on_file(change.person), moment=moment)


def confirmed(request, change: EmailChange) -> EmailChange:
    """She read the mail at the new address: in force a day later, or at once where a second administrator approved."""
    if change.approved_by_id:
        return email_changes.apply(change, actor=SYSTEM, request=request)
    change.due_at = change.confirmed_at + WAIT
    change.save(update_fields=["due_at"])
    _warn(change, "confirmado", [f"El correo nuevo de su cuenta de Quipux fue confirmado y valdrá desde el"
                                 f" {change.due_at:{mailing.MOMENT}}."])  # fmt: skip
    return change


@transaction.atomic
def approve(change: EmailChange, *, actor) -> EmailChange:
    """A second administrator does away with the day of waiting; the confirmation of the person is still needed.

    Raises:
        Forbidden: by who asked, or for oneself.
        NotAllowedNow: it is in force or ended.
    """
    change = EmailChange.objects.select_for_update(of=("self",)).select_related("person").get(pk=change.pk)
    if actor.user.pk in (change.asked_by_id, change.person_id):
        raise Forbidden(SECOND)
    if change.applied_at or change.ended_at or change.way != EmailWay.LOST:
        raise NotAllowedNow("El cambio ya terminó.")
    change.approved_by = actor.user
    change.save(update_fields=["approved_by"])
    recorder.record(change.person, history.EMAIL_APPROVED, actor=actor)
    return email_changes.apply(change, actor=actor) if change.confirmed_at else change


def waiting_of(person: User) -> EmailChange | None:
    """The change by a lost mailbox that is still open."""
    return person.email_changes.open().filter(way=EmailWay.LOST).select_related("asked_by").first()


def apply_due() -> dict:
    """Put in force what waited its day; what somebody else confirmed meanwhile ends."""
    due = EmailChange.objects.open().filter(due_at__lte=clock.now()).values_list("pk", flat=True)
    return {"applied": sum(_apply_one(key) for key in list(due)), "expired": email_changes.expire_due()}


@transaction.atomic
def _apply_one(key) -> bool:
    rows = EmailChange.objects.open().select_for_update(of=("self",), skip_locked=True)
    change = rows.select_related("person").filter(pk=key).first()
    if change is None:
        return False
    try:
        email_changes.apply(change, actor=SYSTEM)
    except Conflict:
        EmailChange.objects.filter(pk=key).update(ended_at=clock.now())
        return False
    return True
