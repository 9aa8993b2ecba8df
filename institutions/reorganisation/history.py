"""Actions of the Recorrido of a plan, and of what it moves."""

from quipux.history import actions

DRAFTED, SIMULATED, SCHEDULED, BEGUN = "drafted", "simulated", "scheduled", "begun"
APPLIED, FAILED, RESUMED, CANCELLED = "applied", "failed", "resumed", "cancelled"
MOVED = "reorganised"

actions.register("reorganisation", {
    DRAFTED: "Plan creado",
    SIMULATED: "Plan simulado",
    SCHEDULED: "Plan programado",
    BEGUN: "Ejecución iniciada",
    APPLIED: "Plan aplicado",
    FAILED: "Ejecución detenida por un error",
    RESUMED: "Ejecución reanudada",
    CANCELLED: "Plan anulado",
})  # fmt: skip
actions.register("appointment", {MOVED: "Cambio de institución por reorganización"})
actions.register("area", {MOVED: "Cambio de institución por reorganización"})
