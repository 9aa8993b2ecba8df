"""Use cases of the institution's own data (institutions §5)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.identity import InvalidIdentity, RucKind, kind_of_ruc, validate_ruc
from institutions import history
from institutions.data import logos, telling
from institutions.models import Area, AreaVersion, DataChange, Institution
from institutions.scope import require_whole
from institutions.states import InstitutionState
from quipux import clock
from quipux.errors import Forbidden, Gone, Invalid
from quipux.files import store
from quipux.history import recorder
from quipux.outbox.services import queue_mail
from quipux.web.text import folded
from quipux.workflow import Entry, Move, perform

FIELDS = ("phone", "address", "authority_name", "authority_post", "authority_email", "support_email", "mail_domains",
          "website", "farewell")  # fmt: skip
SALT, LIFE = "institutions.support_email", timedelta(days=7)
STALE = "El enlace no es válido o ha caducado. Guarde otra vez el correo de soporte para recibir uno nuevo."
OWN_CASE = "No puede resolver casos de su propia institución"
TAKEN = {"name": "Ya existe una institución con ese nombre.", "ruc": "Ya existe una institución con ese RUC.",
         "sigla": "Ya existe una institución con esa sigla."}  # fmt: skip


@transaction.atomic
def save(institution: Institution, values: dict, *, logo=None, actor) -> Institution:
    """Keep what the AIQ may change; a new support address waits for its link.

    Args:
        values: of ``FIELDS``.
        logo: an uploaded file, or None to leave it.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: the logo is no image.
    """
    require_whole(actor)
    kept = Institution.objects.select_for_update().get(pk=institution.pk)
    changed = [name for name in FIELDS if getattr(kept, name) != values[name]]
    for name in changed:
        setattr(kept, name, values[name])
    if logo is not None:
        kept.logo = logos.keep(logo)
        changed.append("logo")
    if "support_email" in changed:
        kept.support_email_verified_at = None
    if not changed:
        return kept
    kept.save()
    labels = ", ".join(str(Institution._meta.get_field(name).verbose_name) for name in changed)
    recorder.record(kept, history.DATA_CHANGED, actor=actor, comment=f"Datos: {labels}")
    if "support_email" in changed:
        send_support_link(kept)
    return kept


def send_support_link(institution: Institution) -> bool:
    """Mail the link that confirms the support address, to that address. Returns whether a mail was queued."""
    link = f"{settings.QUIPUX_PUBLIC_URL}{reverse('institutions:support_email', args=[support_token(institution)])}"
    text = (f"{institution.name} indicó esta dirección como su correo de soporte en Quipux.\n\n"
            f"Para confirmarla abra este enlace, que vale {LIFE.days} días:\n{link}\n\n"
            "Si no lo esperaba, no haga nada.")  # fmt: skip
    return queue_mail(key=f"soporte-{institution.uuid}-{clock.now():%Y%m%d%H%M%S%f}", to=institution.support_email,
                      subject="QUIPUX: Mesa de ayuda de su institución", text=text)  # fmt: skip


def support_token(institution: Institution) -> str:
    """What the link carries: it is of use for the address as it stands now."""
    return signing.dumps([str(institution.uuid), institution.support_email], salt=SALT)


def read_support_token(token: str) -> Institution:
    """The institution whose address, as it stands now, a link confirms.

    Raises:
        Gone: the link is forged or late, or the address changed since.
    """
    try:
        uuid, address = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature as error:
        raise Gone(STALE) from error
    found = Institution.objects.filter(uuid=uuid, support_email=address).first()
    if found is None:
        raise Gone(STALE)
    return found


@transaction.atomic
def confirm_support_email(token: str) -> Institution:
    """Confirm the support address; doing it twice changes nothing.

    Raises:
        Gone: as `read_support_token`.
    """
    institution = Institution.objects.select_for_update().get(pk=read_support_token(token).pk)
    if institution.support_email_verified_at is None:
        institution.support_email_verified_at = clock.now()
        institution.save(update_fields=["support_email_verified_at"])
        recorder.record(institution, history.SUPPORT_VERIFIED, actor=recorder.SYSTEM)
    return institution


# What only the AGQ changes ----------------------------------------------------------------------------


@transaction.atomic
def ask_change(institution: Institution, *, field: str, value: str, reason: str, evidence=None, actor) -> DataChange:
    """«Solicitar cambio de datos»: nombre, RUC or sigla.

    Args:
        evidence: bytes of a PDF, or None.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: the value is not acceptable or taken, or a request for that datum waits.
    """
    require_whole(actor)
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    value = checked_value(institution, field, value)
    if institution.data_changes.filter(field=field, state="requested").exists():
        message = "Ya existe una solicitud pendiente para ese dato."
        raise Invalid(message, field=message)
    change = DataChange.objects.create(
        institution=institution, field=field, old_value=getattr(institution, field), value=value, reason=reason.strip(),
        evidence=store.save(evidence, media_type="application/pdf") if evidence else None,
        requested_by=actor.appointment, requested_at=clock.now())  # fmt: skip
    recorder.record(change, history.CHANGE_ASKED, actor=actor, comment=reason.strip())
    telling.asked(change)
    return change


def checked_value(institution: Institution, field: str, value: str, *, any_ruc: bool = False) -> str:
    """A nombre, RUC or sigla as it is kept.

    Args:
        any_ruc: take a RUC of thirteen digits that fails its check, or is of no public institution (§5.1).

    Raises:
        Invalid: it is not acceptable, or another institution of the ambiente has it.
    """
    value = " ".join(value.split()).upper() if field == "sigla" else " ".join(value.split())
    if field == "name" and not 3 <= len(value) <= 200:
        _refuse("El nombre debe tener de 3 a 200 caracteres.")
    if field == "sigla" and not (2 <= len(value) <= 10 and set(value) <= SIGLA):
        _refuse("La sigla admite de 2 a 10 letras, números o guiones, sin espacios.")
    if field == "ruc":
        try:
            value = validate_ruc(value)
        except InvalidIdentity as error:
            if not (any_ruc and len(value) == RUC_DIGITS and value.isascii() and value.isdecimal()):
                _refuse("El RUC no es válido", error)
        if not any_ruc and (kind := kind_of_ruc(value)) != RucKind.PUBLIC:
            _refuse(NOT_PUBLIC.format(kind=kind.value))
    others = Institution.objects.filter(environment=institution.environment).exclude(pk=institution.pk)
    others = others.exclude(state=InstitutionState.CLOSED)
    if folded(value) in {folded(other) for other in others.values_list(field, flat=True)}:
        _refuse(TAKEN[field])
    return value


RUC_DIGITS = 13
NOT_PUBLIC = (
    "El RUC es de {kind}; se espera el de una institución pública. Si es el correcto, lo acepta la entidad operadora."
)
SIGLA = frozenset("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ0123456789-")


def _refuse(message, cause=None):
    raise Invalid(message, value=message) from cause


def accept(change: DataChange, *, answer: str, actor) -> DataChange:
    """Apply a requested change; a new name or sigla opens a version of the root área and renumbers nothing.

    Raises:
        Forbidden: the operator serves in that institution.
        Invalid: the value was taken meanwhile.
        NotAllowedNow: it was answered before.
    """
    return _answered(change, "accept", history.CHANGE_ACCEPTED, answer, actor)


def reject(change: DataChange, *, answer: str, actor) -> DataChange:
    """Leave things as they are, with the reason.

    Raises:
        Forbidden, NotAllowedNow: as `accept`.
        Invalid: no reason was given.
    """
    if not answer.strip():
        raise Invalid("Escriba el motivo.", answer="Escriba el motivo.")
    return _answered(change, "reject", history.CHANGE_REJECTED, answer, actor)


@transaction.atomic
def _answered(change, move, action, answer, actor):
    if actor.user.appointments.working().filter(institution=change.institution).exists():
        raise Forbidden(OWN_CASE)
    values = {"instant": clock.now(), "answer": answer.strip()}
    [change] = perform(Move(change, move, values), actor=actor, subject=change,
                       entries=[Entry(action, comment=answer.strip())])  # fmt: skip
    if move == "accept":
        _apply(change, actor)
    telling.answered(change)
    return change


def _apply(change, actor):
    institution = Institution.objects.select_for_update().get(pk=change.institution_id)
    value = checked_value(institution, change.field, change.value)
    setattr(institution, change.field, value)
    institution.save(update_fields=[change.field])
    recorder.record(institution, history.DATA_CHANGED, actor=actor,
                    comment=f"{change.get_field_display()}: {change.old_value} → {value}")  # fmt: skip
    if change.field in ("name", "sigla"):
        rename_root(institution, change.field, value)


def rename_root(institution: Institution, field: str, value: str) -> None:
    """The root área bears the name of its institution; its old one stays dated."""
    root, now = Area.objects.select_for_update(of=("self",)).get(institution=institution, parent=None), clock.now()
    old, _ = AreaVersion.objects.get_or_create(area=root, until=None, defaults={"name": root.name, "sigla": root.sigla})
    old.until = now
    old.save(update_fields=["until"])
    setattr(root, field, value)
    root.save(update_fields=[field])
    AreaVersion.objects.create(area=root, name=root.name, sigla=root.sigla, since=now)
