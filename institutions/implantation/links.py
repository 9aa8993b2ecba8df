"""The link that is mailed to who applies: signed, of one case (institutions §12.4 T1)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from institutions.models import ImplantationCase
from quipux.errors import Gone

SALT = "institutions.implantation"
DAYS = 30
SECONDS = DAYS * 24 * 3600
ENDED = "El enlace ya no vale. Pida otro con el correo y el número de su solicitud."


def token_of(case: ImplantationCase) -> str:
    """What goes into the address; it says nothing of the case to who cannot read the secret."""
    return signing.dumps(str(case.uuid), salt=SALT)


def address_of(case: ImplantationCase) -> str:
    """The whole address of the page of the applicant."""
    return settings.QUIPUX_PUBLIC_URL + reverse("institutions:application", args=[token_of(case)])


def case_of(token: str) -> ImplantationCase | None:
    """The case of a link; None when nobody signed it.

    Raises:
        Gone: it is older than thirty days.
    """
    try:
        key = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.SignatureExpired as error:
        raise Gone(ENDED) from error
    except signing.BadSignature:
        return None
    return ImplantationCase.objects.prefetch_related("people").filter(uuid=key).first()
