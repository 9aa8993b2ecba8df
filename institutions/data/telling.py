"""Mails of «Solicitar cambio de datos»: to who decides, and to who asked; never the value itself (institutions §5.2, §15)."""

from django.conf import settings
from django.urls import reverse

from accounts.models.roles import Role
from accounts.roles import holders
from institutions.models import DataChange
from institutions.scope import administrators
from quipux import clock
from quipux.outbox.services import queue_mail

ASKED = "QUIPUX: Solicitud de cambio de datos"
ANSWERED = "QUIPUX: Datos de su institución"


def asked(change: DataChange) -> None:
    """To every AGQ who may decide, once; to the central mailbox where there is none. Of a training tenant nothing leaves (§12.8)."""
    institution = change.institution
    if institution.is_training:
        return
    serving = institution.appointments.working().values("person")
    deciding = holders(Role.AGQ).exclude(pk__in=serving).order_by("pk")  # nobody decides on the own institution (§4.1)
    told = {str(one.pk): one.verified_email for one in deciding if one.verified_email}
    link = f"{settings.QUIPUX_PUBLIC_URL}{reverse('admin:data_changes:change', args=[change.uuid])}"
    text = (f"{institution.name} solicita cambiar un dato: {change.get_field_display()}.\nEstado: {change.get_state_display()}\n"
            f"Fecha: {clock.today().isoformat()}\n\nResuélvala aquí:\n{link}\n")  # fmt: skip
    for who, to in (told or {"central": settings.QUIPUX_SUPPORT_EMAIL or ""}).items():
        queue_mail(key=f"cambio-datos-{change.uuid}-pedido-{who}", to=to, subject=ASKED, text=text)


def answered(change: DataChange) -> None:
    """To the AIQs of the institution."""
    for aiq in administrators(change.institution).select_related("person"):
        queue_mail(key=f"cambio-datos-{change.uuid}-{aiq.pk}", to=aiq.notice_address, subject=ANSWERED,
                   text=f"Su solicitud de cambio de {change.get_field_display()} está en estado "
                        f"{change.get_state_display()}. Fecha: {clock.today().isoformat()}.")  # fmt: skip
