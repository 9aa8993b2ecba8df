"""What the files and the print of a tray say of a row: its columns in words, one value each (documents §5.2, §5.3)."""

from collections.abc import Callable
from dataclasses import dataclass

from quipux.web.components import Column


@dataclass(frozen=True)
class TrayColumn:
    """One column: its heading and the value of a ``documents.listing.rows.Row``."""

    label: str
    value: Callable
    numeric: bool = False

    @property
    def heading(self) -> Column:
        return Column(self.label, numeric=self.numeric)


def _fact(name):
    return lambda row: row.facts.get(name)


def _yes(condition):
    return lambda row: "Sí" if condition(row) else ""


COLUMNS = {
    "numero": TrayColumn("Número", lambda row: row.number or "Sin número"),
    "tipo": TrayColumn("Tipo", lambda row: row.copy.shown_type_label),
    "asunto": TrayColumn("Asunto", lambda row: row.subject),
    "de": TrayColumn("De", lambda row: row.sender),
    "para": TrayColumn("Para", lambda row: row.to),
    "fecha": TrayColumn("Fecha", lambda row: row.copy.sort_at),
    "referencia": TrayColumn("No. Referencia", lambda row: row.reference),
    "anterior": TrayColumn("Usuario Anterior", lambda row: row.previous),
    "urgente": TrayColumn("Urgente", _yes(lambda row: row.is_urgent)),
    "firmado": TrayColumn("Firmado electrónicamente", _yes(lambda row: row.is_signed)),
    "situacion": TrayColumn("Situación", _fact("situation")),
    "plazo": TrayColumn("Fecha Máxima", lambda row: row.copy.deadline),
    "entrega": TrayColumn("Entrega", _fact("delivery")),
    "motivo": TrayColumn("Motivo", _fact("reason")),
    "redactado": TrayColumn("Redactado por", _fact("author")),
    "redirigir": TrayColumn("Redirigir a", _fact("directed")),
    "estado": TrayColumn("Estado", lambda row: row.copy.get_state_display()),
    "archivado": TrayColumn("Archivado el", lambda row: row.copy.shelved_at),
    "jefe": TrayColumn("Jefe", lambda row: row.copy.holder.person.full_name),
    "reasignado": TrayColumn("Reasignado a", _fact("target")),
    "reasignacion": TrayColumn("Fecha Reasignación", lambda row: row.item.at),
    "maxima": TrayColumn("Fecha Máx. de Respuesta", _fact("due")),
    "comentario": TrayColumn("Comentario", lambda row: row.comment),
    "informador": TrayColumn("Informador", _fact("informer")),
    "informacion": TrayColumn("Fecha Información", lambda row: row.item.at),
    "semaforo": TrayColumn("Semáforo", _fact("light")),
    "asignacion": TrayColumn("Fecha Asignación", lambda row: row.item.assigned_at),
    "asignado_por": TrayColumn("Asignado por", _fact("person")),
    "asignado_para": TrayColumn("Asignado para", _fact("person")),
    "avance": TrayColumn("Avance %", lambda row: row.item.progress, numeric=True),
    "estado_tarea": TrayColumn("Estado", lambda row: row.item.get_state_display()),
    "retraso": TrayColumn("Días Retraso", _fact("late"), numeric=True),
}
