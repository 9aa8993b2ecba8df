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
    return _mail(appointment, appointment.work_email, [str(appointment.uuid), appointment.work_email])


def ask_for(appointment: Appointment, address: str) -> bool:
    """The same for another address, which takes the place of the present one once it is confirmed (§10.1)."""
    return _mail(appointment, address, [str(appointment.uuid), appointment.work_email, address])


def _mail(appointment, address, said):
    token = signing.dumps(said, salt=SALT)
    link = f"{settings.QUIPUX_PUBLIC_URL}{reverse('institutions:work_email', args=[token])}"
    text = (f"{appointment.institution.name} indicó esta dirección como correo de trabajo de un puesto en Quipux.\n\n"
            f"Si el puesto es suyo, entre con su cuenta y confírmela aquí, dentro de {LIFE.days} días:\n{link}\n\n"
            "Hasta entonces los avisos le llegan a su correo confirmado.")  # fmt: skip
    return queue_mail(key=f"correo-trabajo-{appointment.uuid}-{clock.now():%Y%m%d%H%M%S%f}", to=address,
                      subject=SUBJECT, text=text)  # fmt: skip


def read(token: str, user) -> Appointment:
    """The post whose address, as it stands now, a link confirms for this person.

    Raises:
        Gone: the link is forged or late, the address changed since, or the post is somebody else's.
    """
    try:
        uuid, present, *other = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature as error:
        raise Gone(STALE) from error
    stands = [present, *other]  # a second click finds the new address already there
    found = Appointment.objects.of_person(user).with_names().filter(uuid=uuid, work_email__in=stands).first()
    if found is None:
        raise Gone(STALE)
    if other and found.work_email != other[0]:
        found.work_email, found.work_email_verified_at = other[0], None
    return found


@transaction.atomic
def confirm(token: str, user) -> Appointment:
    """Let notices of the post go to its work address; doing it twice changes nothing.

    Raises:
        Gone: as `read`.
    """
    list(Appointment.objects.of_person(user).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    appointment = read(token, user)
    if appointment.work_email_verified_at is None:
        appointment.work_email_verified_at = clock.now()
        appointment.save(update_fields=["work_email", "work_email_verified_at"])
        recorder.record(appointment, history.WORK_EMAIL, actor=recorder.SYSTEM)
    return appointment
