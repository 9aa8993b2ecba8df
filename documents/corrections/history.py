"""Actions of the Recorrido of a correction."""

from quipux.history import actions, subjects

ASKED, ACCEPTED, DECLINED = "correction_asked", "correction_accepted", "correction_declined"

actions.register("correction", {
    ASKED: "Corrección pedida",
    ACCEPTED: "Datos corregidos",
    DECLINED: "Corrección negada",
})  # fmt: skip
subjects.register({"correction": "Corrección de datos"})
