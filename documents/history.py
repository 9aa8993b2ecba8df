"""Actions of a copy's Recorrido (documents §4.2)."""

from quipux.history import actions

REGISTER, SIGN_AND_SEND, DELIVER = "register", "sign_and_send", "deliver"
REASSIGN, INFORM, SHELVE, ANSWER = "reassign", "inform", "shelve", "answer"
FORMAT_SAVED = "format_saved"

actions.register("number_format", {FORMAT_SAVED: "Formato de numeración guardado"})
actions.register("copy", {
    REGISTER: "Registro",
    SIGN_AND_SEND: "Firmar y enviar",
    DELIVER: "Envío Electrónico",
    REASSIGN: "Reasignar",
    INFORM: "Informar",
    SHELVE: "Archivar",
    ANSWER: "Responder",
})  # fmt: skip
