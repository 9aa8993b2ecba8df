"""Actions of the Recorrido of the portal's texts (accounts-portal §11.1)."""

from quipux.history import actions

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
