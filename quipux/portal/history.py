"""Actions of the Recorrido of the portal's texts (accounts-portal §11.1)."""

from quipux.history import actions, subjects

WRITTEN, PUBLISHED, RETIRED = "written", "published", "retired"

actions.register("content", {
    WRITTEN: "Guardar un borrador",
    PUBLISHED: "Publicar",
    RETIRED: "Retirar",
})  # fmt: skip

ANNOUNCED, CANCELLED, ENDED = "announced", "cancelled", "ended"
actions.register("service_notice", {
    ANNOUNCED: "Anunciar",
    CANCELLED: "Cancelar",
    ENDED: "Terminar",
})  # fmt: skip
subjects.register({"content": "Texto del portal", "service_notice": "Alerta o bloqueo"})
