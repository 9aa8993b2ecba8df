"""`eventos.json` and `bag-info.txt`: where this backup comes from (backups §5.1)."""

from backups.archive import bag
from backups.contents.frozen import FrozenBackup
from backups.contents.records import dumps
from quipux.web.formatting import machine_instant, official

_KEYS = {
    "fecha": "at",
    "accion": "action",
    "usuario": "user",
    "area": "area",
    "estado_solicitud": "request_state",
    "estado_respaldo": "backup_state",
    "comentario": "comment",
}


def events(backup: FrozenBackup) -> bytes:
    """The Recorrido of the request up to the freeze, the freeze, and the versions that made it."""
    return dumps({
        "solicitud": backup.number,
        "recorrido": [{spanish: event[key] for spanish, key in _KEYS.items()} for event in backup.events],
        "lista_fijada": machine_instant(backup.frozen_at),
        "desde": backup.date_from.isoformat(),
        "hasta": backup.date_to.isoformat(),
        "version_regla": backup.rule_version,
        "version_programa": backup.builder_version,
    }, indent=1) + b"\n"  # fmt: skip


def bag_info(backup: FrozenBackup, *, octets: int, files: int) -> bytes:
    """`bag-info.txt` for a payload of that many bytes and files."""
    fields = [
        ("Source-Organization", backup.institution),
        ("External-Identifier", str(backup.number) if backup.number is not None else backup.name),
        ("Bagging-Date", official(backup.frozen_at).date().isoformat()),
        ("Payload-Oxum", bag.payload_oxum(octets=octets, files=files)),
        ("Bag-Size", bag.bag_size(octets)),
    ]
    return bag.bag_info(fields).encode("utf-8", "replace")
