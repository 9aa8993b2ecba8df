"""Actions of a citizen's Recorrido, and of the request to sign electronically (accounts-portal §10)."""

from quipux.history import actions

CREATED = "citizen_created"
REOPENED, ATTACHED, SUBMITTED = "reopened", "agreement_attached", "submitted"
AUTHORISED, REJECTED, SUSPENDED, REINSTATED = "authorised", "rejected", "suspended", "reinstated"

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
