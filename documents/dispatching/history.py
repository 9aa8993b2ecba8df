"""Actions of paper in a copy's Recorrido (documents §4.2)."""

from quipux.history import actions

DISPATCH, DELIVERED, RETURNED = "dispatch", "dispatch_delivered", "mark_returned"
PRINT_ENVELOPE, HAND_OVER = "print_envelope", "hand_over"

actions.register("copy", {
    DISPATCH: "Despacho",
    DELIVERED: "Entrega confirmada",
    RETURNED: "Devolución",
    PRINT_ENVELOPE: "Imprimir sobre",
    HAND_OVER: "Enviar físico",
})  # fmt: skip
