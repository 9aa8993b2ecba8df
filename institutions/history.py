"""Actions of the Recorridos of appointments, áreas, institutions and what is asked for them."""

from quipux.history import actions, subjects

CREATED, ACTIVATED, LEAVING, DEACTIVATED = "created", "activated", "leaving", "deactivated"
CHANGED, MOVED, PROFILE_CHANGED, PERMISSIONS = "changed", "moved", "profile_changed", "permissions"
WORK_EMAIL = "work_email"
LINK_SENT, UNLOCKED, SESSIONS_CLOSED, SHARED = "link_sent", "unlocked", "sessions_closed", "shared"
AREA_CREATED, AREA_CHANGED, AREA_MOVED = "area_created", "area_changed", "area_moved"
AREA_DEACTIVATED, AREA_REACTIVATED, AREA_SHARED = "area_deactivated", "area_reactivated", "area_shared"
AREA_NUMBERING = "area_numbering"
DATA_CHANGED, SUPPORT_VERIFIED = "data_changed", "support_verified"
CHANGE_ASKED, CHANGE_ACCEPTED, CHANGE_REJECTED = "change_asked", "change_accepted", "change_rejected"
UPLOADED, VALIDATED, APPLIED, DISCARDED = "uploaded", "validated", "applied", "discarded"
DELEGATED, DELEGATION_ENDED, DELEGATION_ANNULLED = "delegated", "delegation_ended", "delegation_annulled"
DELEGATION_CONFIDENTIAL = "delegation_confidential"

actions.register("appointment", {
    CREATED: "Usuario creado",
    ACTIVATED: "Usuario reactivado",
    LEAVING: "Desvinculación iniciada",
    DEACTIVATED: "Usuario desactivado",
    CHANGED: "Puesto modificado",
    MOVED: "Cambio de área",
    PROFILE_CHANGED: "Cambio de perfil",
    PERMISSIONS: "Permisos Modificados",
    LINK_SENT: "Enlace de contraseña enviado",
    UNLOCKED: "Cuenta desbloqueada",
    SESSIONS_CLOSED: "Sesiones cerradas",
    SHARED: "Bandeja compartida",
    WORK_EMAIL: "Correo de trabajo confirmado",
})  # fmt: skip
actions.register("area", {
    AREA_CREATED: "Área creada",
    AREA_CHANGED: "Área modificada",
    AREA_MOVED: "Área movida",
    AREA_DEACTIVATED: "Área desactivada",
    AREA_REACTIVATED: "Área reactivada",
    AREA_SHARED: "Bandeja compartida",
    AREA_NUMBERING: "Numeración modificada",
})  # fmt: skip
SUSPENDED, REINSTATED, CLOSED = "suspended", "reinstated", "closed"
DOMAIN_CHANGED, INTERIM, INTERIM_ENDED = "domain_changed", "interim", "interim_ended"
CATALOGUE_CHANGED = "catalogue_changed"
PROPOSED, PROPOSAL_ACCEPTED, PROPOSAL_REJECTED = "proposed", "accepted", "rejected"
CUSTODY_OFFERED, CUSTODY_ACCEPTED = "custody_offered", "custody_accepted"
INSTITUTION_CREATED = "created"
actions.register("institution", {
    INSTITUTION_CREATED: "Institución creada",
    SUSPENDED: "Institución suspendida",
    REINSTATED: "Institución reactivada",
    CLOSED: "Institución cerrada",
    DOMAIN_CHANGED: "Cambio de dominio de correo pedido",
    INTERIM: "AIQ interino nombrado",
    INTERIM_ENDED: "AIQ interino terminado",
    CUSTODY_OFFERED: "Custodia propuesta",
    CUSTODY_ACCEPTED: "Custodia aceptada",
    DATA_CHANGED: "Datos de la institución modificados",
    SUPPORT_VERIFIED: "Correo de soporte confirmado",
    CATALOGUE_CHANGED: "Catálogo modificado",
})  # fmt: skip
actions.register("catalogue_proposal", {
    PROPOSED: "Propuesta para un catálogo",
    PROPOSAL_ACCEPTED: "Propuesta aceptada",
    PROPOSAL_REJECTED: "Propuesta rechazada",
})  # fmt: skip
actions.register("data_change", {
    CHANGE_ASKED: "Cambio de datos solicitado",
    CHANGE_ACCEPTED: "Cambio de datos aceptado",
    CHANGE_REJECTED: "Cambio de datos rechazado",
})  # fmt: skip
actions.register("import", {
    UPLOADED: "Archivo cargado",
    VALIDATED: "Archivo validado",
    APPLIED: "Importación aplicada",
    DISCARDED: "Importación descartada",
})  # fmt: skip

actions.register("appointment", {
    DELEGATED: "Subrogación registrada",
    DELEGATION_ENDED: "Subrogación terminada",
    DELEGATION_ANNULLED: "Subrogación anulada",
    DELEGATION_CONFIDENTIAL: "Subrogación: documentos confidenciales",
})  # fmt: skip

DEPARTURE_OPENED, DEPARTURE_CHANGED, DEPARTURE_CLOSED = "departure_opened", "departure_changed", "departure_closed"
DEPARTURE_CANCELLED, ACCESS_CUT, BACKUP_ANSWERED = "departure_cancelled", "access_cut", "backup_answered"
STAYED = "stayed"
actions.register("appointment", {STAYED: "Desvinculación anulada", ACCESS_CUT: "Acceso cortado"})
actions.register("departure", {
    DEPARTURE_OPENED: "Caso abierto",
    DEPARTURE_CHANGED: "Destinos y datos del caso",
    BACKUP_ANSWERED: "Respuesta sobre el respaldo",
    ACCESS_CUT: "Acceso cortado",
    DEPARTURE_CLOSED: "Usuario desactivado",
    DEPARTURE_CANCELLED: "Caso anulado",
})  # fmt: skip
subjects.register({
    "appointment": "Puesto", "area": "Área", "institution": "Institución", "data_change": "Cambio de datos institucionales",
    "import": "Importación", "departure": "Desvinculación", "implantation": "Implantación", "aiq_change": "Cambio de AIQ",
    "list": "Lista de envío", "catalogue_proposal": "Propuesta para un catálogo",
    "support_case": "Caso de soporte", "reorganisation": "Reorganización",
})  # fmt: skip
