"""Actions of the Recorrido of an implantation (institutions §12.4), by their transition."""

from quipux.history import actions

SUBMITTED, TAKEN, OBSERVED, ANSWERED = "submitted", "taken", "observed", "answered"
ACCEPTED, REJECTED, NOT_ELIGIBLE = "accepted", "rejected", "not_eligible"
SCHEDULED, ATTENDED, CORRECTED, CREDITED, TRAINED = "scheduled", "attended", "corrected", "credited", "trained"
TRAINING_CREATED, CLOCK_STARTED, MAIL_LATE, REMINDED = "training_created", "clock_started", "mail_late", "reminded"
DEADLINE_PASSED, EXTENDED, LAPSED = "deadline_passed", "extended", "lapsed"
ITEM, GOLIVE_REQUESTED, VERIFYING, WITH_REMARKS = "item", "golive_requested", "verifying", "with_remarks"
APPROVED, PRODUCTION_CREATED, COPIED, ASKED = "approved", "production_created", "copied", "operation_asked"
OPERATING, WITHDRAWN, AIQ_CHANGED, PURGED = "operating", "withdrawn", "aiq_changed", "purge_warned"
RETIRED, DELETED = "tenant_retired", "tenant_purged"
HANDED_OVER, RECEIVED = "handed_over", "received"

actions.register("implantation", {
    SUBMITTED: "Solicitud enviada",
    TAKEN: "Solicitud tomada",
    OBSERVED: "Solicitud observada",
    ANSWERED: "Observaciones atendidas",
    ACCEPTED: "Solicitud aceptada",
    REJECTED: "Solicitud rechazada",
    NOT_ELIGIBLE: "Institución no elegible",
    SCHEDULED: "Fechas de capacitación asignadas",
    ATTENDED: "Asistencia registrada",
    CORRECTED: "Asistencia corregida",
    CREDITED: "Curso convalidado",
    TRAINED: "Capacitación cumplida",
    TRAINING_CREATED: "Ambiente de capacitación creado",
    CLOCK_STARTED: "Plazo iniciado",
    MAIL_LATE: "Correo de la cuenta sin entregar",
    REMINDED: "Recordatorio de plazo",
    DEADLINE_PASSED: "Plazo vencido",
    EXTENDED: "Plazo extendido",
    LAPSED: "Solicitud caducada",
    ITEM: "Plantilla de seguimiento",
    GOLIVE_REQUESTED: "Paso a producción solicitado",
    VERIFYING: "Verificación iniciada",
    WITH_REMARKS: "Plantilla devuelta con observaciones",
    APPROVED: "Paso a producción aprobado",
    HANDED_OVER: "Entregada a la instalación de producción",
    RECEIVED: "Recibida de la instalación de capacitación",
    PRODUCTION_CREATED: "Ambiente de producción creado",
    COPIED: "Parametrización copiada",
    ASKED: "Operación solicitada",
    OPERATING: "En operación",
    WITHDRAWN: "Solicitud desistida",
    AIQ_CHANGED: "AIQ del caso cambiado",
    PURGED: "Aviso de cierre del ambiente de capacitación",
    RETIRED: "Ambiente de capacitación cerrado",
    DELETED: "Datos del ambiente de capacitación borrados",
})  # fmt: skip
