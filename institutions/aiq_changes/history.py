"""Actions of the Recorrido of a change of AIQ."""

from quipux.history import actions

REQUESTED, TRAINING, ENABLED, EFFECTIVE = "requested", "in_training", "enabled", "effective"
REJECTED, CANCELLED = "rejected", "cancelled"

actions.register("aiq_change", {
    REQUESTED: "Cambio solicitado",
    TRAINING: "En capacitación",
    ENABLED: "Habilitado",
    EFFECTIVE: "Cambio efectivo",
    REJECTED: "Cambio rechazado",
    CANCELLED: "Cambio anulado",
})  # fmt: skip
