"""The work address of a post: typed by an administrator, of use only once its person confirmed it (institutions §6.2)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from institutions import history
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Gone
from quipux.history import recorder
from quipux.outbox.services import queue_mail

SALT, LIFE = "institutions.work_email", timedelta(days=30)
SUBJECT = "QUIPUX: Confirme su correo de trabajo"
STALE = "El enlace no es válido o ha caducado. Pida a su Administrador Institucional Quipux que guarde otra vez la dirección."


def ask(appointment: Appointment) -> bool:
    """Mail the link to the typed address; it confirms nothing unless the person herself is signed in.

    Returns:
        Whether a mail was queued; False where the address is empty or confirmed.
    """
    if not appointment.work_email or appointment.work_email_verified_at:
        return False
    token = signing.dumps([str(appointment.uuid), appointment.work_email], salt=SALT)
    link = f"{settings.QUIPUX_PUBLIC_URL}{reverse('institutions:work_email', args=[token])}"
    text = (f"{appointment.institution.name} indicó esta dirección como correo de trabajo de un puesto en Quipux.\n\n"
            f"Si el puesto es suyo, entre con su cuenta y confírmela aquí, dentro de {LIFE.days} días:\n{link}\n\n"
            "Hasta entonces los avisos le llegan a su correo confirmado.")  # fmt: skip
    return queue_mail(key=f"correo-trabajo-{appointment.uuid}-{clock.now():%Y%m%d%H%M%S%f}", to=appointment.work_email,
                      subject=SUBJECT, text=text)  # fmt: skip


def read(token: str, user) -> Appointment:
    """The post whose address, as it stands now, a link confirms for this person.

    Raises:
        Gone: the link is forged or late, the address changed since, or the post is somebody else's.
    """
    try:
        uuid, address = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature as error:
        raise Gone(STALE) from error
    found = Appointment.objects.of_person(user).with_names().filter(uuid=uuid, work_email=address).first()
    if found is None:
        raise Gone(STALE)
    return found


@transaction.atomic
def confirm(token: str, user) -> Appointment:
    """Let notices of the post go to its work address; doing it twice changes nothing.

    Raises:
        Gone: as `read`.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=read(token, user).pk)
    if appointment.work_email_verified_at is None:
        appointment.work_email_verified_at = clock.now()
        appointment.save(update_fields=["work_email_verified_at"])
        recorder.record(appointment, history.WORK_EMAIL, actor=recorder.SYSTEM)
    return appointment
