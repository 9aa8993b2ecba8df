"""A registration that needs nobody in person: the Registro Civil agrees, or she signs with her certificate (accounts-portal §10.3)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import activation, certified, finding, history, registrations
from accounts.identity import clean
from accounts.identity_source import sources
from accounts.models import IdentityKind, Registration
from accounts.models.registrations import RegistrationState
from accounts.passwords import folded
from quipux import pdf
from quipux.errors import Conflict, Gone, Invalid, TooMany
from quipux.files import store
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.limits import services as limits
from quipux.outbox import secrets as mail_secrets
from quipux.workflow import Entry, Move, perform

ASKED, PER_DAY, DAY = "civil_registration", 3, timedelta(days=1)  # a date of birth is not guessed by trying
TRIES, HOUR = 10, timedelta(hours=1)
PURPOSE = "Registro de ciudadano No. {}"
FILLER, TO_PROVE = "registro-firma", "QUIPUX: Valide su identidad"
TO_SIGN = ("Su correo está confirmado y su registro espera que se valide su identidad, dentro de 30 días.",
           "Acérquese con su cédula o pasaporte a la ventanilla de una institución que use Quipux.",
           "Si tiene firma electrónica, puede firmar la solicitud con este enlace, sin acercarse.")  # fmt: skip
OTHER_PERSON = "El certificado no es de la persona que se registró."
OTHER_NAME = ("El nombre del certificado no es el del registro. Acérquese a una ventanilla con su cédula, o regístrese otra vez"
              " con su nombre como consta en el certificado.")  # fmt: skip
EVIDENCE = "Solicitud firmada con el certificado {} de {}."
LATE = "Este registro ya fue atendido o caducó. Si todavía no tiene cuenta, regístrese otra vez."


# The Registro Civil --------------------------------------------------------------------------------------


def asks_birth(registration: Registration) -> bool:
    """Whether her date of birth helps: there is a source, and it is a cédula."""
    return sources.configured() is not None and registration.identity_kind == IdentityKind.CEDULA


def confirm(registration: Registration, *, born: date | None) -> Registration:
    """The e-mail is hers: Correo verificado → Activa where the Registro Civil agrees, else → Por validar.

    The date of birth is compared and forgotten. Names alone decide nothing, and whoever was noted down before with that
    number is told apart by a person: her letters are not shown to who knows three data of hers.

    Raises:
        NotAllowedNow: the link was used meanwhile.
    """
    agrees = _agrees(registration, born) and registrations.known_as(registration) is None
    paper = None if agrees else _paper_of(registration)
    with transaction.atomic():
        registration = registrations.verified(registration)
        if agrees:
            try:
                with transaction.atomic():
                    return _activated(registration, "agree", history.CIVIL_AGREES, PURPOSE.format(registration.pk))
            except Conflict:
                pass  # the e-mail is somebody else's: a person looks at it
        return _waiting(registration, paper)


def _agrees(registration, born) -> bool:
    """Asked before anything is locked: the source may take its five seconds."""
    if born is None or not asks_birth(registration):
        return False
    mark = finding.fingerprint(registration.identity_number)
    if limits.take(ASKED, mark, limit=PER_DAY, period=DAY) is not None:
        return False
    with transaction.atomic():
        recorder.record(registration, history.CIVIL_ASKED, actor=SYSTEM, comment=PURPOSE.format(registration.pk))
    try:
        found = sources.configured().find(registration.identity_number, PURPOSE.format(registration.pk))
    except sources.Unavailable:
        return False
    if found is None or found.is_deceased or found.born != born:
        return False
    return (_words(found.given_names), _words(found.surnames)) == (
        _words(registration.given_names), _words(registration.surnames))  # fmt: skip


def _words(text) -> list[str]:
    return folded(text).split()


# Her own certificate --------------------------------------------------------------------------------------


def _waiting(registration, paper) -> Registration:
    if paper:
        registration.request_file = store.save(paper, media_type="application/pdf")
        registration.save(update_fields=["request_file"])
        registrations.write_to(registration, key="registro-firma", subject=TO_PROVE, lines=TO_SIGN,
                               link_text="Firmar la solicitud de registro", secret_of=FILLER)  # fmt: skip
    return registrations.wait(registration)


def _link(about, _to) -> str:
    """What the outbox writes into the mail while it sends it: no row holds it."""
    return f"{settings.QUIPUX_PUBLIC_URL}{reverse('accounts:registration_sign', args=[about])}"


mail_secrets.register(FILLER, _link)


def _paper_of(registration) -> bytes | None:
    """The PDF that she may sign; without the renderer she goes to a ventanilla, as everybody may."""
    try:
        return pdf.render(render_to_string("accounts/pdf/registration.html", {"found": registration}))
    except pdf.PdfError:
        return None


def open_one(uuid) -> Registration:
    """A registration that waits and may be signed.

    Raises:
        Gone: there is none, or it was decided.
    """
    rows = Registration.objects.select_related("request_file")
    found = rows.filter(uuid=uuid, state=RegistrationState.TO_VALIDATE, request_file__isnull=False).first()
    if found is None:
        raise Gone(LATE)
    return found


def present(registration: Registration, content: bytes) -> Registration:
    """Por validar → Activa: the request came back signed by the person of the cédula, who is mailed how to enter.

    Args:
        content: the signed PDF.

    Raises:
        Invalid: with what is wrong with the file, the certificate or its name.
        Conflict: the cédula or the e-mail was taken meanwhile.
        NotAllowedNow: it was decided meanwhile.
        TooMany: ten files in an hour.
    """
    if limits.take("signed_registration", registration.pk, limit=TRIES, period=HOUR) is not None:
        raise TooMany("Ya subió diez archivos en esta hora. Intente más tarde.")
    certificate = certified.signer_of(content, registration.request_file)
    if clean(certificate.identity).upper() != registration.identity_number:
        raise Invalid(OTHER_PERSON, archivo=OTHER_PERSON)
    if not _same_name(certificate.name, registration):
        raise Invalid(OTHER_NAME, archivo=OTHER_NAME)
    with transaction.atomic():
        signed = store.save(content, media_type="application/pdf")
        Registration.objects.filter(pk=registration.pk).update(signed_file=signed)
        return _activated(registration, "prove", history.SIGNED_BY_HERSELF,
                          EVIDENCE.format(certificate.serial, certificate.issuer))  # fmt: skip


def _same_name(name, registration) -> bool:
    """Her first name and first surname stand in the certificate, however it orders the others."""
    said = set(_words(name))
    return _words(registration.given_names)[0] in said and _words(registration.surnames)[0] in said


def _activated(registration, transition, action, comment) -> Registration:
    person = registrations.person_of(registration)
    [registration] = perform(Move(registration, transition, {"person": person}), actor=SYSTEM, subject=registration,
                             entries=[Entry(action, comment=comment)])  # fmt: skip
    activation.send_activation(person, SYSTEM)
    return registration
