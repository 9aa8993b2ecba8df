"""Actions of the Recorrido of a support case."""

from quipux.history import actions

OPENED, RESOLVED_FIRST, ESCALATED, TAKEN = "opened", "resolved_first", "escalated", "taken"
RESOLVED, CLOSED, REOPENED = "resolved", "closed", "reopened"

actions.register("support_case", {
    OPENED: "Caso abierto",
    RESOLVED_FIRST: "Resuelto en nivel 1",
    ESCALATED: "Escalado a nivel 2",
    TAKEN: "Tomado por la mesa de servicio",
    RESOLVED: "Resuelto en nivel 2",
    CLOSED: "Caso cerrado",
    REOPENED: "Caso reabierto",
})  # fmt: skip
