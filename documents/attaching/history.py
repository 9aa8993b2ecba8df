"""Actions about anexos in a copy's Recorrido (documents §4.2)."""

from quipux.history import actions

ATTACH, EDIT, REMOVE, QUARANTINE = "attach", "edit_attachment", "remove_attachment", "quarantine_attachment"

actions.register("copy", {
    ATTACH: "Adjuntar anexo",
    EDIT: "Cambio de datos de anexo",
    REMOVE: "Borrar anexo",
    QUARANTINE: "Anexo retirado por seguridad",
})  # fmt: skip
