"""The pages of the SGE: queue, calendar, workers, storage, integrity (backups §3.11)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Respaldos", prefix="respaldos", namespace="sge", urls="backups.admin.urls",
    pages=(
        Page("board", "Tablero", "Solicitudes por día, cola por estado, noches y seis cifras del servicio."),
        Page("queue", "Cola", "Todas las solicitudes, con sus filtros y sus acciones.", ("solicitudes/",)),
        Page("to_schedule", "Cola: calendarizar", "Solicitudes aprobadas, para cambiar una o varias de noche.",
             ("calendarizar/",)),
        Page("status", "Cola: estado de los respaldos", "En qué va cada respaldo y quién pidió ayuda con la descarga."),
        Page("pending_acts", "Por confirmar", "Actos que pidió una persona operadora y confirma otra."),
        Page("calendar", "Calendario", "Noches, capacidad, ventanas, feriados y avisos."),
        Page("workers", "Trabajadores", "Procesos que generan respaldos y lo que hace cada uno."),
        Page("storage", "Almacenamiento", "Espacio disponible, uso por institución y archivos sin dueño."),
        Page("integrity", "Integridad", "Comprobación de las partes guardadas y correos por salir."),
        Page("omitted", "Omisiones", "Documentos que no se pudieron incluir, por razón y por institución."),
    ),
)  # fmt: skip

site.add(SECTION)
