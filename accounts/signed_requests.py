"""Another e-mail for a citizen who lost hers, by a request signed with her own certificate (accounts-portal §8.5)."""

from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string

from accounts import attending, certified, finding, lost_emails
from accounts.models import EmailChange, SignedRequest
from quipux import clock, pdf
from quipux.errors import Gone, Invalid, TooMany
from quipux.files import store
from quipux.limits import services as limits

LIFE = timedelta(hours=24)  # to sign it and bring it back
TRIES, HOUR = 10, timedelta(hours=1)
LATE = "Esta solicitud ya fue presentada o pasaron sus 24 horas. Comience otra vez."
UNKNOWN = "La cédula de ese certificado no consta como ciudadano en Quipux."
TO_SOMEBODY = ("Su cuenta también sirve en una institución u opera la plataforma: pida el cambio a su Administrador"
               " Institucional Quipux o a la mesa de servicio.")  # fmt: skip
EVIDENCE = "Solicitud No. {} firmada con el certificado {} de {}."


def begin(address: str) -> SignedRequest:
    """Make the PDF that names the new address; whoever asked is still nobody."""
    made = SignedRequest(address=address.strip(), created_at=clock.now())
    content = pdf.render(
        render_to_string("accounts/pdf/lost_email.html", {"made": made, "until": made.created_at + LIFE})
    )
    made.pdf = store.save(content, media_type="application/pdf")
    made.save()
    return made


def open_one(uuid) -> SignedRequest:
    """A request that may still be signed and brought back.

    Raises:
        Gone: there is none, it was presented, or it is late.
    """
    found = SignedRequest.objects.select_related("pdf").filter(uuid=uuid, signed=None).first()
    if found is None or found.created_at + LIFE <= clock.now():
        raise Gone(LATE)
    return found


def present(made: SignedRequest, content: bytes) -> EmailChange:
    """The request came back signed: the citizen of the certificate is asked to confirm at the new address.

    Args:
        content: the signed PDF.

    Raises:
        Invalid: with what is wrong with the file or the person.
        Conflict: somebody else confirmed that address.
        Gone: it was presented meanwhile.
        TooMany: ten files in an hour.
    """
    if limits.take("signed_request", made.pk, limit=TRIES, period=HOUR) is not None:
        raise TooMany("Ya subió diez archivos en esta hora. Intente más tarde.")
    certificate = certified.signer_of(content, made.pdf)
    person = finding.person_of(certificate.identity)
    if person is None or not hasattr(person, "citizen"):
        raise Invalid(UNKNOWN, archivo=UNKNOWN)
    if not attending.is_for_the_window(person):
        raise Invalid(TO_SOMEBODY, archivo=TO_SOMEBODY)
    return _keep(made, content, person, certificate)


@transaction.atomic
def _keep(made, content, person, certificate):
    made = SignedRequest.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.signed_id:
        raise Gone(LATE)
    evidence = EVIDENCE.format(made.pk, certificate.serial, certificate.issuer)
    made.change = lost_emails.ask_signed(person, made.address, evidence=evidence)
    made.signed = store.save(content, media_type="application/pdf")
    made.save(update_fields=["change", "signed"])
    return made.change


def forget() -> int:
    """Remove what nobody brought back in its day, with its PDF. Returns how many."""
    late = SignedRequest.objects.filter(signed=None, created_at__lte=clock.now() - LIFE).select_related("pdf")
    files = [one.pdf for one in late]
    late.delete()
    return len([store.remove(stored) for stored in files])
