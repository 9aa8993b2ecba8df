"""Every report as one row of a table (documents §14)."""

from documents.reports import by_state, by_type, handling, number_book, outside, passing, tasks, writing
from documents.reports.shape import Report

_TABLE = (
    Report("01", "documentos-por-estado", "Documentos por estado",
           "Cuántos documentos tiene cada servidor en cada estado.", by_state.by_state, ("tipo",),
           detail="lista-por-estado"),
    Report("01.1", "lista-por-estado", "Lista de documentos por estado", "Los documentos contados en el reporte 01.",
           by_state.listed, ("tipo", "estado"), parent="documentos-por-estado"),
    Report("02", "demora-al-tramitar", "Demora al tramitar",
           "Días laborables desde que un documento llega hasta que su servidor lo reasigna, responde o archiva.",
           handling.handling, ("tipo",)),
    Report("03", "demora-en-registrar-externos", "Demora en registrar externos",
           "Días laborables desde la fecha del papel hasta su registro, y desde el registro hasta su envío.",
           writing.registering, ("tipo",)),
    Report("04", "demora-al-crear", "Demora al crear nuevos",
           "Días laborables desde el registro del borrador hasta Firmar y Enviar.", writing.creating, ("tipo",)),
    Report("05", "demora-en-responder", "Demora en responder registrados",
           "Días laborables desde el registro de un externo hasta que se envía su respuesta.", outside.answering, ("tipo",)),
    Report("06", "reasignados", "Reasignados", "Reasignaciones hechas y recibidas por cada servidor.", passing.reassigned,
           ("tipo",), detail="lista-de-reasignados"),
    Report("06.1", "lista-de-reasignados", "Lista de reasignados", "Las reasignaciones hechas del reporte 06.",
           passing.listed, ("tipo",), parent="reasignados"),
    Report("07", "tareas", "Tareas", "Cómo atiende cada servidor las tareas que le asignaron.", tasks.tasks, ("tipo",),
           detail="lista-de-tareas"),
    Report("07.1", "lista-de-tareas", "Lista de tareas", "Las tareas contadas en el reporte 07.", tasks.listed, ("tipo",),
           parent="tareas"),
    Report("08", "por-tipo-de-documento", "Por tipo de documento", "Documentos enviados por tipo y mes.", by_type.by_type,
           ("tipo",), detail="lista-por-tipo", key="tipo"),
    Report("08.1", "lista-por-tipo", "Lista por tipo de documento", "Los documentos contados en el reporte 08.",
           by_type.listed, ("tipo",), parent="por-tipo-de-documento"),
    Report("09", "enviados-sin-respuesta", "Enviados electrónicamente a otras instituciones sin respuesta",
           "Documentos entregados a otra institución que todavía no tienen respuesta.", outside.sent_unanswered,
           ("tipo", "institucion")),
    Report("10", "recibidos-sin-respuesta", "Recibidos de otras instituciones sin respuesta",
           "Documentos de otra institución que siguen En Trámite y sin respuesta.", outside.received_unanswered,
           ("tipo", "institucion")),
    Report("11", "libro-de-numeracion", "Libro de numeración",
           "Cada valor de una secuencia, el documento que lo lleva y por qué falta o se anuló.", number_book.number_book,
           ("secuencia",)),
)  # fmt: skip

REPORTS: dict[str, Report] = {report.slug: report for report in _TABLE}
