"""What backups hold about a person, for «Descargar mis datos» (accounts-portal §9.3)."""

from accounts.holdings import register


def _requests(person):
    for one in person.backup_requests.select_related("appointment").order_by("number"):
        yield {"Solicitud": one.number, "Clase": one.get_kind_display(), "Puesto": one.appointment.title, "Pedida el": one.requested_at,
               "Desde": one.date_from, "Hasta": one.date_to, "Estado": one.get_state_display(), "Comentario": one.comment}  # fmt: skip


register("Solicitudes de respaldo", _requests)
