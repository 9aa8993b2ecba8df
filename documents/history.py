"""Actions of a copy's Recorrido (documents §4.2)."""

from quipux.history import actions

REGISTER, SIGN_AND_SEND, DELIVER = "register", "sign_and_send", "deliver"
REASSIGN, INFORM, SHELVE, ANSWER = "reassign", "inform", "shelve", "answer"

actions.register("copy", {
    REGISTER: "Registro",
    SIGN_AND_SEND: "Firmar y enviar",
    DELIVER: "Envío Electrónico",
    REASSIGN: "Reasignar",
    INFORM: "Informar",
    SHELVE: "Archivar",
    ANSWER: "Responder",
})  # fmt: skip
