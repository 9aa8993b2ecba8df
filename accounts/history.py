"""Actions of the Recorrido of a person's credential, of a citizen, and of the request to sign electronically (accounts-portal §10)."""

from quipux.history import actions

CREATED = "citizen_created"
REOPENED, ATTACHED, SUBMITTED = "reopened", "agreement_attached", "submitted"
AUTHORISED, REJECTED, SUSPENDED, REINSTATED = "authorised", "rejected", "suspended", "reinstated"

INVITED, ACTIVATED = "activation_sent", "activated"
CREDENTIAL_SUSPENDED, CREDENTIAL_REINSTATED, CREDENTIAL_CLOSED = "suspended", "reinstated", "closed"

actions.register("person", {
    INVITED: "Enviar el enlace de activación",
    ACTIVATED: "Activar la cuenta",
    CREDENTIAL_SUSPENDED: "Suspender la credencial",
    CREDENTIAL_REINSTATED: "Habilitar la credencial",
    CREDENTIAL_CLOSED: "Cerrar la credencial",
})  # fmt: skip
actions.register("citizen", {CREATED: "Creación de ciudadano"})
actions.register("signature_application", {
    REOPENED: "Corregir la solicitud",
    ATTACHED: "Subir el acuerdo firmado",
    SUBMITTED: "Enviar la solicitud",
    AUTHORISED: "Autorizar",
    REJECTED: "Rechazar",
    SUSPENDED: "Suspender",
    REINSTATED: "Habilitar otra vez",
})  # fmt: skip
