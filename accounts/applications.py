"""The use cases of a citizen's «Solicitud para generar y firmar documentos» (accounts-portal §10.5)."""

from dataclasses import asdict
from io import BytesIO

from django.db import transaction

from accounts import agreements, history
from accounts.identity import InvalidIdentity, validate_cedula
from accounts.models import Agreement, CitizenKind, CitizenProfile, IdentityKind, SignatureApplication, User
from quipux import clock, scanning
from quipux.calendar.days import working_calendar
from quipux.errors import Invalid, NotAllowedNow
from quipux.files import store
from quipux.outbox.services import queue_mail
from quipux.signatures import validating
from quipux.signatures.errors import SignatureRefused
from quipux.signatures.results import Verdict
from quipux.workflow import Entry, Move, perform

LARGEST = 5 << 20  # bytes of a signed agreement
DAYS = 3  # working days to decide
NOT_HERS = "La firma no corresponde a su cédula."
OTHER_TEXT = "El documento no es el Acuerdo de uso vigente."
ENDED = "El certificado está caducado o revocado."
NOT_VALID = "La firma no es válida."
SENTENCES = {"other_file": OTHER_TEXT, "expired": ENDED, "not_yet_valid": ENDED, "revoked": ENDED,
             "other_person": NOT_HERS}  # fmt: skip
CHANGED = "El Acuerdo de uso cambió. Presione Usar la versión vigente, fírmela y súbala."
FORMER = "El ciudadano firmó una versión anterior del Acuerdo de uso; falta que firme la vigente."
ACCEPTED, REJECTED = "QUIPUX: Solicitud de firma aceptada", "QUIPUX: Solicitud de firma rechazada"
SUSPENDED, REINSTATED = "QUIPUX: Firma electrónica suspendida", "QUIPUX: Firma electrónica habilitada"


@transaction.atomic
def start(*, actor) -> SignatureApplication:
    """— → En Edición, or Rechazado → En Edición; an open one goes on, with the agreement in force."""
    agreement = agreements.current()
    application, created = SignatureApplication.objects.select_for_update(of=("self",)).get_or_create(
        person=actor.user, defaults={"agreement": agreement, "created_at": clock.now()})  # fmt: skip
    if application.state == "rejected":
        return _move(application, "reopen", {"agreement": agreement}, actor, history.REOPENED)
    if created or application.state != "draft" or application.agreement_id == agreement.pk:
        return application
    return _move(application, "take_agreement", {"agreement": agreement}, actor, history.NEW_AGREEMENT)


def attach(application: SignatureApplication, content: bytes, *, actor) -> SignatureApplication:
    """Keep the signed agreement; arguments and refusals are those of `checked`."""
    stored, facts = checked(content, application.agreement, application.person)
    return _move(application, "attach", {"stored": stored, "facts": facts}, actor, history.ATTACHED)


def renew(application: SignatureApplication, content: bytes, *, actor) -> SignatureApplication:
    """Autorizado or Suspendido, signing the version in force too; as `attach`.

    Raises:
        NotAllowedNow: it was signed before.
    """
    agreement = agreements.awaited_from(application.person_id)
    if agreement is None:
        raise NotAllowedNow("Ya firmó la versión vigente del Acuerdo de uso.")
    stored, facts = checked(content, agreement, application.person)
    values = {"agreement": agreement, "stored": stored, "facts": facts}
    return _move(application, "renew", values, actor, history.RENEWED, str(agreement))


def checked(content: bytes, agreement: Agreement, person: User) -> tuple:
    """The stored file and the facts of its signature, once everything that can be checked was checked.

    Args:
        content: the PDF with its signature inside, or a .p7m around the PDF.

    Raises:
        Invalid: with the sentence of what is wrong; nothing was kept.
        SignatureUnavailable: it could not be judged now.
    """
    if len(content) > LARGEST:
        raise Invalid("El archivo supera los 5 MB.")
    if scanning.scan(BytesIO(content)) != scanning.Verdict.CLEAN:
        raise Invalid("El archivo no pasó la revisión de virus.")
    is_pdf = content.startswith(b"%PDF-")
    facts = (_checked_pdf if is_pdf else _checked_envelope)(content, agreement.pdf, person)
    return store.save(content, media_type="application/pdf" if is_pdf else "application/pkcs7-mime"), facts


def _checked_pdf(content, given, person):
    try:
        accepted = validating.accept(content, given_size=given.size, given_sha256=given.sha256,
                                     identity=person.identity_number, signer=person.full_name, at=clock.now())  # fmt: skip
    except SignatureRefused as refusal:
        keeps = refusal.code in ("revocation_unknown", "unknown_authority", "unsigned")
        raise Invalid(refusal.message if keeps else SENTENCES.get(refusal.code, NOT_VALID)) from refusal
    return _facts(accepted.certificate, accepted.signed_at)


def _checked_envelope(content, given, person):
    found = validating.examine_enveloped(content, store.read(given), at=clock.now())
    if not found.holds_content:
        raise Invalid(OTHER_TEXT)
    if found.examination.verdict == Verdict.VALID_WHEN_SIGNED:
        raise Invalid(ENDED)
    if found.examination.verdict != Verdict.VALID:
        raise Invalid(NOT_VALID)
    [signature, *_] = found.examination.signatures
    if signature.certificate.identity != person.identity_number:
        raise Invalid(NOT_HERS)
    return _facts(signature.certificate, signature.signed_at)


def _facts(certificate, signed_at):
    """What is kept of the signature, ready for JSON."""
    facts = {name: value.isoformat() if hasattr(value, "isoformat") else value
             for name, value in asdict(certificate).items()}  # fmt: skip
    return facts | {"signed_at": signed_at.isoformat() if signed_at else ""}


def submit(application: SignatureApplication, *, certificate_kind: str, agrees: bool, actor) -> SignatureApplication:
    """En Edición → Enviado; due in three working days.

    Raises:
        Invalid: the agreement is not signed or not accepted, or something is missing of the person.
    """
    person = application.person
    faults = [sentence for sentence, fails in (
        (CHANGED, application.agreement_id != agreements.newest().pk),
        ("Suba primero el Acuerdo de uso firmado.", application.signed_agreement_id is None),
        ("Marque que acepta el Acuerdo de uso.", not agrees),
        ("Su cédula no es válida. Acérquese a una ventanilla para corregirla.", not _has_cedula(person)),
        ("Confirme primero su correo electrónico.", not person.verified_email),
        ("Falta su ciudad. Acérquese a una ventanilla para completarla.", not person.citizen.city),
    ) if fails]  # fmt: skip
    if faults:
        raise Invalid(faults[0])
    now = clock.now()
    due = working_calendar().add_working_days(clock.today(), DAYS)
    values = {"certificate_kind": certificate_kind, "instant": now, "due_on": due}
    return _move(application, "submit", values, actor, history.SUBMITTED)


def _has_cedula(person: User) -> bool:
    try:
        validate_cedula(person.identity_number)
    except InvalidIdentity:
        return False
    return person.identity_kind == IdentityKind.CEDULA


@transaction.atomic
def authorise(application: SignatureApplication, *, identity_checked: bool, agreement_checked: bool, actor):
    """Enviado → Autorizado: the citizen creates and signs letters from now on.

    Raises:
        Invalid: one of the two checks was not ticked.
        Forbidden, NotAllowedNow: the actor does not decide, or it was decided before.
    """
    if not (identity_checked and agreement_checked):
        raise Invalid("Marque que comprobó la identidad y el Acuerdo de uso.")
    if application.agreement_id != agreements.newest().pk:
        raise Invalid(FORMER)
    application = _move(application, "authorise", {}, actor, history.AUTHORISED)
    _becomes(application, CitizenKind.SIGNED)
    _tell(application, ACCEPTED, "Su solicitud fue aceptada. Ya puede escribir cartas y firmarlas electrónicamente.")
    return application


@transaction.atomic
def reject(application: SignatureApplication, *, observation: str, actor):
    """Enviado → Rechazado, with what the citizen has to correct.

    Raises:
        Invalid: without observation.
    """
    text = _required(observation, "Escriba la observación: el ciudadano la recibe.")
    application = _move(application, "reject", {"observation": text}, actor, history.REJECTED, text)
    _tell(application, REJECTED, f"Su solicitud fue rechazada: {text}\nPuede corregirla y enviarla otra vez.")
    return application


@transaction.atomic
def suspend(application: SignatureApplication, *, reason: str, actor):
    """Autorizado → Suspendido: no creation nor signing; reading stays.

    Raises:
        Invalid: without reason.
    """
    text = _required(reason, "Escriba el motivo de la suspensión.")
    application = _move(application, "suspend", {"reason": text}, actor, history.SUSPENDED, text)
    _becomes(application, CitizenKind.UNSIGNED)
    _tell(application, SUSPENDED, f"Su firma electrónica en Quipux está suspendida: {text}")
    return application


@transaction.atomic
def reinstate(application: SignatureApplication, *, actor):
    """Suspendido → Autorizado, once the cause is solved.

    Raises:
        Invalid: the days to sign the agreement in force are over, and she did not sign it.
    """
    awaited = agreements.awaited_from(application.person_id)
    if awaited and awaited.sign_until < clock.today():
        raise Invalid(FORMER)
    application = _move(application, "reinstate", {}, actor, history.REINSTATED)
    _becomes(application, CitizenKind.SIGNED)
    _tell(application, REINSTATED, "Su firma electrónica en Quipux está habilitada otra vez.")
    return application


def _required(text, sentence):
    if not text.strip():
        raise Invalid(sentence, observation=sentence)
    return text.strip()


def _becomes(application, kind):
    CitizenProfile.objects.filter(person=application.person_id).update(kind=kind)


def _move(application, transition, values, actor, action, comment=""):
    [moved] = perform(Move(application, transition, values), actor=actor, subject=application,
                      entries=[Entry(action, comment=comment)])  # fmt: skip
    return moved


def _tell(application, subject, text):
    """One mail per decision, to the verified address."""
    key = f"solicitud-firma-{application.uuid}-{clock.now():%Y%m%d%H%M%S%f}"
    queue_mail(key=key, to=application.person.verified_email, subject=subject, text=f"{text}\n")
