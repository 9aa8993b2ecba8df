"""Every tray as one row of a table (documents §5.2)."""

from documents.trays import facts, membership
from documents.trays.description import OTHER, REST, WINDOW, Heading, Tray
from documents.trays.kinds import INFORMED, REASSIGNMENTS, TASKS

MONTHS = 6  # what Enviados, Archivados, Eliminados, Reasignados and Informados show when they open

SUBJECT = Heading("qx-as", (("asunto", "Asunto"), ("numero", "Número"), ("referencia", "No. Referencia")))
SHORT_SUBJECT = Heading("qx-as", (("asunto", "Asunto"), ("numero", "Número")))
DATE = Heading("qx-fe", (("fecha", "Fecha"),))
TO_FROM = Heading("qx-de", (("para", "Para"), ("de", "De")))


def _last(*sorts):
    return Heading("qx-pl", sorts)


DRAFTS = Tray(
    "en-elaboracion", "En Elaboración", membership.drafts,
    headings=(Heading("qx-de", (("para", "Para"), ("de", "De"), ("anterior", "Usuario Anterior"))), SUBJECT, DATE),
    columns=("urgente", "de", "para", "asunto", "fecha", "numero", "referencia", "anterior", "tipo"),
    acts=("eliminar", "reasignar", "informar", "firmar", "enviar-externo", "carpeta", "nueva-tarea", "etiquetar"),
    filters=("tipo", "categoria"), counts_unread=True, ascending=True,
)  # fmt: skip
RECEIVED = Tray(
    "recibidos", "Recibidos", membership.received,
    headings=(Heading("qx-de", (("de", "De"), ("anterior", "Usuario Anterior"))), SUBJECT,
              Heading("qx-fe", (("fecha", "Fecha"), ("situacion", "Situación"))), _last(("plazo", "Plazo"))),
    columns=("urgente", "situacion", "firmado", "de", "asunto", "fecha", "numero", "referencia", "anterior", "plazo",
             "tipo"),
    facts=facts.received,
    acts=("reasignar", "informar", "archivar", "nueva-tarea", "carpeta", "comentar", "etiquetar", "leido", "no-leido"),
    filters=("tipo", "categoria", "firmado", "situacion", "plazo"), counts_unread=True,
)  # fmt: skip
SENT = Tray(
    "enviados", "Enviados", membership.sent,
    headings=(TO_FROM, SUBJECT, DATE, _last(("entrega", "Entrega"))),
    columns=("firmado", "urgente", "de", "para", "asunto", "fecha", "numero", "referencia", "entrega", "tipo"),
    facts=facts.sent, acts=("informar", "archivar", "carpeta", "comentar", "etiquetar"),
    filters=("tipo", "categoria", "firmado", "entrega"), default_months=MONTHS,
)  # fmt: skip
TASKS_RECEIVED = Tray(
    "tareas-recibidas", "Tareas Recibidas", membership.tasks_received,
    headings=(Heading("qx-de", (("asignado_por", "Asignado por"), ("comentario", "Comentario"))),
              Heading("qx-as", (("asunto", "Asunto"), ("numero", "Número"), ("de", "De"), ("para", "Para"))),
              Heading("qx-fe", (("asignacion", "Asignación"), ("fecha", "Fecha"))),
              _last(("maxima", "Fecha Máxima"), ("avance", "Avance"), ("estado_tarea", "Estado"))),
    columns=("semaforo", "asignacion", "asignado_por", "comentario", "maxima", "avance", "estado_tarea", "retraso",
             "numero", "fecha", "de", "para", "asunto"),
    facts=facts.tasks_received, acts=("nueva-tarea", "carpeta", "etiquetar"), filters=("categoria",), kind=TASKS,
    sort="asignacion", default_state="pending", masks=True,
)  # fmt: skip
TASKS_SENT = Tray(
    "tareas-enviadas", "Tareas Enviadas", membership.tasks_sent,
    headings=(Heading("qx-de", (("asignado_para", "Asignado para"), ("comentario", "Comentario"))),
              *TASKS_RECEIVED.headings[1:]),
    columns=tuple("asignado_para" if name == "asignado_por" else name for name in TASKS_RECEIVED.columns),
    facts=facts.tasks_sent, acts=("nueva-tarea", "carpeta", "etiquetar"), filters=("categoria",), kind=TASKS,
    sort="asignacion", counted_state="pending", masks=True,
)  # fmt: skip
UNSENT = Tray(
    "no-enviados", "No Enviados", membership.unsent,
    headings=(Heading("qx-de", (("para", "Para"),)), SUBJECT, DATE, _last(("motivo", "Motivo"))),
    columns=("urgente", "para", "asunto", "fecha", "numero", "referencia", "motivo"),
    facts=facts.unsent, acts=("envio-electronico", "envio-manual", "anular", "comentar", "etiquetar"), filters=("categoria", "motivo"),
)  # fmt: skip
SHARED = Tray(
    "compartida", "Compartida", membership.shared,
    headings=(Heading("qx-de", (("de", "De"), ("jefe", "Jefe"))), SUBJECT, DATE, _last(("plazo", "Plazo"))),
    columns=("jefe", "firmado", "urgente", "de", "asunto", "fecha", "numero", "referencia", "estado"),
    facts=facts.shared, acts=("tomar", "reasignar", "nueva-tarea", "comentar", "etiquetar"),
    filters=("tipo", "categoria", "firmado", "jefe"), counts_unread=True,
)  # fmt: skip
DELETED = Tray(
    "eliminados", "Eliminados", membership.deleted,
    headings=(Heading("qx-de", (("para", "Para"),)), SHORT_SUBJECT, DATE, _last(("estado", "Estado"))),
    columns=("para", "asunto", "fecha", "numero", "estado"),
    acts=("restaurar", "eliminar-definitivo", "comentar", "etiquetar"), filters=("estado_eliminado",), group=OTHER,
    default_months=MONTHS,
)  # fmt: skip
SHELVED = Tray(
    "archivados", "Archivados", membership.shelved,
    headings=(TO_FROM, SUBJECT, DATE, _last(("archivado", "Archivado el"))),
    columns=("firmado", "urgente", "de", "para", "asunto", "fecha", "numero", "referencia", "archivado", "tipo"),
    acts=("restaurar", "informar", "carpeta", "comentar", "etiquetar"), filters=("tipo", "categoria", "firmado"), group=OTHER,
    default_months=MONTHS,
)  # fmt: skip
REASSIGNED = Tray(
    "reasignados", "Reasignados", membership.reassigned,
    headings=(Heading("qx-de", (("reasignado", "Reasignado a"), ("comentario", "Comentario"))),
              Heading("qx-as", (("asunto", "Asunto"), ("numero", "Número"), ("de", "De"), ("para", "Para"))),
              Heading("qx-fe", (("reasignacion", "Reasignación"), ("fecha", "Fecha"))),
              _last(("maxima", "Fecha Máx. de Respuesta"), ("estado", "Estado"))),
    columns=("fecha", "reasignado", "comentario", "reasignacion", "maxima", "de", "para", "asunto", "numero", "estado"),
    facts=facts.reassigned, acts=("recuperar", "informar", "comentar", "etiquetar"),
    filters=("categoria", "estado"), kind=REASSIGNMENTS, group=OTHER, sort="reasignacion", default_months=MONTHS,
    bar_permission="act_on_reassigned", masks=True,
)  # fmt: skip
TOLD = Tray(
    "informados", "Informados", membership.informed,
    headings=(Heading("qx-de", (("informador", "Informador"),)), SHORT_SUBJECT,
              Heading("qx-fe", (("informacion", "Fecha Información"),))),
    columns=("urgente", "informador", "asunto", "informacion", "numero", "comentario"),
    facts=facts.informed, acts=("informar", "eliminar-informado", "comentar", "etiquetar"), filters=("categoria", "informador"),
    kind=INFORMED, group=OTHER, counts_unread=True, sort="informacion", default_months=MONTHS,
)  # fmt: skip
TO_PRINT = Tray(
    "por-imprimir", "Por Imprimir", membership.to_print,
    headings=(TO_FROM, SUBJECT, DATE, _last(("redactado", "Redactado por"))),
    columns=("urgente", "de", "para", "asunto", "fecha", "numero", "referencia", "redactado"),
    facts=facts.to_print, acts=("enviar", "eliminar-copia", "imprimir", "imprimir-sobre", "etiquetar"),
    filters=("categoria", "redactado"), group=REST, ascending=True, permission="print_dispatch", masks=True,
)  # fmt: skip

CITIZEN_LETTERS = Tray(
    "docs-ciudadanos", "Docs. Ciudadanos", membership.citizen_letters,
    headings=(TO_FROM, SUBJECT, DATE, _last(("redirigir", "Redirigir a"))),
    columns=("firmado", "de", "para", "asunto", "fecha", "numero", "referencia", "redirigir"),
    facts=facts.citizen_letters, acts=("enviar-ciudadano", "etiquetar"), filters=("destinatario",), group=WINDOW,
    ascending=True, permission="process_citizen_documents", masks=True,
)  # fmt: skip

TRAYS = {tray.slug: tray for tray in (DRAFTS, RECEIVED, SENT, TASKS_RECEIVED, TASKS_SENT, UNSENT, SHARED, DELETED,
                                      SHELVED, REASSIGNED, TOLD, TO_PRINT, CITIZEN_LETTERS)}  # fmt: skip
