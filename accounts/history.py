"""Actions of the Recorrido of a person's credential, of a citizen, and of the request to sign electronically (accounts-portal §10)."""

from quipux.history import actions, subjects

CREATED = "citizen_created"
REOPENED, ATTACHED, SUBMITTED = "reopened", "agreement_attached", "submitted"
NEW_AGREEMENT, RENEWED = "new_agreement", "renewed"
AUTHORISED, REJECTED, SUSPENDED, REINSTATED = "authorised", "rejected", "suspended", "reinstated"

INVITED, ACTIVATED = "activation_sent", "activated"
CREDENTIAL_SUSPENDED, CREDENTIAL_REINSTATED, CREDENTIAL_CLOSED = "suspended", "reinstated", "closed"
FACTOR_RESET, FACTOR_RESET_ASKED = "second_factor_reset", "second_factor_reset_asked"
EMAIL_ASKED, EMAIL_CONFIRMED, EMAIL_APPLIED = "email_asked", "email_confirmed", "email_applied"
EMAIL_WITHDRAWN, EMAIL_DISOWNED, EMAIL_REMOVED = "email_withdrawn", "email_disowned", "email_removed"
EMAIL_APPROVED = "email_approved"
SESSIONS_CLOSED = "sessions_closed"
CHANGE_DEMANDED, CREDENTIAL_REOPENED = "password_demanded", "reopened"

actions.register("person", {
    FACTOR_RESET: "Restablecer el segundo factor",
    FACTOR_RESET_ASKED: "Pedir restablecer el segundo factor",
    EMAIL_ASKED: "Pedir el cambio del correo",
    EMAIL_CONFIRMED: "Confirmar el correo nuevo",
    EMAIL_APPLIED: "Cambiar el correo",
    EMAIL_APPROVED: "Aprobar el cambio del correo",
    EMAIL_WITHDRAWN: "Retirar el cambio del correo",
    EMAIL_DISOWNED: "Desconocer el cambio del correo",
    EMAIL_REMOVED: "Quitar el correo personal",
    INVITED: "Enviar el enlace de activación",
    ACTIVATED: "Activar la cuenta",
    CREDENTIAL_SUSPENDED: "Suspender la credencial",
    CREDENTIAL_REINSTATED: "Habilitar la credencial",
    CREDENTIAL_CLOSED: "Cerrar la credencial",
    CREDENTIAL_REOPENED: "Deshacer el cierre de la credencial",
    SESSIONS_CLOSED: "Cerrar las sesiones",
    CHANGE_DEMANDED: "Exigir una contraseña nueva",
})  # fmt: skip
CONTACT_CHANGED, DATA_WRITTEN = "contact_changed", "data_written"
actions.register("citizen", {CREATED: "Creación de ciudadano", CONTACT_CHANGED: "Cambiar sus datos de contacto",
                             DATA_WRITTEN: "Editar los datos en la ventanilla"})  # fmt: skip
ENTRY_ADDED, ENTRY_CHANGED = "added", "changed"
actions.register("catalogue_entry", {ENTRY_ADDED: "Agregar al catálogo", ENTRY_CHANGED: "Cambiar la fila del catálogo"})
CASE_OPENED, CASE_CLOSED = "opened", "closed"
actions.register("security_case", {CASE_OPENED: "Abrir el caso", CASE_CLOSED: "Cerrar el caso"})
REQUESTED, EMAIL_VERIFIED, WAITING, VALIDATED = "requested", "email_verified", "waiting", "validated"
REFUSED, LAPSED = "refused", "lapsed"
CIVIL_ASKED, CIVIL_AGREES, SIGNED_BY_HERSELF = "civil_asked", "civil_agrees", "signed"
actions.register("registration", {
    REQUESTED: "Solicitar el registro",
    EMAIL_VERIFIED: "Verificar el correo",
    WAITING: "Esperar la validación",
    VALIDATED: "Validar la identidad",
    CIVIL_ASKED: "Consultar el Registro Civil",
    CIVIL_AGREES: "Activar: el Registro Civil coincide",
    SIGNED_BY_HERSELF: "Activar: solicitud firmada con su certificado",
    REFUSED: "Rechazar el registro",
    LAPSED: "Caducar",
})  # fmt: skip
PROPOSED, WITHDRAWN = "proposed", "withdrawn"
CHANGE_ACCEPTED, CHANGE_REJECTED = "accepted", "rejected"
actions.register("person_change", {
    PROPOSED: "Proponer un cambio",
    WITHDRAWN: "Retirar el cambio",
    CHANGE_ACCEPTED: "Aceptar el cambio",
    CHANGE_REJECTED: "Rechazar el cambio",
})  # fmt: skip
ROLE_PROPOSED, ROLE_CONFIRMED = "role_proposed", "role_confirmed"
ROLE_WITHDRAWN, ROLE_EXPIRED = "role_withdrawn", "role_expired"
actions.register("role_grant", {
    ROLE_PROPOSED: "Proponer un rol",
    ROLE_CONFIRMED: "Confirmar el rol",
    ROLE_WITHDRAWN: "Retirar la propuesta",
    ROLE_EXPIRED: "Caducar",
})  # fmt: skip
ROLE_REMOVED, FOUNDED, REVEALED = "role_removed", "founded", "identity_revealed"
SET_APART = "set_apart"
CIVIL_LOOKUP, OVERRIDDEN, CORRECTED = "civil_lookup", "identity_overridden", "identity_corrected"
actions.register("person", {
    ROLE_REMOVED: "Quitar un rol de la plataforma",
    FOUNDED: "Crear al primer superadministrador",
    REVEALED: "Ver la cédula completa",
    SET_APART: "Es otra persona: queda sin identificación",
    CIVIL_LOOKUP: "Consultar el Registro Civil",
    OVERRIDDEN: "Aceptar un número fuera del algoritmo",
    CORRECTED: "Corregir la identidad",
})  # fmt: skip
MERGED, UNMERGED, MERGE_FINAL = "merged", "unmerged", "final"
actions.register("merge", {MERGED: "Unificar", UNMERGED: "Deshacer", MERGE_FINAL: "Hacer definitiva"})
INCIDENT_REGISTERED, INCIDENT_PEOPLE, INCIDENT_EXTENDED = "incident_registered", "people_added", "extended"
INCIDENT_AUTHORITY, INCIDENT_NO_AUTHORITY = "authority_told", "authority_excused"
INCIDENT_TOLD, INCIDENT_UNTOLD, INCIDENT_CLOSED = "people_told", "people_excused", "incident_closed"
actions.register("incident", {
    INCIDENT_REGISTERED: "Registrar el incidente",
    INCIDENT_PEOPLE: "Agregar personas",
    INCIDENT_EXTENDED: "Agregar lo que se supo",
    INCIDENT_AUTHORITY: "Notificar a la autoridad",
    INCIDENT_NO_AUTHORITY: "No corresponde notificar a la autoridad",
    INCIDENT_TOLD: "Avisar a las personas",
    INCIDENT_UNTOLD: "No corresponde avisar a las personas",
    INCIDENT_CLOSED: "Cerrar el incidente",
})  # fmt: skip
actions.register("signature_application", {
    REOPENED: "Corregir la solicitud",
    NEW_AGREEMENT: "Tomar la versión vigente del acuerdo",
    RENEWED: "Firmar la versión vigente del acuerdo",
    ATTACHED: "Subir el acuerdo firmado",
    SUBMITTED: "Enviar la solicitud",
    AUTHORISED: "Autorizar",
    REJECTED: "Rechazar",
    SUSPENDED: "Suspender",
    REINSTATED: "Habilitar otra vez",
})  # fmt: skip
subjects.register({
    "person": "Persona", "user": "Persona", "identity": "Identidad", "citizen": "Ciudadano", "security_case": "Caso de seguridad",
    "registration": "Registro de ciudadano", "person_change": "Cambio de datos", "role_grant": "Rol de la plataforma",
    "incident": "Incidente con datos personales",
    "merge": "Unificación", "catalogue_entry": "Fila de un catálogo", "signature_application": "Solicitud de firma",
})  # fmt: skip
