"""Actions of an appointment's Recorrido."""

from quipux.history import actions

CREATED, ACTIVATED, LEAVING, DEACTIVATED = "created", "activated", "leaving", "deactivated"

actions.register("appointment", {
    CREATED: "Usuario creado",
    ACTIVATED: "Usuario reactivado",
    LEAVING: "Desvinculación iniciada",
    DEACTIVATED: "Usuario desactivado",
})  # fmt: skip
