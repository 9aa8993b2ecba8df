"""The mails about one's posts: only what happened, the date and where to look (institutions §15)."""

from accounts import mailing
from quipux import clock

NEW_POST, CHANGED_POST = "QUIPUX: Nuevo puesto asignado", "QUIPUX: Puesto modificado"
REACTIVATED, PERMISSIONS = "QUIPUX: Usuario reactivado", "QUIPUX: Permisos modificados"
_WHAT = {
    NEW_POST: "Se le asignó un puesto en una institución que usa Quipux.",
    CHANGED_POST: "Su puesto en Quipux fue modificado.",
    REACTIVATED: "Su puesto en Quipux está activo otra vez.",
    PERMISSIONS: "Los permisos de su puesto en Quipux fueron modificados.",
}


def tell(appointment, subject: str) -> bool:
    """Queue one mail to the person's verified e-mail; never to the address an administrator typed."""
    lines = [_WHAT[subject], f"Institución: {appointment.institution.name}. Fecha: {mailing.moment()}.",
             "Si no lo esperaba, consulte con el Administrador Institucional Quipux de esa institución."]  # fmt: skip
    key = f"puesto-{appointment.uuid}-{clock.now():%Y%m%d%H%M%S%f}"
    return mailing.write_to(appointment.person, key=key, subject=subject, lines=lines)
